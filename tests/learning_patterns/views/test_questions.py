"""The pages of questions: who sees what of them, and what one may type into their addresses."""

import pytest
from django.test import Client
from django.urls import reverse

from learning_patterns import actions
from learning_patterns.models import Pattern, Question
from meetings.models import Meeting
from members.models import User
from tests import factories
from tests.factories import DAY
from tests.learning_patterns.asking import (
    HALF_A_YEAR,
    TEXT,
    answered,
    closed,
    fresh,
    in_work,
    over,
    question,
    taken,
)
from tests.learning_patterns.making import member, published
from tests.test_queries import queries
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db
LIST = "/patterns/questions/"


def seen(one: Question, person: User | None = None) -> str:
    return text(visitor(person).get(one.get_absolute_url()))


# --- The list ------------------------------------------------------------------------------------


def test_open_ones_come_first_and_closed_ones_are_not_for_everyone(chidi: User) -> None:
    for make, words in ((answered, "Answered?"), (closed, "Closed?"), (taken, "Taken?")):
        make(text=words)
    question(text="Open?", now=factories.now() - DAY)
    page = text(visitor().get(LIST))
    assert page.index("Open?") < page.index("Taken?") < page.index("Answered?")
    assert "Closed?" not in page and "Closed?" not in text(visitor().get(f"{LIST}?status=closed"))
    assert "Closed?" in text(visitor(chidi).get(LIST))


def test_the_list_is_narrowed(chidi: User) -> None:
    question(text="Open?"), taken(text="Taken?")
    page = text(visitor().get(f"{LIST}?status=taken"))
    assert "Taken?" in page and "Open?" not in page
    assert "No question stands there" in text(visitor().get(f"{LIST}?status=answered"))


def test_an_empty_list_says_what_to_do_first(db: None) -> None:
    assert "Nobody has asked anything yet" in text(visitor().get(LIST))


def test_what_came_of_answers_is_summed_up_from_five_on(policy: object) -> None:
    for number, stuck in enumerate(("worked", "partly", "failed", "worked", "not_tried")):
        assert "have told what came" not in text(visitor().get(LIST))
        Question.objects.create(
            slug=f"q{number}", text="Q", asked_at=factories.now(), status="answered", stuck=stuck
        )
    assert "5 people have told what came of the answer; it helped 3" in text(visitor().get(LIST))


@pytest.mark.parametrize(("member_looks", "number"), [(False, 3), (True, 6)])
def test_the_list_costs_the_same_however_long(chidi: User, member_looks: bool, number: int) -> None:
    client = visitor(chidi if member_looks else None)
    asker, pattern = member(), published()
    answered(asker, pattern)
    assert queries(client, LIST) == number
    for _more in range(2):
        answered(member(), pattern)
    assert queries(client, LIST) == number


def test_and_so_does_a_question(chidi: User, dana: User, meeting: Meeting) -> None:
    one = question(dana, session=over(meeting, dana))
    for pattern in range(3):
        assert queries(visitor(), one.get_absolute_url()) == 1
        # A member is shown what may answer it.
        assert queries(visitor(chidi), one.get_absolute_url()) <= 10, pattern
        published(title=f"Newcomers {pattern}")


def test_who_wrote_it_down_asks_no_more_than_a_page_may(meeting: Meeting, ben: User) -> None:
    factories.membership(ben)
    one = question(ben, heard=True, session=over(meeting))
    published(title="Newcomers")
    page = text(visitor(ben).get(one.get_absolute_url()))
    assert reverse("patterns:correct_question", args=[one.slug]) in page
    assert queries(visitor(ben), one.get_absolute_url()) <= 10


@pytest.mark.parametrize("said", ["What is the?", "Why?", "???"])
def test_words_that_say_nothing_suggest_no_answer(said: str, chidi: User) -> None:
    pattern = published(title="What is the use of newcomers? Why")
    one = question(text=said)
    assert pattern.title not in seen(one, chidi)
    assert pattern.title in seen(question(text="Newcomers?"), chidi)


def test_they_are_linked_from_the_library_and_counted_for_members(chidi: User) -> None:
    question(), taken()
    assert LIST in text(visitor().get("/patterns/"))
    page = text(visitor(chidi).get("/patterns/review/"))
    assert "1 question from our sessions waits" in page


# --- One question --------------------------------------------------------------------------------


