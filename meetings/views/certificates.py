"""Certificates of participation: made for who came, and checked by whoever is shown one."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meetings import actions, certificates
from meetings.forms import CertificateForm, NumberForm, cannot_write
from meetings.models import Certificate, Registration
from meetings.querysets import MARKED
from meetings.views.loading import with_place
from members.rules import Refused
from vsn.limits import allow, client

LOOK_UPS, IN_SECONDS = 30, 600


@require_http_methods(["GET", "HEAD", "POST"])
@with_place
def certificate(request: HttpRequest, registration: Registration) -> HttpResponse:
    """What will stand on it, once more the name, and the certificate itself; or why there is
    none."""
    now = timezone.now()
    refusal = actions.certificate_refusal(registration, now)
    made = Certificate.objects.filter(registration=registration).first()
    if made and not refusal and "download" in request.GET and request.method != "POST":
        return _file(registration, made)
    if request.method != "POST" or refusal:
        status = 422 if request.method == "POST" else 200
        return _page(request, registration, refusal=refusal, made=made, status=status)
    form = CertificateForm(request.POST)
    if not form.is_valid():
        return _page(request, registration, form=form, made=made, status=422)
    name = form.cleaned_data["name"]
    try:
        actions.issue_certificate(registration=registration, name=name, now=now)
    except Refused as error:
        messages.warning(request, error.refusal.sentence)
        made = Certificate.objects.filter(registration=registration).first()
        return _page(request, registration, form=form, made=made, status=422)
    except Registration.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The certificate is made. Save it now, or come back for it."))
    return redirect(request.path)


def _page(
    request: HttpRequest,
    registration: Registration,
    *,
    form: CertificateForm | None = None,
    refusal: object = None,
    made: Certificate | None = None,
    status: int = 200,
) -> HttpResponse:
    missing = certificates.unwritable(registration.name)
    context = {
        "registration": registration,
        "session": registration.session,
        "meeting": registration.session.meeting,
        "refusal": refusal,
        "made": made,
        "form": form or CertificateForm(initial={"name": registration.name}),
        "cannot_write": cannot_write(missing) if missing and not form else "",
        "words": certificates.words(
            registration.session,
            name=registration.name,
            issued_at=made.issued_at if made else timezone.now(),
        ),
    }
    return render(request, "meetings/certificate.html", context, status=status)


def _file(registration: Registration, made: Certificate) -> HttpResponse:
    path = reverse("meetings:checked_certificate", args=[made.number])
    words = certificates.words(
        registration.session,
        name=made.name,
        issued_at=made.issued_at,
        number=made.number,
        address=settings.SITE_URL + path,
    )
    answer = HttpResponse(certificates.draw(words), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{made.number}.pdf"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_certificate(request: HttpRequest) -> HttpResponse:
    """Where one types the number that stands on a certificate."""
    form = NumberForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect("meetings:checked_certificate", form.cleaned_data["number"])
    return _answer(request, form, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def checked_certificate(request: HttpRequest, number: str) -> HttpResponse:
    """What the certificate with this number says. Not as often as somebody would need who
    guesses."""
    form = NumberForm(initial={"number": number[:40]})
    if not allow("certificate", client(request), times=LOOK_UPS, seconds=IN_SECONDS):
        return _answer(request, form, too_often=True, status=429)
    found = (
        Certificate.objects.filter(number=actions.read_number(number))
        .select_related("session__meeting", "registration")
        .prefetch_related("session__meeting__hosts")
        .first()
    )
    if found is None:
        return _answer(request, form, unknown=True, status=404)
    words = certificates.words(found.session, name=found.name, issued_at=found.issued_at)
    return _answer(request, form, found=found, words=words, valid=_is_valid(found))


def _is_valid(found: Certificate) -> bool:
    """Unless it was taken back that they came, or that they were on the list at all."""
    place = found.registration
    return place is None or (place.attended is True and place.status in MARKED)


def _answer(
    request: HttpRequest, form: NumberForm, *, status: int = 200, **more: object
) -> HttpResponse:
    return render(request, "meetings/check_certificate.html", {"form": form, **more}, status=status)
