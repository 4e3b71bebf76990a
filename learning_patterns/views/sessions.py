"""A pattern that came up in a session: begun by those who run it, from what they noted there."""

import re
import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import formats, translation
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from learning_patterns.forms.fields import LONGEST, languages
from meetings.models import Session
from meetings.rules import may_facilitate


def session_named(request: HttpRequest) -> Session | None:
    """That `?session=` names by its uid, if the reader runs it."""
    try:
        uid = uuid.UUID(request.GET.get("session", ""))
    except ValueError:
        return None
    seen = Session.objects.visible_to(request.user).select_related("meeting", "digest")
    session = seen.filter(uid=uid).first()
    return session if session and may_facilitate(request.user, session.meeting) else None


def runs_the_session(request: HttpRequest) -> bool:
    return session_named(request) is not None


def begin_in(session: Session) -> dict[str, Any]:
    """What a pattern from a session starts from: where it was learned, and the notes, to make one
    pattern of. In the language of the meeting."""
    meeting, notes = session.meeting, _notes(session)
    language = meeting.language if meeting.language in dict(languages()) else get_language()
    title = re.sub(r"([\[\]\\])", r"\\\1", meeting.title)
    with translation.override(language):
        day = formats.date_format(session.first_day, pgettext("format of a date", "l j F Y"))
    where = f"[{title}]({settings.SITE_URL}{meeting.get_absolute_url()}), {day}"
    return {"language": language, "solution": notes[:LONGEST], "examples": where}


def told_of(session: Session) -> str:
    """What the writer is told above the form."""
    if _notes(session):
        said = _(
            "This comes from “%(title)s”, and is tied to it when you save. What you noted there "
            "stands under the solution: keep what helps elsewhere, and say what the problem was."
        )
    else:
        said = _("This comes from “%(title)s”, and is tied to it when you save.")
    return said % {"title": session.meeting.title}


def _notes(session: Session) -> str:
    digest = getattr(session, "digest", None)
    return digest.text if digest else ""
