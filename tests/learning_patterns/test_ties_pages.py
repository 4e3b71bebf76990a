"""Patterns on the desk of a meeting, and on its page."""

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from learning_patterns import actions
from learning_patterns.models import Question, Tie
from meetings.models import Meeting, Session
from members.models import User
from tests import factories as make
from tests.learning_patterns import making
from tests.test_queries import queries
from tests.visitors import text, visitor


@pytest.fixture
def client(ben: User) -> Client:
    return visitor(ben)


@pytest.fixture
def over(meeting: Meeting) -> Session:
    return make.session(meeting, starts_in=-make.DAY)


def desk(meeting: Meeting, asked: str = "") -> str:
    return reverse("patterns:of_meeting", args=[meeting.slug]) + asked


def tie(client: Client, meeting: Meeting, pattern: str) -> str:
    answer = client.post(
        reverse("patterns:tie", args=[meeting.slug]), {"pattern": pattern}, follow=True
    )
    return text(answer)


# --- On the desk ---------------------------------------------------------------------------------


def test_what_to_do_first(client: Client, meeting: Meeting) -> None:
    page = text(client.get(desk(meeting)))
    assert "Nothing is tied to this meeting yet." in page
    assert "From the start of the first session on" in page
    assert desk(meeting) in text(client.get(reverse("meetings:edit_meeting", args=[meeting.slug])))


def test_found_tied_and_taken_off(client: Client, meeting: Meeting) -> None:
    made = making.published(title="Two at the door", problem="Nobody greets the guests.")
    making.published(title="Something else", problem="The printer is broken.")
    page = text(client.get(desk(meeting, "?q=greeting guests")))
    assert "Tie it: Two at the door" in page and "Something else" not in page
    assert "stands on the page of the meeting now" in tie(client, meeting, made.slug)
    assert "tied to this meeting already" in tie(client, meeting, made.slug)
    assert "Tie it" not in text(client.get(desk(meeting, "?q=greeting guests")))
    page = text(client.get(desk(meeting)))
    assert "Take it off: Two at the door" in page and "tied by Ben" in page
    off = reverse("patterns:untie", args=[meeting.slug, made.slug])
    assert "The pattern itself stays" in text(client.post(off, follow=True))
    assert "not tied to this meeting any more" in text(client.post(off, follow=True))


@pytest.mark.parametrize(
    "address",
    ["/patterns/{}/", "/patterns/{}", "https://portal.example.org/patterns/{}/?q=x#tried", "{}"],
)
def test_an_address_can_be_pasted(address: str, client: Client, meeting: Meeting) -> None:
    made = making.published(title="Two at the door")
    if "/" in address:
        page = text(client.get(desk(meeting, f"?q={address.format(made.slug)}")))
        assert "Tie it: Two at the door" in page
    tie(client, meeting, address.format(made.slug))
    assert Tie.objects.get().pattern == made


@pytest.mark.parametrize("address", ["/patterns/nowhere/", "nowhere", "", "/patterns/a/b/", "\x00"])
def test_what_is_nowhere_is_said(address: str, client: Client, meeting: Meeting) -> None:
    at = reverse("patterns:tie", args=[meeting.slug])
    answer = client.post(at, {"pattern": address})
    assert answer.status_code == 422 and "error-summary" in text(answer)


def test_drafts_of_others_are_not_found_nor_shown(
    client: Client, meeting: Meeting, chidi: User, ada: User
) -> None:
    """Not even when a member who runs the meeting too has tied one."""
    hers = making.draft(chidi, title="Half a thought", problem="Nobody greets the guests.")
    assert "Half a thought" not in text(client.get(desk(meeting, "?q=guests")))
    assert "There is no pattern" in tie(client, meeting, hers.slug)
    actions.tie(pattern=hers, meeting=meeting, by=ada, now=make.now())
    page = text(client.get(desk(meeting)))
    assert "Half a thought" not in page and hers.slug not in page
    assert "Somebody’s draft" in page and "tied by Ada" in page
    assert "Half a thought" in text(visitor(ada).get(desk(meeting)))


def test_the_archive_is_not_offered(client: Client, meeting: Meeting, chidi: User) -> None:
    old = making.published(title="Out of date")
    actions.archive(pattern=old, by=chidi, now=make.now())
    assert "Tie it" not in text(client.get(desk(meeting, "?q=/patterns/out-of-date/")))
    assert "in the archive" in tie(client, meeting, old.slug)


def test_what_a_digest_names_is_offered_until_it_is_tied(
    client: Client, meeting: Meeting, over: Session, ben: User
) -> None:
    made = making.published(title="Two at the door")
    make.digest(over, by=ben)
    over.digest.links = [
        {"kind": kind, "label": "", "address": f"/patterns/{slug}/"}
        for kind, slug in (("pattern", made.slug), ("pattern", "nowhere"), ("slides", "x"))
    ]
    over.digest.save()
    assert "Named in a digest, not tied yet" in text(client.get(desk(meeting)))
    tie(client, meeting, made.slug)
    assert "Named in a digest" not in text(client.get(desk(meeting)))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_asks_as_much_for_many(rows: int, client: Client, meeting: Meeting) -> None:
    ben = meeting.facilitators.get()
    for number in range(rows):
        session = make.session(meeting, starts_in=-make.DAY)
        made = making.published(title=f"Pattern {number}", problem="Nobody greets newcomers.")
        actions.tie(pattern=made, meeting=meeting, by=ben, now=make.now())
        named = making.published(title=f"Named {number}")
        make.digest(session, by=ben)
        link = {"kind": "pattern", "label": "", "address": named.get_absolute_url()}
        session.digest.links = [link]
        session.digest.save()
        said = {"text": f"Why {number}?", "language": "en", "heard": True}
        actions.ask(session=session, by=ben, now=make.now(), **said)
    assert queries(client, desk(meeting)) == 9
    assert queries(client, desk(meeting, "?q=newcomers")) == 8
    assert queries(client, desk(meeting, "?q=newcommers")) == 10, "and two for the spelling"


