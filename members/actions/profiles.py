"""Entries in the directory."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members.alike import alike, outlines
from members.models import Affiliation, Audience, Membership, Profile, User
from members.rules import Refusal, Refused, routes
from members.wording import plain_words
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

# So many days may the clock stand still before an ended affiliation stays in a search.
LOOKED_BACK = dt.timedelta(days=7)


def make_entry(*, membership: Membership, now: dt.datetime) -> Profile:
    """The membership's entry, made if there is none: seen by members, until they choose."""
    person = membership.person
    name = person.name or person.proved_wikimedia_name or f"#{person.pk}"
    shown = {"name": name[:80], "country": membership.country}  # a user name can be longer
    entry, _made = Profile.objects.get_or_create(membership=membership, defaults=shown)
    refresh_words([person.pk], now)
    return entry


@transaction.atomic
def save_entry(*, entry: Profile, by: User, now: dt.datetime) -> None:
    """A member changes what they tell, and to whom. Of a new name that can be taken for another
    member's the admins are told."""
    renamed = Profile.objects.filter(pk=entry.pk).exclude(name=entry.name).exists()
    entry.save()
    refresh_words([entry.membership.person_id], now)
    record(Action.PROFILE_SAVED, entry, by=by, now=now)
    if renamed and alike(entry.membership_id, entry.name, outlines()):
        _tell_admins(entry.membership, by, now)


def _tell_admins(membership: Membership, by: User, now: dt.datetime) -> None:
    admins = User.objects.filter(is_staff=True, is_active=True).exclude(pk=by.pk)
    dispatch.enqueue(
        dispatch.owed(
            "name_alike", membership, to=admin.pk, cause=f"{now:%Y%m%d}", now=now,
            not_after=now + LOOKED_BACK,
        )
        for admin in admins
        if routes(admin)
    )  # fmt: skip
    nudge()


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, by: User, now: dt.datetime) -> None:
    """Somebody does not belong to an affiliate any more.

    Raises:
        Refused: it is somebody else's affiliation, or over already.
    """
    mine = Affiliation.objects.present(now.date()).filter(pk=affiliation.pk, person=by)
    yesterday = now.date() - dt.timedelta(days=1)
    if not mine.update(ended_on=yesterday, receives_reports=False):
        raise Refused(Refusal("over", _("This has come to an end already.")))
    refresh_words([by.pk], now)
    record(Action.AFFILIATION_SAVED, affiliation.affiliate, by=by, now=now)


def refresh_words(people: Iterable[int], now: dt.datetime) -> None:
    """Writes down what a search may find of these people: for each audience only what they show
    to it. Inside the transaction of whatever changed it."""
    listed = Membership.objects.filter(person__in=people, profile__isnull=False)
    memberships = list(listed.with_everything(now.date()))
    for membership in memberships:
        membership.profile.public_words = _words(membership, {Audience.PUBLIC})
        membership.profile.member_words = _words(membership, {Audience.PUBLIC, Audience.MEMBERS})
    entries = [membership.profile for membership in memberships]
    Profile.objects.bulk_update(entries, ["public_words", "member_words"], batch_size=200)


def refresh_ended(now: dt.datetime) -> None:
    """Affiliations that came to an end in the last days are found no more. Safe to repeat."""
    today = now.date()
    ended = Affiliation.objects.filter(ended_on__lt=today, ended_on__gte=today - LOOKED_BACK)
    refresh_words(set(ended.values_list("person", flat=True)), now)


def _words(membership: Membership, audience: set[str]) -> str:
    entry = membership.profile
    if membership.status == Membership.Status.INACTIVE:
        return plain_words(entry.name)
    parts = [entry.name]
    if entry.country_shown_to in audience:
        parts.append(entry.country)
    if entry.about_shown_to in audience:
        parts.append(entry.about)
    if entry.affiliations_shown_to in audience:
        for tie in membership.person.present_affiliations:
            affiliate = tie.affiliate
            parts += [affiliate.name, affiliate.code, affiliate.other_name, tie.job_title]
    return plain_words(" ".join(parts))
