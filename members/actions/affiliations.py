"""What people say about where they work, and who confirms it."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from members.actions.profiles import refresh_words
from members.actions.yearly import has_told
from members.models import Affiliation, Membership, User
from members.rules import Refusal, Refused, may_confirm
from vsn.audit.journal import record
from vsn.audit.models import Action

CHANGED = Refusal(
    "changed", _("Somebody else has changed this in the meantime. Please look at it again.")
)


@transaction.atomic
def say_affiliation(*, tie: Affiliation, by: User, now: dt.datetime) -> Affiliation:
    """The person adds an affiliation of theirs, or changes title and dates of one. A new one, and
    one that had ended, is said by them alone until somebody confirms it; it gives no duty.

    Raises:
        Refused: it is somebody else's, was taken off the record, or they have that one already.
    """
    if tie.person_id != by.pk:
        raise Refused(Refusal("another", _("This is somebody else's.")))
    # A form that is sent twice waits here, so that nothing stands there twice.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    _as_others_left_it(tie)
    today = now.date()
    others = Affiliation.objects.present(today).filter(person=by, affiliate=tie.affiliate)
    is_present = tie.ended_on is None or tie.ended_on >= today
    if is_present and others.exclude(pk=tie.pk).exists():
        raise Refused(Refusal("double", _("This one stands with your name already.")))
    was_present = tie.pk and Affiliation.objects.present(today).filter(pk=tie.pk).exists()
    if not was_present and is_present:
        tie.self_said = True
    if not (was_present and is_present):
        tie.receives_reports = False
    tie.save()
    refresh_words([by.pk], now)
    record(Action.AFFILIATION_SAVED, tie.affiliate, by=by, now=now)
    has_told(by, now)
    return tie


def _as_others_left_it(tie: Affiliation) -> None:
    """What admins and colleagues said of it stays as it is now.

    Raises:
        Refused: it was taken off the record.
    """
    if tie.pk is None:
        return
    known = Affiliation.objects.select_for_update().filter(pk=tie.pk).first()
    if known is None:
        raise Refused(CHANGED)
    tie.self_said, tie.receives_reports = known.self_said, known.receives_reports


@transaction.atomic
def propose_affiliate(*, person: User, name: str, job_title: str, now: dt.datetime) -> None:
    """A member works for an affiliate that is not on the list: the admins say what it is.

    Raises:
        Refused: they do not belong to the network.
    """
    mine = Membership.objects.filter(person=person, status=Membership.Status.ACTIVE)
    changed = mine.update(
        affiliate=None,
        affiliate_named=name,
        affiliate_dismissed="",
        job_title=job_title,
        revision=F("revision") + 1,
    )
    if not changed:
        raise Refused(Refusal("outside", _("Only members and liaisons can do this.")))
    record(Action.AFFILIATE_PROPOSED, mine.get(), by=person, now=now)
    has_told(person, now)


@transaction.atomic
def drop_affiliation(*, tie: Affiliation, by: User, now: dt.datetime) -> None:
    """What the person said alone, or what is over, can be taken off the record by them.

    Raises:
        Refused: it is somebody else's, or stands with a confirmation.
    """
    mine = Affiliation.objects.filter(pk=tie.pk, person=by)
    if not (mine.filter(self_said=True) | mine.filter(ended_on__lt=now.date())).exists():
        raise Refused(Refusal("confirmed", _("This is confirmed: end it instead.")))
    affiliate = tie.affiliate
    mine.delete()
    refresh_words([by.pk], now)
    record(Action.AFFILIATION_SAVED, affiliate, by=by, now=now)


@transaction.atomic
def confirm_affiliation(*, tie: Affiliation, by: User, now: dt.datetime) -> None:
    """A colleague, or an admin, knows that it is right.

    Raises:
        Refused: they are neither, or it is their own.
    """
    if no := may_confirm(by, tie, now.date()):
        raise Refused(no)
    if Affiliation.objects.filter(pk=tie.pk, self_said=True).update(self_said=False):
        record(Action.AFFILIATION_SAVED, tie.affiliate, by=by, now=now)
