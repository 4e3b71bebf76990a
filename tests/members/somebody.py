"""Somebody who has left something in every table, and must leave nothing."""

import datetime as dt
import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from learning_patterns.models import (
    Category,
    Endorsement,
    Pattern,
    Question,
    Remark,
    Revision,
    Tie,
    Trial,
    Unsaved,
)
from meetings.models import (
    Announcement,
    Certificate,
    Digest,
    Invitation,
    ListAct,
    Session,
)
from members.actions import memberships, messages, yearly
from members.actions.accounts import save_settings
from members.models import Affiliation, ListAddress, User
from tests import factories as make
from tests.factories import DAY
from tests.members.applying import application, decide, member
from tests.visitors import visitor

# In her name, her user name and her addresses, and in nothing else.
WORDS = ("quux", "zoe.", "third.street")


def somebody(ada: User, ben: User, session: Session) -> User:
    """Zoe Quux, with something of everything."""
    now = timezone.now()
    zoe = make.person(
        "zoe.quux@example.org", name="Zoe Quux", wikimedia_name="Quux the Editor",
        wikimedia_id=912_345_678_904_711, wikimedia_proved_at=now, language="es", last_login=now,
    )  # fmt: skip
    EmailAddress.objects.create(user=zoe, email="third.street@example.org", verified=False)
    Authenticator.objects.create(
        user=zoe, type="webauthn", data={"name": "Zoe's key", "credential": {}}
    )
    UserSession.objects.create(user=zoe, session_key="q", ip="10.0.0.0", user_agent="Quux Browser")
    _belongs(zoe, ada, now)
    _meets(zoe, ben, session, now)
    _learns(zoe, now)
    save_settings(
        person=zoe, preferred_route="email", time_zone="Europe/Vienna", language="es",
        wanted=[], now=now,
    )  # fmt: skip
    LogEntry.objects.create(user=zoe, action_flag=1, object_repr="Something")
    make.exclude("zoe.quux@example.org")
    ListAddress.of("zoe.quux@example.org").save()
    make.tick()
    return User.objects.get(pk=zoe.pk)


def _belongs(zoe: User, ada: User, now: dt.datetime) -> None:
    form = application(statement="I am Quux.", affiliate_named="Quuxians", job_title="Quuxer")
    joined = memberships.apply(person=zoe, application=form, now=now)
    decide("approve", decide("ask", joined, ada, text="Who?") and _answered(joined), ada,
           role="liaison")  # fmt: skip
    Affiliation.objects.create(person=zoe, affiliate=make.affiliate(), job_title="Quux-in-chief")
    friend = member("Friend").person
    messages.write(sender=zoe, to=friend.membership, text="Quux says hello.", now=now)
    messages.write(sender=friend, to=joined, text="Dear Zoe Quux!", now=now)
    friend.membership.profile.muted.add(zoe)
    yearly.confirm(membership=joined, by=zoe, now=now)


def _answered(membership: Any) -> Any:
    membership.refresh_from_db()
    memberships.answer(
        membership=membership, text="Quux!", by=membership.person, seen=membership.revision,
        now=timezone.now(),
    )  # fmt: skip
    return membership


def _meets(zoe: User, ben: User, session: Session, now: dt.datetime) -> None:
    place = make.sign_up(zoe, session, name="Zoe Quux", note="Quux needs captions")
    past = make.session(session.meeting, starts_in=-5 * DAY)
    been = make.registration(
        past, zoe, answers=[["Topic?", "Quux"]], attended=True, country="Malta"
    )
    Certificate.objects.create(
        number="VSN-Q1", session=past, registration=been, name="Zoe Quux", issued_at=now
    )
    theirs = make.meeting(title="Run by two", facilitators=(zoe, ben))
    Invitation.objects.create(meeting=theirs, person=zoe, by=ben, made_at=now)
    Announcement.objects.create(
        meeting=theirs, by=zoe, at=now, audience="everyone", subject="S", text="T"
    )
    Digest.objects.create(session=past, text="Notes", written_by=zoe, saved_at=now)
    ListAct.objects.create(session=past, by=zoe, at=now, kind="attendance", before={})
    make.report(session=session, reporter=zoe)
    assert place.person == zoe
    make.opinions(past, 1, took_home="A lot", better="Nothing")


def _learns(zoe: User, now: dt.datetime) -> None:
    pattern = Pattern.objects.create(
        slug="p", title="A pattern", problem="P", solution="S", author=zoe, revision=1, shown=1,
        creators="Ana, Zoe Quux and Bo", wiki_content={"creators": "Ana, Zoe Quux", "title": "A"},
    )  # fmt: skip
    pattern.categories.add(Category.objects.get_or_create(name="x", slug="x")[0])
    content = {"title": "A pattern", "problem": "P", "creators": "Ana, Zoe Quux and Bo"}
    Revision.objects.create(pattern=pattern, number=1, author=zoe, at=now, content=content)
    Remark.objects.create(pattern=pattern, number=1, text="R", author=zoe, at=now)
    Endorsement.objects.create(pattern=pattern, person=zoe, reason="Quux likes it", at=now)
    Trial.objects.create(
        pattern=pattern, person=zoe, outcome="worked", place="Here", story="S", at=now
    )
    Question.objects.create(
        slug="q", text="What now?", asked_by=zoe, shows_name=True, asked_at=now, taken_by=zoe
    )
    Tie.objects.create(pattern=pattern, meeting=make.meeting(), by=zoe, at=now)
    Unsaved.objects.create(person=zoe, page="/patterns/p/write/", data={"problem": "Quux"}, at=now)


def shown_again(person: User) -> Client:
    """A browser in which they have just shown their second factor once more."""
    client = visitor(person)
    session = client.session
    record = {"method": "mfa", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client