def test_a_name_is_shown_only_where_it_is_wanted(dana: User, meeting: Meeting, ada: User) -> None:
    session = over(meeting, dana)
    shy, proud = (question(dana, session=session, shows_name=shows) for shows in (False, True))
    for person in (None, ada):
        assert "Dana" not in seen(shy, person) and "a participant" in seen(shy, person)
    assert "Dana" in seen(proud)
    for one in (shy, proud):
        assert one.key not in seen(one, ada)  # whoever has it, is her


def test_details_are_markdown_and_harmless(chidi: User) -> None:
    page = seen(question(chidi, details="*Slanted* <script>alert(1)</script>"))
    assert "<em>Slanted</em>" in page and "<script>alert" not in page


def test_the_meeting_is_named_to_those_who_may_see_it(
    ben: User, chidi: User, meeting: Meeting
) -> None:
    one = question(chidi, session=over(meeting))
    assert meeting.get_absolute_url() in seen(one)
    Meeting.objects.filter(pk=meeting.pk).update(status="draft")
    assert meeting.title not in seen(one) and meeting.title in seen(one, ben)


def test_a_draft_and_who_works_on_it_are_named_to_members_alone(chidi: User) -> None:
    one = in_work(taker=chidi)
    assert "Chidi" not in seen(one) and one.pattern.title not in seen(one)
    page = seen(one, member())
    assert "Chidi" in page and one.pattern.title in page


def test_what_stuck_without_a_name_is_for_members_alone(chidi: User) -> None:
    one = answered(chidi, ago=HALF_A_YEAR)
    actions.tell_stuck(
        question=one, stuck="failed", text="It rained.", place="Accra", by=chidi,
        now=factories.now(),
    )  # fmt: skip
    assert "It rained." not in seen(one) and "It rained." in seen(one, member())


def test_a_pattern_that_answers_it_already_is_one_click_away(chidi: User) -> None:
    pattern = published(title="Keep newcomers who come once", problem="They come once.")
    one = question()
    assert pattern.title not in seen(one) and pattern.title in seen(one, chidi)
    answer = visitor(chidi).post(
        reverse("patterns:link_question", args=[one.slug]), {"pattern": pattern.slug}
    )
    assert answer.status_code == 302 and fresh(one).pattern == pattern
    assert fresh(one).status == "answered" and pattern.get_absolute_url() in seen(one)


@pytest.mark.parametrize("words", ["-minus newcomers", '"quoted', "؟", "a" * 300])
def test_looking_for_alike_ones_takes_every_question(chidi: User, words: str) -> None:
    published()
    assert words[:5] in seen(question(text=words), chidi).replace("&quot;", '"')


def test_the_second_of_two_members_is_told_in_words(chidi: User) -> None:
    one, second = taken(taker=chidi), member()
    answer = visitor(second).post(reverse("patterns:take_question", args=[one.slug]), follow=True)
    assert "Somebody else has taken this question up already." in text(answer)


def test_a_facilitator_closes_and_still_sees_it(ben: User, dana: User, meeting: Meeting) -> None:
    one = question(dana, session=over(meeting, dana))
    address = reverse("patterns:close_question", args=[one.slug])
    assert visitor(ben).post(address, {"why": ""}).status_code == 422
    answer = visitor(ben).post(address, {"why": "Asked twice."}, follow=True)
    assert answer.status_code == 200 and "Asked twice." in text(answer)
    assert visitor().get(one.get_absolute_url()).status_code == 404


def test_an_admin_proves_twice_who_they_are(ada: User) -> None:
    one, once = question(member()), Client()
    once.force_login(ada)
    address = reverse("patterns:close_question", args=[one.slug])
    assert once.post(address, {"why": "Asked twice."}).url == reverse("mfa_index")
    assert fresh(one).status == "open"
    visitor(ada).post(address, {"why": "Asked twice."})
    assert fresh(one).status == "closed"
    # Their own they close as everybody does.
    own = question(ada)
    once.post(reverse("patterns:close_question", args=[own.slug]), {"why": "Found it."})
    assert fresh(own).status == "closed"


@pytest.mark.parametrize("said", ["{0}", "/patterns/{0}/", "https://x.example/patterns/{0}?q#t"])
def test_an_answer_is_chosen_by_its_address(chidi: User, said: str) -> None:
    one, pattern = question(), published()
    address = reverse("patterns:link_question", args=[one.slug])
    visitor(chidi).post(address, {"pattern": said.format(pattern.slug)})
    assert fresh(one).pattern == pattern


# --- Asking --------------------------------------------------------------------------------------