# --- A question that stayed open -----------------------------------------------------------------


def test_written_down_for_nobody_in_particular(
    client: Client, meeting: Meeting, over: Session, ben: User
) -> None:
    at = reverse("patterns:write_down", args=[meeting.slug, over.number])
    assert "Nobody in particular" in text(client.get(at))
    answer = client.post(at, {"text": "Who greets those who come late?", "language": "en"})
    assert answer.url == desk(meeting)
    question = Question.objects.get()
    assert (question.session, question.asked_by, question.posted_by) == (over, None, ben)
    assert question.get_absolute_url() in text(client.get(desk(meeting)))


def test_nothing_is_written_down_before_the_start(
    client: Client, meeting: Meeting, session: Session
) -> None:
    at = reverse("patterns:write_down", args=[meeting.slug, session.number])
    page = text(client.get(at))
    assert "are asked from its start on" in page and "What nobody could answer" not in page
    answer = client.post(at, {"text": "Who greets those who come late?", "language": "en"})
    assert answer.status_code == 422 and "Who greets those who come late?" in text(answer)


def test_written_down_for_somebody_on_the_list(
    client: Client, meeting: Meeting, over: Session, dana: User
) -> None:
    place = make.registration(over, dana, name="D.")
    make.registration(over, None, name="Walked in", status="walk_in")
    other = make.registration(make.session(meeting, starts_in=-make.DAY), make.person(name="Fay"))
    at = reverse("patterns:write_down", args=[meeting.slug, over.number])
    page = text(client.get(at))
    assert "D.</option>" in page and "Fay" not in page and "Walked in" not in page
    assert "dana@example.org" not in page
    said = {"text": "Who greets those who come late?", "language": "en"}
    assert client.post(at, {**said, "asker": other.pk}).status_code == 422
    assert client.post(at, {**said, "asker": place.pk}).status_code == 302
    assert Question.objects.get().asked_by == dana


@pytest.mark.parametrize("signed_up", [1, 3])
def test_writing_down_asks_as_much_with_a_long_list(
    signed_up: int, client: Client, meeting: Meeting, over: Session
) -> None:
    for who in make.people(signed_up):
        make.registration(over, who)
    assert queries(client, reverse("patterns:write_down", args=[meeting.slug, over.number])) == 7


# --- On the page of the meeting ------------------------------------------------------------------


def test_the_page_of_the_meeting_leads_to_them_and_back(
    client: Client, meeting: Meeting, over: Session, ben: User
) -> None:
    made = making.published(title="Two at the door")
    draft = making.draft(making.member(), title="Half a thought")
    Tie.objects.create(pattern=draft, meeting=meeting, at=make.now())
    said = {"text": "Who greets those who come late?", "language": "en", "heard": True}
    question = actions.ask(session=over, by=ben, now=make.now(), **said)
    tie(client, meeting, made.slug)
    for who in (None, ben):
        page = text(visitor(who).get(meeting.get_absolute_url()))
        assert made.get_absolute_url() in page and "Half a thought" not in page
        assert question.get_absolute_url() in page
        assert meeting.get_absolute_url() in text(visitor(who).get(made.get_absolute_url()))


def test_a_pattern_does_not_lead_to_a_meeting_that_one_may_not_see(ben: User) -> None:
    plan = make.meeting(title="A plan", slug="a-plan", status="draft", facilitators=(ben,))
    made = making.published(title="Two at the door")
    actions.tie(pattern=made, meeting=plan, by=ben, now=make.now())
    for who, seen in ((None, False), (ben, True)):
        assert ("A plan" in text(visitor(who).get(made.get_absolute_url()))) is seen


def test_nothing_is_said_where_nothing_remains(meeting: Meeting, session: Session) -> None:
    page = text(visitor().get(meeting.get_absolute_url()))
    assert "Learning patterns from this meeting" not in page and "stayed open" not in page


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_the_page_of_a_meeting_asks_as_much_with_patterns(
    rows: int, meeting: Meeting, over: Session, ben: User
) -> None:
    for number in range(rows):
        made = making.published(title=f"Pattern {number}")
        actions.tie(pattern=made, meeting=meeting, by=ben, now=make.now())
        said = {"text": f"Why {number}?", "language": "en", "heard": True}
        actions.ask(session=over, by=ben, now=make.now(), **said)
    make.registration(over, make.person(name="Fay"))
    caches["fragments"].clear()
    assert queries(visitor(), meeting.get_absolute_url()) == 6
