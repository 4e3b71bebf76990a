"""Lists, meetings and programmes as wikitext for pages that everyone reads: only what each person
chose to show, and never an address, a note or a user name that nobody has proved."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from meetings.models import Facilitator, Meeting, Programme, Registration, Session, Status
from meetings.wikitext import out
from vsn.mediawiki.names import normalise
from vsn.templatetags.languages import tongue

Visibility = Registration.Visibility


def open_sessions(meeting: Meeting) -> list[Session]:
    """The sessions whose list may be on a page: drafts and cancelled ones are not."""
    return list(meeting.sessions.filter(status=Status.PUBLISHED).order_by("starts_at", "pk"))


def lists(sessions: Iterable[Session]) -> dict[int, str]:
    """The list of each session, by its id, in a number of queries that does not grow."""
    sessions = list(sessions)
    people: dict[int, list[Registration]] = {session.pk: [] for session in sessions}
    found = Registration.objects.registered().filter(session__in=sessions).in_order()
    for registration in found.select_related("person"):
        people[registration.session_id].append(registration)
    return {s.pk: out.one_list(_dates(s), _shown(s, people[s.pk])) for s in sessions}


def _shown(session: Session, everyone: list[Registration]) -> Iterable[out.Person]:
    for position, registration in enumerate(everyone):
        waiting = session.capacity is not None and position >= session.capacity
        if registration.visibility == Visibility.HIDDEN or registration.person is None:
            continue
        if registration.visibility == Visibility.ANONYMOUS:
            yield out.Person(waiting=waiting)
            continue
        yield out.Person(
            name=registration.name,
            user_name=_linked(registration),
            at=registration.placed_at,
            waiting=waiting,
        )


def _linked(registration: Registration) -> str:
    """The user name, if it is proved and they go by it here or stood under it on the page that
    they were brought from. Whoever chose another name has not chosen to show this one too."""
    proved = registration.person.proved_wikimedia_name
    goes_by_it = normalise(registration.name) == proved
    if goes_by_it or registration.source == Registration.Source.IMPORT:
        return proved
    return ""


def _dates(session: Session) -> out.Dates:
    if session.precision == Session.Precision.DAY:
        with translation.override("en"):
            first, last = (date_format(d, "l j F Y") for d in (session.first_day, session.last_day))
        return out.Dates(session.starts_at, days=first if first == last else f"{first} – {last}")
    exact = session.precision == Session.Precision.EXACT
    return out.Dates(session.starts_at, session.ends_at if exact else None)


def header(meeting: Meeting, sessions: Iterable[Session]) -> str:
    """What the page of the meeting begins with; names of facilitators are as public here as on
    the portal's own page."""
    sessions = list(sessions)
    with translation.override("en"):
        recorded = {(s.get_recording_display(), s.recording_purpose) for s in sessions}
        language = tongue(meeting.language) if meeting.language else ""
    facts = (
        ("Facilitator", [_facilitator(one) for one in _facilitators(meeting)]),
        ("Host", [out.plain(host.name) for host in meeting.hosts.all()]),
        ("Date", [out.span(_dates(session)) for session in sessions]),
        ("Place", [out.plain(meeting.place)] if meeting.place else []),
        ("Language", [out.plain(language)] if language else []),
        ("Recording", [out.plain(": ".join(filter(None, one))) for one in sorted(recorded)]),
    )
    return out.header(
        title=meeting.title, summary=meeting.summary, facts=facts, address=_address(meeting)
    )


def _facilitators(meeting: Meeting) -> Iterable[Facilitator]:
    """Those who go by a name."""
    named = meeting.facilitations.exclude(person__name="")
    return named.select_related("person", "affiliate").order_by("pk")


def _facilitator(one: Facilitator) -> str:
    proved = one.person.proved_wikimedia_name
    goes_by_it = normalise(one.person.name) == proved
    name = out.user_link(proved) if goes_by_it else out.plain(one.person.name)
    return f"{name} ({out.plain(one.affiliate.short)})" if one.affiliate else name


def programme(season: Programme) -> str:
    """Every session of the programme that takes place or took place, in order of time."""
    sessions = Session.objects.not_called_off().filter(meeting__programme=season).with_counts()
    sessions = sessions.with_attendance().order_by("starts_at", "pk").for_lists()
    return out.programme(season.name, [_row(session) for session in sessions])


def _row(session: Session) -> out.Row:
    meeting = session.meeting
    language = tongue(meeting.language) if meeting.language else ""
    signed_up = f"{session.signed_up} signed up"
    return out.Row(
        topic=meeting.title,
        address=_address(meeting),
        dates=_dates(session),
        language=language,
        host=", ".join(host.short for host in meeting.hosts.all()),
        participants=signed_up if session.came is None else str(session.came),
    )


def _address(meeting: Meeting) -> str:
    return settings.SITE_URL + meeting.get_absolute_url()
