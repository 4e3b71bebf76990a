"""What everyone can read never holds the link to a call, whichever of the two comes first."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from meetings import links, rooms
from meetings.models import Digest, Meeting, Session
from members.rules import Refusal, Refused

# Of a meeting; a session has its reasons.
TEXTS = ("title", "summary", "description", "place", "platform", "questions")
REASONS = ("recording_purpose", "cancel_reason")
HELD = "call_link_in_"  # the code of a refusal: this and the name of the text


def check_text(name: str, text: object) -> None:
    """
    Raises:
        Refused: the link to some call stands in it.
    """
    if (plain := _plain(text)) and links.stands_in(plain):
        sentence = _(
            "The link to a call stands here, where everyone can read it. Please take it out: "
            "those on the list get it by themselves."
        )
        raise Refused(Refusal(HELD + name, sentence))


def check_meeting(meeting: Meeting, names: Iterable[str]) -> None:
    """The same for those texts of a meeting that are about to be stored."""
    for name in TEXTS:
        if name in names:
            check_text(name, getattr(meeting, name))


def check_link(link: str, session: Session) -> None:
    """
    Raises:
        Refused: this is to be the link of the session, and stands in what its meeting says.
    """
    if link and any(rooms.stands_in(link, text) for text in _said(session.meeting)):
        sentence = _(
            "Everyone can read this link already: it stands in the description of the meeting or "
            "in another of its public texts. Take it out there, or better, use another room."
        )
        raise Refused(Refusal("call_link_public", sentence))


def _said(meeting: Meeting) -> Iterator[str]:
    yield from (_plain(getattr(meeting, name)) for name in (*TEXTS, "cancel_reason"))
    for reasons in meeting.sessions.values_list(*REASONS):
        yield from reasons
    for digest in Digest.objects.filter(session__meeting=meeting).exclude(published_at=None):
        yield "\n".join([digest.text, *(link["address"] for link in digest.links)])


def _plain(text: object) -> str:
    return "\n".join(map(str, text)) if isinstance(text, list) else str(text or "")
