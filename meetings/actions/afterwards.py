"""What happens after a session: its digest is written, published and sent, and people say how it
was."""

import datetime as dt
import random
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings import afterwards, opinions, rooms, rules
from meetings.actions.lists import list_changed, lock
from meetings.links import stands_in
from meetings.models import CallLink, Digest, Feedback, Registration, Session
from meetings.querysets import about_places
from members.models import User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox.nudge import nudge

MOST_LINKS = 12
_chance = random.SystemRandom()


class Overtaken(Exception):
    """Somebody else saved meanwhile; `theirs` is the digest as it is now."""

    def __init__(self, theirs: Digest) -> None:
        super().__init__("overtaken")
        self.theirs = theirs


@transaction.atomic
def save_digest(
    *,
    session: Session,
    text: str,
    links: Sequence[Mapping[str, str]],
    base: int,
    by: User,
    now: dt.datetime,
) -> Digest:
    """Keeps what was written; `base` is the revision that the writer had before them. What is
    published already is changed for its readers at once. The same again changes nothing.

    Raises:
        Overtaken: somebody else saved something else meanwhile; nothing is changed.
        Refused: it is too early, the session was cancelled, or a link cannot stand there.
    """
    session = _open(session, now)
    _check(session, text, links)
    digest = Digest.objects.filter(session=session).first() or Digest(session=session)
    wanted = (text, [dict(link) for link in links])
    if (digest.text, digest.links) == wanted and digest.revision:
        return digest
    if digest.revision != base:
        raise Overtaken(digest)
    if digest.published_at and not (text.strip() or links):
        sentence = _("People can read it now. To remove it, take it off the page first.")
        raise Refused(Refusal("empty", sentence))
    digest.text, digest.links = wanted
    digest.revision += 1
    digest.written_by, digest.saved_at = by, now
    digest.save()
    record(Action.DIGEST_SAVED, session, by=by, now=now, revision=digest.revision)
    if digest.published_at:
        list_changed(session.pk)
    return digest


@transaction.atomic
def publish_digest(
    *, session: Session, base: int, by: User, now: dt.datetime, mail: bool = False
) -> Digest:
    """Shows the digest on the meeting's page and, if `mail`, sends it to everyone who signed up;
    once, however often that is wanted.

    Raises:
        Overtaken: it is not what whoever publishes it has read.
        Refused: there is none, it is empty, the session was cancelled, or what stands in it has
            become the link to a call.
    """
    session = _open(session, now)
    digest = Digest.objects.filter(session=session).first()
    if digest is None or not (digest.text.strip() or digest.links):
        raise Refused(
            Refusal("empty", _("There is nothing to publish yet. Write something first."))
        )
    if digest.revision != base:
        raise Overtaken(digest)
    _check(session, digest.text, digest.links)
    if digest.published_at is None:
        digest.published_at = now
        record(Action.DIGEST_PUBLISHED, session, by=by, now=now)
        list_changed(session.pk)
    if mail and digest.mailed_at is None:
        digest.mailed_at = now
        record(Action.DIGEST_MAILED, session, by=by, now=now)
    digest.save()
    nudge()
    return digest


@transaction.atomic
def withdraw_digest(*, session: Session, by: User, now: dt.datetime) -> bool:
    """Takes the digest off the page; what was not sent yet is not sent. False: it was not there."""
    lock(session.pk)
    digest = Digest.objects.filter(session=session).exclude(published_at=None).first()
    if digest is None:
        return False
    digest.published_at = None
    if not _went_out(session):
        digest.mailed_at = None  # to nobody yet: it can be wanted again
    digest.save()
    record(Action.DIGEST_WITHDRAWN, session, by=by, now=now)
    list_changed(session.pk)
    return True


@transaction.atomic
def give_feedback(
    *, registration: Registration, kind: str, answers: Mapping[str, object], now: dt.datetime
) -> bool:
    """Keeps what somebody thought, apart from who they are. False: they had said it before.

    That they did is noted on their place, what they said elsewhere, with nothing that leads from
    one to the other: no journal, no moment, and the answers so far are written anew in an order of
    chance, so that not even the order of the rows on the disk is that of the people.

    Raises:
        Refused: it is too early or too late, or they had no place.
    """
    [session] = lock(registration.session_id)
    place = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    place.session = session
    if afterwards.has_answered(place, kind):
        return False
    if no := afterwards.feedback_refusal(place, kind, now):
        raise Refused(no)
    since = afterwards.opens(session, kind) or now
    new = Feedback(session=session, kind=kind, on=since.date(), **answers)
    _shuffle_in(new)
    gave = "gave_follow_up" if kind == Feedback.Kind.FOLLOW_UP else "gave_feedback"
    Registration.objects.filter(pk=place.pk).update(**{gave: True})
    return True


def _shuffle_in(new: Feedback) -> None:
    same = Feedback.objects.filter(session=new.session, kind=new.kind)
    answers = [*same, new]
    for answer in opinions.to_be_told(answers):
        answer.is_told = True
    same.delete()
    for answer in answers:
        answer.pk = uuid.uuid4()
    _chance.shuffle(answers)
    Feedback.objects.bulk_create(answers)


def _open(session: Session, now: dt.datetime) -> Session:
    """The session as it is now, locked.

    Raises:
        Refused: no digest is written of it, or not yet.
    """
    [session] = lock(session.pk)
    if no := rules.refusal(afterwards.DIGEST, session, None, now):
        raise Refused(no)
    return session


def _check(session: Session, text: str, wanted: Sequence[Mapping[str, str]]) -> None:
    if len(wanted) > MOST_LINKS:
        raise Refused(Refusal("many", _("These are more links than a digest can hold.")))
    for link in wanted:
        if no := afterwards.address_refusal(link["kind"], link["address"]):
            raise Refused(no)
    everything = "\n".join([text, *(f"{link['label']}\n{link['address']}" for link in wanted)])
    # Everyone reads it: rooms of other meetings have no place there either.
    if stands_in(everything) or _may_be_erased(everything, session):
        sentence = _("This holds the link to the call itself, which is for those on the list only.")
        raise Refused(Refusal("call_link", sentence))


def _may_be_erased(text: str, session: Session) -> bool:
    """True if a room stands in the text and a link of the meeting is gone (`erase_call_links`):
    nobody can compare the two any more, and rooms are often used again."""
    gone = CallLink.objects.filter(session__meeting=session.meeting, ciphertext="", version__gt=0)
    return bool(rooms.named_in(text)) and gone.exists()


def _went_out(session: Session) -> bool:
    places = Registration.objects.filter(session=session).order_by().values("pk")
    handed = about_places(about_id__in=places)
    return handed.filter(topic="digest", handed_over_at__isnull=False).exists()
