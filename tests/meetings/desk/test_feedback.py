"""Saying how it was: once, and without a trace of who it was."""

from collections import Counter
from typing import Any

import pytest

from meetings import actions
from meetings.models import Feedback, Meeting, Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR
from tests.meetings.desk.giving import form, give
from tests.test_leaks import everything
from tests.visitors import text, visitor
from vsn.audit.models import Entry

SAID = {"useful": "4", "again": "yes", "took_home": "Canary: listen first", "better": "A break"}


@pytest.fixture
def place(over: Session, dana: User) -> Registration:
    return make.registration(over, dana)


# --- Saying it -----------------------------------------------------------------------------------


def test_dana_says_how_it_was_once(place: Registration) -> None:
    assert "How useful was it for you?" in text(visitor().get(form(place)))
    answer = visitor().post(form(place), SAID, follow=True)
    assert "Nobody learns which answer is yours" in text(answer)
    assert "Send my answer" not in text(answer)
    visitor().post(form(place), {"took_home": "And another thing"})
    kept = Feedback.objects.get()
    assert (kept.useful, kept.again, kept.took_home) == (4, "yes", "Canary: listen first")
    place.refresh_from_db()
    assert place.gave_feedback
    assert not give(place)


def test_the_thanks_lead_back_to_ones_own_place(place: Registration) -> None:
    """Where the certificate is; they came with its address."""
    page = text(visitor().post(form(place), SAID, follow=True))
    assert f'href="{place.place_path}"' in page


def test_one_answer_is_enough_and_none_is_not(place: Registration) -> None:
    answer = visitor().post(form(place), {"took_home": " "})
    assert answer.status_code == 422 and "at least one of the questions" in text(answer)
    assert visitor().post(form(place), {"again": "no"}).status_code == 302
    assert Feedback.objects.get().again == "no"


def test_looking_at_the_questions_answers_nothing(place: Registration) -> None:
    visitor().get(form(place))
    visitor().head(form(place))
    assert not Feedback.objects.exists()


def test_no_row_of_any_table_leads_from_the_person_to_the_answer(
    place: Registration, dana: User
) -> None:
    before = {table: Counter(map(str, rows)) for table, rows in everything().items()}
    visitor().post(form(place), SAID)
    changed = {
        table: [row for row in rows if str(row) not in before[table]]
        for table, rows in everything().items()
    }
    changed = {table: rows for table, rows in changed.items() if rows}
    assert set(changed) == {"meetings.feedback", "meetings.registration"}
    [kept], [noted] = changed["meetings.feedback"], changed["meetings.registration"]
    # The answer names the session and nothing else; the place says that, and not what or when.
    assert set(kept) == {
        "id", "session_id", "kind", "on", "useful", "again", "is_told", "took_home", "better"
    }  # fmt: skip
    old = Registration.objects.values().get(pk=place.pk)
    assert {k for k, v in noted.items() if old[k] != v} == set()
    assert noted["gave_feedback"] and "Canary" not in str(noted)
    traces = {str(dana.pk), str(place.pk), place.handle, dana.email, str(dana.handle)}
    assert not traces & {str(value) for key, value in kept.items() if key != "useful"} - {
        str(place.session_id)
    }
    assert not Entry.objects.filter(about_type__in=["meetings.feedback", "meetings.registration"])
    assert kept["on"] == place.session.ends_at.date()


def test_the_rows_are_not_in_the_order_in_which_people_answered(over: Session) -> None:
    """Neither by their ids nor as they lie in the table; whoever comes later shuffles all."""
    for number in range(12):
        give(make.registration(over, make.person()), took_home=f"{number:02}")
    orders = [
        [row.took_home for row in rows]
        for rows in (Feedback.objects.order_by("pk"), Feedback.objects.all())
    ]
    assert all(sorted(order) == [f"{n:02}" for n in range(12)] for order in orders)
    assert all(order != sorted(order) for order in orders)
    ids = set(Feedback.objects.values_list("pk", flat=True))
    give(make.registration(over, make.person()), took_home="12")
    assert not ids & set(Feedback.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends_at": make.now() + HOUR}, "as soon as the session is over"),
        (
            {"starts_at": make.now() - 32 * DAY, "ends_at": make.now() - 31 * DAY},
            "not asked any more",
        ),
        ({"status": "cancelled"}, "was cancelled"),
        ({"capacity": 1}, "Only who had a place"),
    ],
    ids=["not over", "too late", "cancelled", "waited"],
)
def test_who_cannot_say_it_is_told_why(
    change: dict[str, Any], words: str, over: Session, dana: User
) -> None:
    make.registration(over, make.person())
    place = make.registration(over, dana)
    Session.objects.filter(pk=over.pk).update(**change)
    for method in ("get", "post"):
        answer = getattr(visitor(), method)(form(place), SAID)
        assert answer.status_code == 403 and words in text(answer)
    with pytest.raises(Refused):
        give(place)
    assert not Feedback.objects.exists()


def test_who_is_not_on_the_list_any_more_cannot_say_it(place: Registration, ben: User) -> None:
    old = form(place)
    actions.remove(registration=place, reason="For the test", by=ben, now=make.now())
    assert visitor().post(old, SAID).status_code == 410
    place.refresh_from_db()
    assert visitor().get(form(place)).status_code == 403
    assert not Feedback.objects.exists()


def test_a_meeting_that_does_not_ask_does_not_ask(place: Registration) -> None:
    Meeting.objects.update(asks_feedback=False)
    assert visitor().get(form(place)).status_code == 403
    assert "Answer them" not in text(visitor().get(place.place_path))


def test_the_personal_page_leads_there_until_it_was_said(place: Registration) -> None:
    assert form(place) in text(visitor().get(place.place_path))
    give(place)
    page = text(visitor().get(place.place_path))
    assert form(place) not in page and "You have told us how it was" in page
