# The portal as an image: web server, worker and clock are the same image with other commands
# (docker-compose.yml).

FROM python:3.12-slim AS packages
RUN python -m venv /opt/venv
COPY requirements.lock .
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.12-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=vsn.settings \
    VAR_DIR=/srv/portal/var \
    BEAT_FILE=/tmp/celerybeat-schedule \
    BIND=0.0.0.0:8000
# A number that no host account is likely to have; the portal owns none of its own files.
RUN useradd --system --uid 10001 --home-dir /nonexistent portal
WORKDIR /srv/portal
COPY --from=packages /opt/venv /opt/venv
COPY . .
# Static files belong to the version of the code, so they are part of the image.
RUN python -m compileall -q . \
    && SECRET_KEY=only-while-building-the-static-files EMAIL_URL=dummymail:// \
       python manage.py collectstatic --noinput --verbosity 0
USER portal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "-c", "vsn/gunicorn.py", "vsn.wsgi"]