def test_who_was_in_a_session_has_to_say_in_which(ben: User, meeting: Meeting) -> None:
    session, to_come = over(meeting), factories.session(meeting)
    client = visitor(ben)
    page = text(client.get("/patterns/questions/new/"))
    assert f'value="{session.pk}"' in page and f'value="{to_come.pk}"' not in page
    answer = client.post("/patterns/questions/new/", {"text": TEXT, "language": "en"})
    assert answer.status_code == 422 and "choose the session" in text(answer)
    sent = {"text": TEXT, "language": "en", "session": session.pk}
    answer = client.post("/patterns/questions/new/", sent)
    one = Question.objects.get()
    assert answer.url == one.own_path and (one.session, one.asked_by) == (session, ben)


def test_from_the_page_of_a_place_once_it_has_begun(dana: User, meeting: Meeting) -> None:
    place = factories.registration(over(meeting), dana)
    early = factories.registration(factories.session(meeting), dana)
    link = reverse("patterns:ask_from_place", args=[place.key])
    assert link in text(visitor().get(place.place_path))
    assert "/question/" not in text(visitor().get(early.place_path))
    answer = visitor().post(link, {"text": TEXT, "language": "en", "shows_name": "on"})
    one = Question.objects.get()
    assert answer.url == one.own_path and (one.asked_by, one.shows_name) == (dana, True)


def test_a_place_that_was_given_back_asks_nothing(dana: User, meeting: Meeting) -> None:
    place = factories.registration(over(meeting), dana, status="cancelled")
    link = reverse("patterns:ask_from_place", args=[place.key])
    for method in (visitor().get, visitor().post):
        assert method(link).status_code == 403
    assert not Question.objects.exists()


def test_sent_twice_it_is_one_question(dana: User, ben: User, meeting: Meeting) -> None:
    place = factories.registration(over(meeting), dana)
    hers = reverse("patterns:ask_from_place", args=[place.key])
    his = reverse("patterns:write_down", args=[meeting.slug, place.session.number])
    for client, address in ((visitor(), hers), (visitor(ben), his)):
        sent = {"text": TEXT, "language": "en"}
        answers = [client.post(address, sent) for _time in range(2)]
        assert answers[0].url == answers[1].url
    assert Question.objects.count() == 2, "one of hers, one that he wrote down"
    visitor().post(hers, {"text": f"{TEXT} Really?", "language": "en"})
    assert Question.objects.filter(asked_by=dana).count() == 2
    again = question(dana, text=TEXT, session=place.session, once=True, now=factories.now() + DAY)
    assert again.pk == Question.objects.order_by("pk").last().pk, "the next day it is another one"


def test_after_five_the_words_come_back_with_the_reason(chidi: User) -> None:
    for _number in range(5):
        question(chidi)
    answer = visitor(chidi).post(
        "/patterns/questions/new/", {"text": "One more?", "language": "en"}
    )
    assert answer.status_code == 422
    assert "enough for one day" in text(answer) and "One more?" in text(answer)


# --- A pattern from it ---------------------------------------------------------------------------


def write(client: Client, one: Question, **fields: str) -> Pattern | None:
    sent = {"title": "Keep one chair free", "language": "en", "problem": "P", **fields}
    client.post(f"/patterns/new/?question={one.slug}", sent)
    return Pattern.objects.filter(title=sent["title"]).first()


def test_writing_from_it_takes_it_up(chidi: User) -> None:
    one = question(details="Tea did not help.", language="es")
    page = text(visitor(chidi).get(f"/patterns/new/?question={one.slug}"))
    assert "Tea did not help." in page and f"{TEXT}\n\nTea" in page
    assert 'value="es" selected' in page
    assert fresh(one).status == "open"  # looking changes nothing
    made = write(visitor(chidi), one)
    assert (fresh(one).status, fresh(one).taken_by, fresh(one).pattern) == ("taken", chidi, made)


def test_of_what_is_settled_meanwhile_nothing_is_stored(chidi: User) -> None:
    one = closed()
    assert write(visitor(chidi), one) is None and fresh(one).pattern is None


def test_of_what_one_may_not_see_no_pattern_begins(ben: User, meeting: Meeting) -> None:
    """Ben runs a session, and may begin patterns from it."""
    session, hidden = over(meeting), closed()
    for named in (hidden.slug, "nowhere", "%00"):
        address = f"/patterns/new/?session={session.uid}&question={named}"
        assert visitor(ben).get(address).status_code in (403, 404)
