"""A message to one person, put together from its words: `<words>/subject.txt` and `body.txt` are
the templates. The HTML part is made from the same text, so that the two can never differ."""

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from members.models import User
from members.rules import routes
from members.wording import as_html, as_read_by, tidy
from vsn.outbox.channels import Message


def address_of(page: str, *arguments: object) -> str:
    """Absolute: never made from a request's Host header."""
    return settings.SITE_URL + reverse(page, args=arguments)


def compose(words: str, to: User, **facts: object) -> Message:
    """The message in the reader's language and time zone."""
    with as_read_by(to):
        context = {
            "person": to,
            "site": settings.SITE_NAME,
            "contact": settings.CONTACT_EMAIL,
            **facts,
        }
        subject = get_template(f"{words}/subject.txt").render(context)
        text = tidy(get_template(f"{words}/body.txt").render(context))
        return Message(
            routes=routes(to),
            subject=" ".join(subject.split()),
            text=text,
            html=as_html(text),
        )
