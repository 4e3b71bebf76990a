"""Who is invited to acknowledge the policy: once per person, however many lists they are on."""

import pytest
from django.utils import timezone

from meetings import actions, links
from meetings.models import Meeting, Registration, Session
from members.models import PolicyText, User
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(meeting: Meeting, session: Session) -> Session:
    return make.session(meeting, starts_in=5 * DAY)


def add(to: Session, email: str = "fay@example.org") -> Registration:
    return actions.add_by_hand(
        session=to, reach=email, name="Fay", by=make.anyone(), now=timezone.now()
    )


def invited() -> list[tuple[str | None, int]]:
    """Plans, and says who is invited: the address, and the id of the place it is about."""
    links.plan(timezone.now())
    rows = Delivery.objects.filter(topic="acknowledge").order_by("pk")
    return [(row.recipient.email, row.about_id) for row in rows]


def test_one_invitation_for_two_sessions_about_the_first(session: Session, second: Session) -> None:
    add(second)
    first = add(session)
    for _ in range(3):
        assert invited() == [("fay@example.org", first.pk)]


def test_the_control_one_cause_for_each_place_would_invite_twice(
    session: Session, second: Session
) -> None:
    """What the planner asked before: no delivery with this cause about this very place."""
    places = [add(session), add(second)]
    invited()
    about = Delivery.objects.filter(topic="acknowledge").values("about_id")
    naive = Registration.objects.exclude(pk__in=about)
    assert set(naive) == {places[1]}


def test_everyone_gets_their_own(session: Session, second: Session) -> None:
    places = [add(session), add(session, "gus@example.org"), add(second, "hal@example.org")]
    assert [place for _email, place in invited()] == [place.pk for place in places]


def test_put_on_a_second_list_of_the_meeting_later_on(session: Session, second: Session) -> None:
    first = add(session)
    invited()
    add(second)
    assert invited() == [("fay@example.org", first.pk)]


def test_put_on_the_list_of_another_meeting_later_on(session: Session) -> None:
    """That is something else to know of."""
    first = add(session)
    invited()
    other = add(make.session())
    assert invited() == [("fay@example.org", first.pk), ("fay@example.org", other.pk)]


def test_a_change_of_substance_is_told_once(dana: User, session: Session, second: Session) -> None:
    places = [make.sign_up(dana, on) for on in (session, second, make.session())]
    assert invited() == []
    make.new_policy()
    assert len(invited()) == 1 and invited()[0][1] in {place.pk for place in places}


@pytest.mark.parametrize(
    ("language", "summary"), [("en", "Breaks are kept."), ("es", "Se respetan las pausas.")]
)
def test_who_knows_the_version_before_reads_what_changed(
    dana: User, session: Session, language: str, summary: str
) -> None:
    User.objects.filter(pk=dana.pk).update(language=language)
    make.sign_up(User.objects.get(pk=dana.pk), session)
    version = make.new_policy(changes="Breaks are kept.")
    PolicyText.objects.create(
        version=version, language="es", body="Sé amable.", changes="Se respetan las pausas."
    )
    add(session)
    make.tick()
    assert f"{summary}\n" in make.mails(dana.email)[-1].body
    [other] = make.mails("fay@example.org")
    assert "Breaks" not in other.body, "put on the list: nothing has changed for them"


def test_having_left_the_first_list_they_are_asked_about_the_second(
    session: Session, second: Session
) -> None:
    """Before the invitation left; afterwards they know."""
    first, other = add(session), add(second)
    invited()
    actions.remove(registration=first, reason="", by=make.anyone(), now=timezone.now())
    make.tick()
    make.tick()
    [mail] = [m for m in make.mails("fay@example.org") if "policy" in m.subject]
    assert other.place_path in mail.body


def test_too_late_about_one_session_is_not_too_late_for_the_other(
    session: Session, second: Session
) -> None:
    first, other = add(session), add(second)
    invited()
    Delivery.objects.filter(about_id=first.pk).update(state=Delivery.State.EXPIRED)
    past = timezone.now() - HOUR
    Session.objects.filter(pk=session.pk).update(starts_at=past - HOUR, ends_at=past)
    assert invited()[-1] == ("fay@example.org", other.pk)


def test_shut_out_of_one_meeting_and_not_of_the_other(session: Session) -> None:
    add(session)
    other = add(make.session(starts_in=9 * DAY))
    make.exclude("fay@example.org", scope="meeting", meeting_uid=session.meeting.uid)
    assert invited() == [("fay@example.org", other.pk)]


def test_saying_yes_once_brings_the_links_of_both(meeting: Meeting) -> None:
    soon = [make.session(meeting, starts_in=HOUR / 2 * n, link=LINK) for n in (1, 2)]
    places = [add(session) for session in soon]
    make.tick()
    assert len(make.mails("fay@example.org")) == 1
    actions.acknowledge_for(registration=places[0], now=timezone.now())
    make.tick()
    make.tick()
    links_sent = make.mails_with(LINK, "fay@example.org")
    assert sorted(p.place_path in m.body for m in links_sent for p in places) == [
        False, False, True, True,
    ]  # fmt: skip
