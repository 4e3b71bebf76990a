"""How the tests write a digest, publish it, and take it back."""

from meetings import actions
from meetings.models import Digest, Session
from members.models import User
from tests import factories as make

SLIDES = {
    "kind": "slides",
    "label": "Slides",
    "address": "https://commons.wikimedia.org/wiki/File:Talk.pdf",
}


def save(session: Session, by: User, notes: str = "Canary notes", **more: object) -> Digest:
    values = {"links": [SLIDES], "base": 0, **more}
    return actions.save_digest(session=session, text=notes, by=by, now=make.now(), **values)


def publish(session: Session, by: User, **more: object) -> Digest:
    base = Digest.objects.get(session=session).revision
    return actions.publish_digest(session=session, by=by, now=make.now(), base=base, **more)


def withdraw(session: Session, by: User) -> bool:
    return actions.withdraw_digest(session=session, by=by, now=make.now())
