"""What happens before and after: the wiki is asked, the facilitator looks, people are told."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings import actions, importer
from meetings.importer import Accounts
from meetings.models import Meeting, Registration, Session
from members import wikimedia
from members.models import User
from members.rules import Refusal, Refused
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.meetings.importer.bringing import accounts, bring, listed, look, of
from tests.meetings.pages import entry, page
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db


# --- What happens next ----------------------------------------------------------------------------


def test_one_invitation_then_the_links(meeting: Meeting) -> None:
    soon = [make.session(meeting, starts_in=HOUR / 2 * n, link=LINK) for n in (1, 2)]
    fay = entry(None, display_name="Fay", email="fay@example.org")
    bring(page(*((s.starts_at, [fay]) for s in soon)), meeting)
    make.tick()
    make.tick()
    [invitation] = make.mails("fay@example.org")
    assert "safe space" in invitation.subject and LINK not in invitation.body
    assert "on the wiki" in invitation.body
    place = Registration.objects.get(session=soon[0])
    assert place.place_path in invitation.body
    actions.acknowledge_for(registration=place, now=timezone.now())
    assert User.objects.get(email="fay@example.org").confirmed_at
    make.tick()
    make.tick()
    assert len(make.mails_with(LINK, "fay@example.org")) == 2


def test_who_has_acknowledged_before_is_told_so(session: Session, dana: User) -> None:
    make.acknowledged(dana)
    line = entry(None, display_name="Dana", email="dana@example.org")
    bring(of(session, line), session.meeting)
    make.tick()
    [mail] = make.mails("dana@example.org")
    assert "on the list" in mail.subject


def test_whom_nobody_can_write_to_is_owed_nothing(session: Session) -> None:
    bring(of(session, entry("Ana")), session.meeting)
    make.tick()
    assert not Delivery.objects.exists()


def test_they_are_not_purged_before_their_session(session: Session, settings: Any) -> None:
    bring(of(session, entry("Ana")), session.meeting)
    later = timezone.now() + (settings.UNCONFIRMED_DAYS + 2) * DAY
    assert actions.purge_unconfirmed(later) == 0 and listed(session) == ["Ana"]


# --- The wiki -------------------------------------------------------------------------------------


def test_the_wiki_is_asked_once_for_all(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[set[str]] = []
    monkeypatch.setattr(wikimedia, "enabled", lambda: True)
    monkeypatch.setattr(wikimedia, "look_up_many", lambda names: asked.append(set(names)) or {})
    second = make.session(session.meeting, starts_in=5 * DAY)
    sheet = page(
        (session.starts_at, [entry("Ana"), entry(None, email="bo@example.org")]),
        (second.starts_at, [entry("Ana"), entry("Cy")]),
    )
    assert importer.ask_wiki(sheet) == {} and asked == [{"Ana", "Cy"}]


def test_without_a_wiki_nobody_is_asked(session: Session) -> None:
    assert importer.ask_wiki(of(session, entry("Ana"))) is None


def test_a_wiki_that_is_down(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(names: Iterable[str]) -> Accounts:
        raise Refused(Refusal("wiki_down", "not for this page"))

    monkeypatch.setattr(wikimedia, "enabled", lambda: True)
    monkeypatch.setattr(wikimedia, "look_up_many", down)
    with pytest.raises(Refused) as refused:
        importer.ask_wiki(of(session, entry("Ana")))
    assert "Nothing was stored" in str(refused.value.refusal)


def test_more_names_than_anybody_signs_up(session: Session) -> None:
    many = [entry(f"Person {number}") for number in range(401)]
    with pytest.raises(Refused, match="many"):
        importer.ask_wiki(of(session, *many))


# --- Looking --------------------------------------------------------------------------------------


def test_looking_costs_the_same_for_few_and_many(session: Session) -> None:
    make.affiliate(code="WMAR")
    make.exclude("Mallory")
    counted = []
    for size in (1, 60):
        names = [entry(f"Person {n}", affiliate="WMAR") for n in range(size)]
        bring(of(session, *names), session.meeting)
        with CaptureQueriesContext(connection) as asked:
            look(of(session, *names), session.meeting)
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 7


def test_what_was_shown_is_told_apart_from_what_is_now(session: Session) -> None:
    sheet = of(session, entry("Ana"), entry("Bo"))
    shown = look(sheet, session.meeting).fingerprint
    assert look(sheet, session.meeting, shown={0, 1}, ticked={0}).fingerprint == shown
    assert look(sheet, session.meeting, lists={0: ""}).fingerprint != shown
    assert look(sheet, session.meeting, accounts("Ana", "Bo")).fingerprint != shown
    assert look(of(session, entry("Ana")), session.meeting).fingerprint != shown
    bring(of(session, entry("Ana")), session.meeting)
    assert look(sheet, session.meeting).fingerprint != shown
