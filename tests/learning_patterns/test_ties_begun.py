"""Patterns that are begun from what was noted in a session, by those who run it."""

import pytest
from django.test import Client
from django.urls import reverse

from learning_patterns import actions
from learning_patterns.models import Pattern, Tie
from meetings.models import Meeting, Session
from members.models import User
from tests import factories as make
from tests.learning_patterns import making
from tests.visitors import text, visitor


@pytest.fixture
def client(ben: User) -> Client:
    return visitor(ben)


@pytest.fixture
def over(meeting: Meeting) -> Session:
    return make.session(meeting, starts_in=-make.DAY)


def begin(session: Session) -> str:
    return f"{reverse('patterns:new')}?session={session.uid}"


def test_begun_from_the_digest(client: Client, meeting: Meeting, over: Session, ben: User) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(title="Doors [and] chairs", language="es")
    make.digest(over, by=ben, text="We put two people at the door.")
    assert begin(over) in text(
        client.get(reverse("meetings:digest", args=[meeting.slug, over.number]))
    )
    form = client.get(begin(over)).context["form"]
    assert form["solution"].value() == "We put two people at the door."
    assert form["language"].value() == "es" and form["creators"].value() == "Ben"
    where = form["examples"].value()
    assert where.startswith("[Doors \\[and\\] chairs](http") and meeting.get_absolute_url() in where
    answer = client.post(begin(over), {"title": "Two at the door", "language": "en"})
    assert answer.url == reverse("patterns:edit", args=["two-at-the-door"])
    assert Tie.objects.get().pattern.author == ben


def test_no_digest_is_no_hindrance(client: Client, over: Session) -> None:
    page = text(client.get(begin(over)))
    assert "is tied to it when you save" in page and "under the solution" not in page


def test_only_those_who_run_it(
    client: Client, over: Session, eve: User, chidi: User, ben: User
) -> None:
    """A member may write all the same, but then it is tied to nothing."""
    make.digest(over, by=ben, text="canary")
    answer = visitor(eve).get(begin(over))
    assert answer.status_code == 403 and "canary" not in text(answer)
    assert "canary" not in text(visitor(chidi).get(begin(over)))
    visitor(chidi).post(begin(over), {"title": "Mine", "language": "en"})
    assert not Tie.objects.exists() and Pattern.objects.get().author == chidi
    for uid in ("", "x", "0" * 32, "{" * 400, "\x00"):
        assert client.get(reverse("patterns:new"), {"session": uid}).status_code == 403


def test_goes_on_and_asks_for_a_review(
    client: Client, meeting: Meeting, over: Session, eve: User
) -> None:
    """On the pages of the draft alone, and even when the meeting is not theirs any more."""
    said = {"title": "Two at the door", "language": "en", "problem": "P", "solution": "S"}
    client.post(begin(over), said)
    made = Pattern.objects.get()
    meeting.facilitations.all().delete()
    edit = reverse("patterns:edit", args=[made.slug])
    page = text(client.get(made.get_absolute_url()))
    assert "Your draft" in page and edit in page and "Archive" not in page
    assert client.get(edit).status_code == 200
    assert client.post(edit, {**said, "problem": "Q", "base": "1"}).status_code == 302
    for other in (visitor(eve), visitor(make.person())):
        assert other.get(edit).status_code == 403
        assert other.get(made.get_absolute_url()).status_code == 404
    client.post(reverse("patterns:ask_review", args=[made.slug]))
    assert making.fresh(made).status == Pattern.Status.IN_REVIEW
    assert "One of them publishes it" in text(client.get(made.get_absolute_url()))
    for name in ("publish", "archive", "send_back"):
        at = reverse(f"patterns:{name}", args=[made.slug])
        assert client.post(at, {"number": "2", "text": "X"}).status_code == 403
    reader, now = making.member(), make.now()
    actions.send_back(pattern=made, text="Say how long it takes.", by=reader, now=now)
    assert "Say how long it takes." in text(client.get(made.get_absolute_url()))
    assert "Say how long it takes." in text(client.get(edit))
    made = actions.ask_review(pattern=made, by=made.author, now=now)
    actions.publish(pattern=made, number=2, by=reader, now=now)
    assert client.get(edit).status_code == 403
    assert "Your draft" not in text(client.get(made.get_absolute_url()))
