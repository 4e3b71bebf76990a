"""Publishing says what is missing and forbids nothing; calling off wants a reason."""

from meetings.models import Meeting
from members.models import User
from tests import factories as make
from tests.meetings.desk.setting_up import at, fresh
from tests.visitors import text, visitor


def test_publishing_says_what_is_missing_and_forbids_nothing(ben: User) -> None:
    draft = make.meeting(status="draft", facilitators=(ben,), language="")
    session = make.session(draft, status="draft")
    client, address = visitor(ben), at("publish_meeting", draft.slug)
    page = text(client.get(address))
    for words in ("no description", "language is not stated", "1 date has no video-call link"):
        assert words in page
    assert "Nobody runs it" not in page and fresh(draft).status == "draft"
    done = client.post(address, follow=True)
    assert done.request["PATH_INFO"] == at("list", draft.slug, session.number)  # what comes next
    assert "Set the link" in text(done)
    assert (fresh(draft).status, fresh(session).status) == ("published", "published")


def test_nothing_is_missing_where_nothing_is_missing(ben: User) -> None:
    draft = make.meeting(status="draft", facilitators=(ben,), summary="We talk.")
    make.session(draft, status="draft", link=make.LINK)
    assert "Nothing is missing." in text(visitor(ben).get(at("publish_meeting", draft.slug)))


def test_one_date_is_published(ben: User, meeting: Meeting) -> None:
    session = make.session(meeting, status="draft")
    other = make.session(meeting, status="draft")
    done = visitor(ben).post(at("publish_session", meeting.slug, session.number))
    assert (done.status_code, done.url) == (302, at("list", meeting.slug, session.number))
    assert (fresh(session).status, fresh(other).status) == ("published", "draft")
    draft = make.meeting(status="draft", facilitators=(ben,))
    hidden = make.session(draft, status="draft")
    answer = visitor(ben).post(at("publish_session", draft.slug, hidden.number))
    assert answer.status_code == 409 and fresh(hidden).status == "draft"


def test_calling_off_wants_a_reason_says_how_many_and_tells_them(
    ben: User, dana: User, meeting: Meeting
) -> None:
    session, other = make.session(meeting), make.session(meeting)
    make.sign_up(dana, session)
    make.sign_up(dana, other)
    client = visitor(ben)
    one, all_of_it = at("cancel_session", meeting.slug, 1), at("cancel_meeting", meeting.slug)
    assert "1 person is told at once" in text(client.get(one))
    assert client.post(one, {"reason": " "}).status_code == 422
    assert fresh(session).status == "published"
    answer = client.post(one, {"reason": "I am ill."}, follow=True)
    assert "Cancelled. 1 person is told now." in text(answer)
    assert (fresh(session).status, fresh(other).status) == ("cancelled", "published")
    assert client.post(all_of_it, {"reason": "Nobody can."}).status_code == 302
    assert (fresh(meeting).status, fresh(other).status) == ("cancelled", "cancelled")
    make.tick()
    assert make.mails_with("I am ill.", to=dana.email) and make.mails_with(
        "Nobody can.", dana.email
    )
    assert client.post(all_of_it, {"reason": "Again."}).status_code == 302
    assert fresh(meeting).cancel_reason == "Nobody can."
    assert client.post(at("publish_meeting", meeting.slug)).status_code == 409
