"""Everything that was done about a meeting, as those who run it may see it: who, what, when.
Never an address, a link or a text; and nothing about reports."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.models import (
    AddressExport,
    Announcement,
    Certificate,
    Meeting,
    Registration,
    Session,
)
from members.models import User
from vsn.audit.models import Action, Entry, EntryQuerySet

# What each kind of the filter shows. What begins with none of these is shown nowhere here: a new
# act stays out until somebody says where it belongs.
PREFIXES: Mapping[str, tuple[str, ...]] = {
    "list": ("registration.", "registrations.", "list.undone", "session.counted"),
    "meeting": ("meeting.", "session."),
    "link": ("link.",),
    "people": ("facilitator.",),
    "messages": ("announcement.",),
    "afterwards": ("digest.", "certificate."),
    "exports": ("list.exported",),
    "patterns": ("pattern.tied", "pattern.untied"),
}
# Done by who has the place: named as on the list, whatever else they are called.
THEIR_OWN = {
    Action.SIGNED_UP,
    Action.CONFIRMED,
    Action.CANCELLED,
    Action.MOVED_PLACE,
    Action.RENAMED,
    Action.CERTIFICATE_ISSUED,
}
# As said of who did it, where the journal says it of whom it was done to.
WORDS = {
    Action.ADDED: _("added someone"),
    Action.REMOVED: _("took someone off the list"),
}
# What the journal calls the kinds of things that an entry is about.
SESSION, REGISTRATION = "meetings.session", "meetings.registration"
ANNOUNCEMENT, DIGEST = "meetings.announcement", "meetings.digest"
CERTIFICATE = "meetings.certificate"


@dataclass(frozen=True, slots=True)
class Line:
    """One act. `whom`: the participant it was about, if somebody else did it."""

    entry: Entry
    who: str | Promise
    what: str | Promise
    whom: str | Promise
    session: Session | None
    reason: str = ""  # why addresses were taken along


def entries(meeting: Meeting, session: Session | None = None, kind: str = "") -> EntryQuerySet:
    """The latest first; of one session, or all."""
    sessions = Session.objects.filter(meeting=meeting)
    if session:
        sessions = sessions.filter(pk=session.pk)
    ids = sessions.order_by().values("pk")
    # Whose sign-up was never confirmed has done nothing yet.
    places = Registration.objects.filter(session__in=ids).exclude(status="unconfirmed").order_by()
    written = Announcement.objects.filter(session__in=ids).order_by()
    issued = Certificate.objects.filter(session__in=ids).order_by()
    about = (
        Q(about_type=SESSION, about_id__in=ids)
        | Q(about_type=DIGEST, about_id__in=ids)
        | Q(about_type=REGISTRATION, about_id__in=places.values("pk"))
        | Q(about_type=ANNOUNCEMENT, about_id__in=written.values("pk"))
        | Q(about_type=CERTIFICATE, about_id__in=issued.values("pk"))
    )
    if not session:
        to_all = Announcement.objects.filter(meeting=meeting, session=None).order_by()
        about |= Q(about_type=meeting._meta.label_lower, about_id=meeting.pk)
        about |= Q(about_type=ANNOUNCEMENT, about_id__in=to_all.values("pk"))
    return Entry.objects.filter(about & _of_kind(kind)).select_related("actor")


def _of_kind(kind: str) -> Q:
    known = [PREFIXES[kind]] if kind in PREFIXES else PREFIXES.values()
    wanted = Q()
    for prefix in (prefix for prefixes in known for prefix in prefixes):
        wanted |= Q(action__startswith=prefix)
    return wanted


def lines(found: Iterable[Entry], sessions: Sequence[Session]) -> list[Line]:
    """Each entry with names and its session, in a number of queries that does not grow."""
    found = list(found)
    by_id = {session.pk: session for session in sessions}
    places = _in_bulk(Registration, REGISTRATION, found)
    issued = _in_bulk(Certificate, CERTIFICATE, found)
    written = _in_bulk(Announcement, ANNOUNCEMENT, found)
    named = User.objects.in_bulk({e.data.get("person") for e in found} - {None})
    taken = AddressExport.objects.in_bulk({e.data.get("export") for e in found} - {None})
    result = []
    for entry in found:
        about = (places | issued | written).get((entry.about_type, entry.about_id))
        place = about if isinstance(about, Registration) else None
        own = entry.action in THEIR_OWN
        session = by_id.get(
            about.session_id if about else entry.about_id if _is_session(entry) else 0
        )
        whom = "" if own or place is None else _participant(place)
        if person := named.get(entry.data.get("person")):
            whom = person.name or _("someone")
        what = WORDS.get(entry.action, entry.get_action_display())
        export = taken.get(entry.data.get("export"))
        why = f"{export.get_purpose_display()}: {export.reason}" if export else ""
        result.append(Line(entry, _who(entry, about if own else None), what, whom, session, why))
    return result


def _is_session(entry: Entry) -> bool:
    return entry.about_type in {SESSION, DIGEST}  # a digest goes by the number of its session


def _in_bulk(model: type, about_type: str, found: Sequence[Entry]) -> dict[tuple[str, int], object]:
    ids = {entry.about_id for entry in found if entry.about_type == about_type}
    return {(about_type, pk): thing for pk, thing in model.objects.in_bulk(ids).items()}


def _who(entry: Entry, theirs: object) -> str | Promise:
    if isinstance(theirs, Registration | Certificate):
        return _participant(theirs)
    if entry.action == Action.FACILITATOR_DECLINED:
        # Whose address it was that somebody asked stays unsaid.
        return _("someone who was asked")
    return (entry.actor and (entry.actor.name or entry.actor.proved_wikimedia_name)) or _("someone")


def _participant(theirs: Registration | Certificate) -> str | Promise:
    """As they stand on the list."""
    if theirs.name:
        return theirs.name
    walked_in = isinstance(theirs, Registration) and not theirs.former
    return _("someone") if walked_in else _("someone who was forgotten")
