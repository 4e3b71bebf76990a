"""Two people who turn out to be one."""

import datetime as dt
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.db.models import Model, Q, QuerySet

from meetings.actions.announcements import TOPIC
from meetings.actions.lists import active, attempts, list_changed, lock
from meetings.models import Certificate, Invitation, Registration
from meetings.querysets import RegistrationQuerySet, about_places
from members import holdings
from members.actions import keep_excluded, remember
from members.models import User
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox.models import Delivery

Status = Registration.Status
KEPT_OF_BOTH = ("placed_at", "attended", "gave_feedback", "gave_follow_up", "source")
TYPED = ("affiliate", "country", "note", "answers")


def only_participants() -> Q:
    """Neither members nor facilitators nor admins, and nobody who receives reports."""
    return Q(membership__isnull=True) & without_duties()


def without_duties() -> Q:
    """Neither facilitators nor admins, and nobody who receives reports."""
    return Q(is_staff=False, facilitations__isnull=True) & ~Q(affiliations__receives_reports=True)


def is_light(person: User) -> bool:
    """No more than a participant: nobody gains a right by turning out to be this person."""
    guarded = Authenticator.objects.filter(user=person).exists() or person.is_superuser
    participants = User.objects.filter(only_participants(), pk=person.pk)
    return person.is_active and not guarded and participants.exists()


def waiting_under(email: str) -> User | None:
    """The light user who was written down with this address and never proved it."""
    waiting = User.objects.filter(email=email.lower(), confirmed_at__isnull=True)
    return waiting.exclude(emailaddress__verified=True).first()


def adopt(*, owner: User, light: User, now: dt.datetime) -> None:
    """`light` is proved to be `owner`: what the light user had is theirs, and the light user goes.
    Whoever calls has seen the proof."""
    adopt_all(owner=owner, lights=[light], now=now)


@transaction.atomic
def adopt_all(*, owner: User, lights: Iterable[User], now: dt.datetime) -> None:
    """All at once, since locks are taken in one order: sessions, registrations, what apps above
    hold, addresses, people."""
    going = [light for light in lights if light != owner]
    theirs = lock_lists_of(*going)
    _hand_on_all(theirs, owner)
    ids = [person.pk for person in going]
    holdings.lock_all_of(ids)
    addresses = EmailAddress.objects.select_for_update().filter(user__in=ids).order_by("pk")
    list(addresses)  # locks them
    people = User.objects.select_for_update().filter(pk__in=[owner.pk, *ids]).order_by("pk")
    locked = [person for person in people if person != owner]
    _hand_on_all(theirs, owner)  # again: somebody may have put them on a list until just now
    for light in locked:
        _hand_over(light, owner)
        record(Action.PERSON_MERGED, owner, by=owner, now=now, other=light.pk)
        light.delete()


def lock_lists_of(*people: User) -> RegistrationQuerySet:
    """Nobody else changes the lists on which these people stand. Returns their registrations."""
    theirs = Registration.objects.filter(person__in=people)
    lock(*theirs.active().order_by().values_list("session", flat=True))
    return theirs


def _hand_on_all(theirs: RegistrationQuerySet, owner: User) -> None:
    for place in theirs.active().select_related("session").order_by("pk"):
        _hand_on(place, owner)
    # Ended ones too: a removal still counts, and no name stays behind without its person.
    theirs.update(person=owner)


def _hand_on(place: Registration, owner: User) -> None:
    """The place becomes the owner's, with what was told about it; of two the surer one stays, and
    the earlier arrival."""
    theirs = active(place.session, owner)
    list_changed(place.session_id)
    if theirs:
        surer = place.status == Status.REGISTERED and theirs.status == Status.UNCONFIRMED
        if not surer:
            _keep_the_earlier_arrival(theirs, place)
            _still_owed(theirs, place)
            place.delete()
            return
        theirs.delete()
    attempt = attempts(place.session, owner)
    Registration.objects.filter(pk=place.pk).update(person=owner, attempt=attempt)
    told = about_places(about_id=place.pk)
    told.update(recipient=owner)


def _still_owed(stays: Registration, goes: Registration) -> None:
    """What a facilitator wrote to the place that goes reaches the person on the other one, once."""
    written = about_places(topic=TOPIC)
    there = written.filter(about_id=stays.pk).values("cause")
    waiting = written.filter(about_id=goes.pk, state=Delivery.State.QUEUED)
    waiting.exclude(cause__in=there).update(about_id=stays.pk, recipient=stays.person_id)


def _keep_the_earlier_arrival(stays: Registration, goes: Registration) -> None:
    if stays.placed_at and goes.placed_at and goes.placed_at < stays.placed_at:
        stays.placed_at = goes.placed_at
    marks = {stays.attended, goes.attended}
    stays.attended = True if True in marks else False if False in marks else None
    stays.gave_feedback |= goes.gave_feedback
    stays.gave_follow_up |= goes.gave_follow_up
    if goes.status == Status.REGISTERED:  # else a stranger may have typed it
        for name in TYPED:
            setattr(stays, name, getattr(stays, name) or getattr(goes, name))
        if stays.source == Registration.Source.WALK_IN:
            stays.source = goes.source  # whoever signed up once did
    stays.save(update_fields=[*KEPT_OF_BOTH, *TYPED])
    # Of two for the same session one is enough, but neither may keep a name without its person.
    theirs = Certificate.objects.filter(registration=goes)
    if Certificate.objects.filter(registration=stays).exists():
        theirs.update(name="")
    theirs.filter(name__gt="").update(registration=stays)


def _hand_over(light: User, owner: User) -> None:
    """Whatever else names the light user names the owner, in every table there is."""
    UserSession.objects.filter(user=light).delete()  # nobody is signed in as them any more
    keep_excluded(light)
    light.emailaddress_set.filter(verified=False).delete()
    light.emailaddress_set.update(primary=False)
    for relation in User._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: light})
            _rename(rows, relation.field.name, owner)
    # Nobody is asked by themselves, nor to run what they run.
    Invitation.objects.filter(person=owner, by=owner).delete()
    if light.confirmed_at:  # else a stranger may have said it
        remember(owner, name=light.name, language=light.language, time_zone=light.time_zone)


def _rename(rows: QuerySet[Model], field: str, owner: User) -> None:
    """What the owner has already is dropped: an acknowledgement of the same version, say."""
    for key in list(rows.values_list("pk", flat=True)):
        row = rows.filter(pk=key)
        try:
            with transaction.atomic():
                row.update(**{field: owner})
        except IntegrityError:
            row.delete()
