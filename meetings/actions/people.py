"""Forgetting people: at their wish, and when their time is over. What remains is a count."""

import datetime as dt
import re

import structlog
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session as BrowserSession
from django.db import DatabaseError, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from meetings.actions.adopting import only_participants, without_duties
from meetings.actions.lists import end, lock
from meetings.models import (
    CallLink,
    Certificate,
    Invitation,
    Meeting,
    Programme,
    Registration,
    Session,
)
from members import holdings
from members.actions import keep_an_admin
from members.models import Membership, MembershipStep, User
from members.rules import Refused
from vsn.audit.journal import record
from vsn.audit.models import Action

log = structlog.stdlib.get_logger(__name__)
Status, Standing = Registration.Status, Membership.Status


@transaction.atomic
def forget_person(*, person: User, now: dt.datetime) -> int:
    """Takes everything that names the person out of the database, at once.

    Places of the future are given back, those of the past remain as a count without a person,
    what waits in the outbox is dropped. Returns how many registrations remain as a count.

    Raises:
        Refused: they are the last admin.
    """
    if not _lock_everything_of(person):
        return 0
    return _forget(person, now)


@transaction.atomic
def forget_at_wish(*, person: User, now: dt.datetime) -> int:
    """The same for who asks for it, and who may have to hand something over first.

    Raises:
        Refused: they have to, or they are the last admin.
    """
    if not _lock_everything_of(person):
        return 0
    # Asked once more: of two who run a meeting together only one can go.
    if no := holdings.obstacle_for(person, now):
        raise Refused(no)
    return _forget(person, now)


def _forget(person: User, now: dt.datetime) -> int:
    mine = Registration.objects.filter(person=person)
    # Nobody has proved that these were ever meant: they are not even a count.
    mine.filter(status=Status.UNCONFIRMED).delete()
    for registration in (
        Registration.objects.active()
        .filter(person=person, session__ends_at__gt=now)
        .select_related("session", "person")
    ):
        end(registration, Status.CANCELLED, now, told=False)
    # Lists of the past show names too: what was drawn of them is out of date now.
    sessions = Session.objects.filter(pk__in=mine.order_by().values("session"))
    sessions.update(list_version=F("list_version") + 1)
    _count_as_former(person, now)
    Certificate.objects.filter(registration__in=mine).update(name="")
    kept = _make_nameless(mine, person)
    holdings.part_with(person)
    record(Action.PERSON_FORGOTTEN, person, by=None, now=now, registrations=kept)
    _drop_sessions(person)
    person.delete()
    return kept


def _make_nameless(mine: QuerySet[Registration], person: User) -> int:
    """What remains says that somebody was there, from where, and in which language they read."""
    language = Case(When(language="", then=Value(person.language)), default=F("language"))
    return mine.update(
        name="",
        note="",
        answers=[],
        removed_reason="",
        visibility=Registration.Visibility.ANONYMOUS,
        language=language,
        person=None,
        former=True,
    )


def _lock_everything_of(person: User) -> bool:
    """From now on nothing is written down about the person: a sign-up that is on its way waits
    until the commit, and then finds nobody. False: they were forgotten a moment ago.

    Raises:
        Refused: they are the last admin.
    """
    mine = Registration.objects.filter(person=person)
    _lock_meetings_of(mine, person)
    lock(*mine.order_by().values_list("session", flat=True))
    holdings.lock_all_of([person.pk])
    list(EmailAddress.objects.select_for_update().filter(user=person).order_by("pk"))
    keep_an_admin(without=person)  # locks all admins, in order
    return bool(User.objects.select_for_update().filter(pk=person.pk))


