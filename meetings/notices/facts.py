"""What is true of places at the moment of sending, read for a chunk of deliveries at once."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from meetings import links
from meetings.models import Registration, Session, Status
from meetings.querysets import RegistrationQuerySet, about_places
from vsn.outbox.models import Delivery


@dataclass(frozen=True, slots=True)
class Release:
    """What goes out about a session now: its call link, and the cause of telling it."""

    link: str = field(default="", repr=False)  # so that it gets into no log
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of one registration at the moment of sending."""

    registration: Registration
    cause: str
    now: dt.datetime
    holds_place: bool
    may_have_link: bool  # list, policy and exclusions; time and session are asked here
    release: Release
    told_before: bool
    must_acknowledge: bool  # because of this very cause; asked for that topic only

    @property
    def session(self) -> Session:
        return self.registration.session

    @property
    def on_list(self) -> bool:
        registered = self.registration.status == Registration.Status.REGISTERED
        return registered and self.takes_place

    @property
    def takes_place(self) -> bool:
        """Published and not over."""
        session = self.session
        return session.ends_at > self.now and (
            session.status == session.meeting.status == Status.PUBLISHED
        )

    @property
    def link(self) -> str:
        """The call link, if this person may have it in a message now."""
        return self.release.link if self.may_have_link and self.takes_place else ""


def gather(deliveries: Sequence[Delivery], now: dt.datetime) -> Iterator[tuple[Delivery, Facts]]:
    """Each delivery (all of one topic) with what is true of its registration, unless that is gone.
    The number of queries does not grow."""
    found = read_places(deliveries, "call_link")
    sessions = {place.session_id: place.session for place in found.values()}
    holding = _ids(Registration.objects.holding_a_place(list(sessions)), found)
    entitled = _ids(links.entitled(list(sessions)), found)
    out = links.shut_out(((r.session, r.person) for r in found.values() if r.person), now)
    told, asked = _told_before(deliveries), _asked(deliveries)
    releases = {pk: _release(session, now) for pk, session in sessions.items()}
    for delivery in deliveries:
        if registration := found.get(delivery.about_id):
            key, place = registration.pk, (registration.session_id, registration.person_id)
            yield (
                delivery,
                Facts(
                    registration=registration,
                    cause=delivery.cause,
                    now=now,
                    holds_place=key in holding,
                    may_have_link=key in entitled and place not in out,
                    release=releases[registration.session_id],
                    told_before=key in told,
                    # A reminder is another cause of asking the same: `p2.r1`.
                    must_acknowledge=(key, delivery.cause.partition(".")[0]) in asked,
                ),
            )


def read_places(deliveries: Sequence[Delivery], *with_session: str) -> dict[int, Registration]:
    """The registrations that they are about, with their people; sessions and what comes with them
    each once, however many have a place there."""
    wanted = [delivery.about_id for delivery in deliveries]
    found = Registration.objects.filter(pk__in=wanted).select_related("person").in_bulk()
    ids = {place.session_id for place in found.values()}
    sessions = Session.objects.select_related("meeting", *with_session).in_bulk(ids)
    for place in found.values():
        place.session = sessions[place.session_id]
    return found


def _ids(registrations: RegistrationQuerySet, among: Iterable[int]) -> set[int]:
    return set(registrations.filter(pk__in=list(among)).values_list("pk", flat=True))


def _release(session: Session, now: dt.datetime) -> Release:
    if getattr(session, "call_link", None) is None or not (cause := links.cause(session, now)):
        return Release()
    return Release(link=links.sendable(session), cause=cause)


def _told_before(deliveries: Sequence[Delivery]) -> set[int]:
    """The registrations that were sent an older version of the link."""
    if deliveries[0].topic != "link":
        return set()
    version = {d.about_id: d.cause.partition(".")[0] for d in deliveries}
    sent = about_places(about_id__in=version, topic="link", state="sent").values_list(
        "about_id", "cause"
    )
    return {key for key, cause in sent if cause.partition(".")[0] != version[key]}


def _asked(deliveries: Sequence[Delivery]) -> set[tuple[int, str]]:
    """The registrations that lack the acknowledgement, each with the cause to ask for it now."""
    if deliveries[0].topic != "acknowledge":
        return set()
    about = Registration.objects.filter(pk__in=[d.about_id for d in deliveries])
    lacking, cause = links.lacking(about)
    return {(pk, cause) for pk in lacking.values_list("pk", flat=True)}
