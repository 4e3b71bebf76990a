"""Certificates of participation, and lists that leave with addresses."""

import datetime as dt
import secrets
import unicodedata

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings import rules
from meetings.actions.lists import lock
from meetings.models import AddressExport, Certificate, Registration, Session
from members.models import User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action

# Crockford's: no letter in it looks like a digit or another letter. Twelve of them are 60 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS, GROUP, PREFIX = 12, 4, "VSN"
_MISREAD = str.maketrans("OIL", "011")


def new_number() -> str:
    """`VSN-7K3M-9QF2-T4WX`: nobody guesses one that was given out."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)))


def read_number(typed: str) -> str:
    """The number as it is kept, however it was typed: small letters, other dashes or none, O for
    zero. Empty for what can be none."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", typed[:100]).upper() if c.isalnum())
    bare = letters.removeprefix(PREFIX) if len(letters) > LETTERS else letters
    bare = bare.translate(_MISREAD)
    if len(bare) != LETTERS or not set(bare) <= set(ALPHABET):
        return ""
    return _grouped(bare)


def _grouped(letters: str) -> str:
    groups = (letters[i : i + GROUP] for i in range(0, LETTERS, GROUP))
    return "-".join([PREFIX, *groups])


def certificate_refusal(registration: Registration, now: dt.datetime) -> Refusal | None:
    """Why there is no certificate of participation for this place, and what to do about it."""
    session = registration.session
    if no := rules.refusal((rules.not_a_draft, rules.not_cancelled), session, None, now):
        return no
    if session.ends_at > now:
        return Refusal("not_over", _("You find your certificate here when the session is over."))
    if registration.attended is True:
        return None
    if registration.attended is False:
        return Refusal(
            "absent",
            _("It was noted that you did not come. If you did, please ask the facilitator."),
        )
    others = session.registrations.filter(attended__isnull=False)
    if others.exists():
        return Refusal(
            "not_marked",
            _("Nobody has noted that you came. If you did, please ask the facilitator to note it."),
        )
    return Refusal(
        "none_marked",
        _("Nobody has noted yet who came. Please ask the facilitator to do so."),
    )


@transaction.atomic
def issue_certificate(*, registration: Registration, name: str, now: dt.datetime) -> Certificate:
    """Says in writing that the person came, under the name that they give now. It is made once:
    a second time gives the same one, since its number may have been shown to others.

    Raises:
        Refused: they are not marked as having come, or theirs is made out to another name.
        Registration.DoesNotExist: they were forgotten or taken off the list a moment ago.
    """
    lock(registration.session_id)
    # No name may be written down of somebody whose names were all taken out.
    there = Registration.objects.on_the_day().filter(person__isnull=False)
    registration = there.select_related("session__meeting", "person").get(pk=registration.pk)
    if no := certificate_refusal(registration, now):
        raise Refused(no)
    known = Certificate.objects.filter(registration=registration).first()
    if known:
        if known.name != name:
            raise Refused(Refusal("issued", _("Your certificate is made already; see below.")))
        return known
    made = Certificate.objects.create(
        number=new_number(),
        session_id=registration.session_id,
        registration=registration,
        name=name,
        issued_at=now,
    )
    record(Action.CERTIFICATE_ISSUED, registration, by=registration.person, now=now)
    return made


@transaction.atomic
def note_export(
    *,
    session: Session,
    people: int,
    by: User,
    now: dt.datetime,
    purpose: str = "",
    reason: str = "",
) -> None:
    """A list leaves the portal. With a purpose it leaves with addresses, and the reason is kept
    where the history of the meeting shows it."""
    if not purpose:
        record(Action.EXPORTED, session, by=by, now=now, people=people)
        return
    kept = AddressExport.objects.create(
        session=session, by=by, at=now, purpose=purpose, reason=reason, people=people
    )
    record(Action.EXPORTED_ADDRESSES, session, by=by, now=now, people=people, export=kept.pk)