def _lock_meetings_of(registrations: QuerySet[Registration], person: User) -> None:
    """Programmes and meetings are locked before their sessions, as everywhere; those too that
    this person runs."""
    meetings = Meeting.objects.filter(
        Q(sessions__registrations__in=registrations) | Q(facilitations__person=person)
    )
    programmes = Programme.objects.filter(meetings__in=meetings)
    for things in (programmes, meetings):
        ids = set(things.order_by().values_list("pk", flat=True))
        list(things.model.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def _count_as_former(person: User, now: dt.datetime) -> None:
    """Once nobody can be told apart any more, this person still is one, in each meeting and each
    programme, however many sessions they signed up to or came to."""
    theirs = Registration.objects.counted(now).filter(person=person).order_by()
    for counter, found in (
        ("former_people", theirs),
        ("former_attendees", theirs.filter(attended=True)),
    ):
        places = list(found.values_list("session__meeting", "session__meeting__programme"))
        for model, ids in (
            (Meeting, {meeting for meeting, _ in places}),
            (Programme, {programme for _, programme in places}),
        ):
            model.objects.filter(pk__in=ids - {None}).update(**{counter: F(counter) + 1})


def _drop_sessions(person: User) -> None:
    """Signs the person out everywhere, and drops half-finished sign-ins that hold the address."""
    addresses = set(EmailAddress.objects.filter(user=person).values_list("email", flat=True))
    addresses |= {person.email} - {None}
    # The whole address: `na@…` must not sign `dana@…` out.
    whole = rf"(?<![\w.+-])({'|'.join(map(re.escape, addresses))})(?![\w-])"
    for session in BrowserSession.objects.iterator():
        data = session.get_decoded()
        # The second key is a sign-in that waits for its second factor.
        keys = ("_auth_user_id", "account_authentication_methods_user")
        theirs = str(person.pk) in {data.get(key) for key in keys}
        if theirs or (addresses and re.search(whole, str(data), re.IGNORECASE)):
            session.delete()


def purge_unconfirmed(now: dt.datetime) -> int:
    """Forgets light users who never proved their address in UNCONFIRMED_DAYS. Returns how many.

    Nobody knows whether that person ever was here, so nothing of them remains, not even a count.
    Whoever was asked again since, or was entered by an admin as more than a participant, stays.
    """
    old = now - dt.timedelta(days=settings.UNCONFIRMED_DAYS)
    light = User.objects.filter(
        only_participants(),
        confirmed_at__isnull=True,
        date_joined__lt=old,
        last_login__isnull=True,
    )
    _purge_sign_ups(old)
    # They never asked for it themselves: their session, and the invitation to it, is waited for.
    of = Registration.Source
    entered = [of.FACILITATOR, of.IMPORT, of.WALK_IN]
    light = light.exclude(registrations__source__in=entered)
    return _forget_all(light.exclude(registrations__created_at__gte=old), now)


@transaction.atomic
def _purge_sign_ups(old: dt.datetime) -> None:
    """Locked first: one that is being confirmed is none of these any more."""
    stale = Registration.objects.filter(status=Status.UNCONFIRMED, created_at__lt=old)
    ids = list(stale.select_for_update().order_by("pk").values_list("pk", flat=True))
    Registration.objects.filter(pk__in=ids).delete()


def forget_inactive(now: dt.datetime) -> int:
    """Forgets participants RETENTION_DAYS after the end of their last session. Returns how many.

    Members, facilitators, admins and who receives reports stay until they leave, whose application
    waits for an admin until it is decided, and who was promised an answer until they had it.
    """
    old = now - dt.timedelta(days=settings.RETENTION_DAYS)
    # A query of its own: `exclude` over two columns asks them of different registrations. Who asked
    # for a place and has not confirmed it yet may do so; what never is, is purged.
    lately = Registration.objects.active().filter(session__ends_at__gte=old)
    gone = User.objects.filter(
        Q(last_login__isnull=True) | Q(last_login__lt=old),
        Q(membership__isnull=True) | _came_to_nothing(old),
        without_duties(),
        date_joined__lt=old,
    ).exclude(pk__in=lately.filter(person__isnull=False).values("person"))
    return _forget_all(gone.exclude(holdings.kept(now)), now)


def _came_to_nothing(old: dt.datetime) -> Q:
    """Whose application was declined, withdrawn, or never went on, and has been quiet since."""
    lately = MembershipStep.objects.filter(at__gte=old).values("membership")
    ended = (Standing.ASKED, Standing.DECLINED, Standing.WITHDRAWN)
    return Q(membership__status__in=ended) & ~Q(membership__in=lately)


def erase_call_links(now: dt.datetime) -> int:
    """Empties the links of sessions that ended CALL_LINK_HOURS ago. Returns how many."""
    old = now - dt.timedelta(hours=settings.CALL_LINK_HOURS)
    return (
        CallLink.objects.filter(session__ends_at__lt=old)
        .exclude(ciphertext="")
        .update(ciphertext="")
    )


def _forget_all(people: QuerySet[User], now: dt.datetime) -> int:
    """A few at a time, since each looks through the sign-ins of everyone; one who cannot be
    forgotten does not keep the others, and who came back meanwhile stays."""
    # Whoever is asked to run a meeting has some time to answer.
    asked = Invitation.objects.filter(answered_at__isnull=True)
    people = people.exclude(pk__in=asked.values("person"))
    forgotten = 0
    for person in people.distinct()[:50]:
        try:
            forgotten += _forget_if_still(person, among=people, now=now)
        except DatabaseError:
            log.exception("cannot be forgotten", person=person.pk)
    return forgotten


@transaction.atomic
def _forget_if_still(person: User, *, among: QuerySet[User], now: dt.datetime) -> bool:
    _lock_everything_of(person)
    if not among.filter(pk=person.pk).exists():
        return False
    _forget(person, now)
    return True
