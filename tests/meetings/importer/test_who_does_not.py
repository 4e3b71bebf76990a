"""Who stays out, and what is said of them."""

from typing import Any

import pytest
from django.utils import timezone

from meetings import actions, importer
from meetings.importer import Standing
from meetings.models import Registration, Session
from meetings.wikitext import Entry
from members.models import User
from tests import factories as make
from tests.meetings.importer.bringing import accounts, bring, listed, look, of, only
from tests.meetings.pages import entry
from tests.test_leaks import everything
from vsn.mediawiki.client import Account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("line", "standing"),
    [
        (entry("Nobody"), Standing.UNKNOWN),
        (entry(None, display_name="Only a name"), Standing.NAMELESS),
        (entry(None), Standing.UNNAMED),
    ],
)
def test_nobody_can_be_made_of_these(line: Entry, standing: str, session: Session) -> None:
    make.anyone()
    before = everything()
    preview = look(of(session, line), session.meeting, {"Nobody": None})
    assert only(preview).standing == standing and preview.coming == 0
    assert bring(of(session, line), session.meeting, {"Nobody": None}, ticked={0}, shown={0}) == []
    assert everything() == before


def test_without_a_wiki_names_are_taken_as_written(session: Session) -> None:
    preview = look(of(session, entry("user:ana_maria"), entry("No|body")), session.meeting)
    first, second = preview.lists[0].lines
    assert first.account == Account("Ana maria", None, emailable=False, blocked=False)
    assert first.silent and first.ticked
    assert second.standing == Standing.UNKNOWN


def test_who_takes_no_wiki_mail_comes_and_it_is_said(session: Session, settings: Any) -> None:
    settings.WIKI_MAIL = True
    lines = of(session, entry("Ana"), entry("Bo"))
    found = accounts("Ana") | {"Bo": Account("Bo", 7, emailable=False, blocked=False)}
    ana, bo = look(lines, session.meeting, found).tickable
    assert not ana.silent and "switched off" in str(bo.silent)
    bring(lines, session.meeting, found)
    assert listed(session) == ["Ana", "Bo"]


@pytest.mark.parametrize(
    "text", ["Mallory", "user name", "#100", "mallory@example.org", "other", "inactive"]
)
def test_excluded_people_stay_out_and_no_preview_tells(text: str, session: Session) -> None:
    """By account, its number or its name here, by address, by another address of the same person.
    Whoever brings a page of guesses reads nothing out of what is shown."""
    line = entry("Mallory")
    if "@" in text or text == "other":
        line = entry(None, display_name="M.", email="mallory@example.org")
    if text == "user name":
        make.person("mallory@example.org", wikimedia_name="Mallory")
    if text == "other":
        known = make.person("mallory@example.org")
        known.emailaddress_set.create(email="second@example.org", verified=True)
    if text == "inactive":
        make.person("m@example.org", wikimedia_name="Mallory", is_active=False)
    found = accounts("Mallory")
    before = look(of(session, line), session.meeting, found)
    if text != "inactive":
        make.exclude({"user name": "mallory", "other": "second@example.org"}.get(text, text))
    shown = look(of(session, line), session.meeting, found)
    assert only(shown).standing == Standing.NEW and only(shown).ticked
    assert (shown.fingerprint, shown.coming) == (before.fingerprint, before.coming)
    make.anyone()
    people = User.objects.count()
    assert bring(of(session, line), session.meeting, found, ticked={0}, shown={0}) == []
    assert listed(session) == [] and User.objects.count() == people


def test_excluded_from_another_meeting_only(session: Session) -> None:
    make.exclude("Mallory", scope="meeting", meeting_uid=make.meeting().uid)
    assert only(look(of(session, entry("Mallory")), session.meeting)).ticked


def test_excluded_a_moment_ago(session: Session) -> None:
    """Between looking and saying yes."""
    preview = look(of(session, entry("Mallory"), entry("Ana")), session.meeting)
    make.exclude("Mallory")
    [done] = importer.carry_out(
        preview, meeting=session.meeting, by=make.anyone(), now=timezone.now()
    )
    assert (done.brought_in, done.not_in) == (1, 1) and listed(session) == ["Ana"]


@pytest.mark.parametrize("left", ["cancelled", "removed"])
def test_who_left_here_is_not_brought_back_silently(left: str, session: Session) -> None:
    sheet = of(session, entry("Ana"))
    bring(sheet, session.meeting)
    place = Registration.objects.get()
    if left == "cancelled":
        actions.cancel(registration=place, now=timezone.now())
    else:
        actions.remove(registration=place, reason="", by=make.anyone(), now=timezone.now())
    shown = only(look(sheet, session.meeting))
    assert shown.standing == left and shown.may_come and not shown.ticked
    bring(sheet, session.meeting)
    assert listed(session) == []
    bring(sheet, session.meeting, ticked={0}, shown={0})  # they asked for it
    assert listed(session) == ["Ana"]


def test_who_left_a_moment_ago_is_not_brought_back_either(session: Session) -> None:
    sheet = of(session, entry("Ana"), entry("Bo"))
    preview = look(sheet, session.meeting)
    bring(of(session, entry("Ana")), session.meeting)
    actions.cancel(registration=Registration.objects.get(), now=timezone.now())
    importer.carry_out(preview, meeting=session.meeting, by=make.anyone(), now=timezone.now())
    assert listed(session) == ["Bo"]


def test_twice_on_the_page_is_once_on_the_list(session: Session) -> None:
    sheet = of(session, entry("Ana"), entry("ana", line=9), entry("Bo"))
    standings = [line.standing for line in look(sheet, session.meeting).lists[0].lines]
    assert standings == [Standing.NEW, Standing.TWICE, Standing.NEW]
    bring(sheet, session.meeting)
    assert listed(session) == ["Ana", "Bo"]


def test_one_person_under_a_name_and_an_address(session: Session) -> None:
    """Only known once they are looked up; still one place."""
    make.person("ana@example.org", wikimedia_name="Ana")
    twice = entry("Ana"), entry(None, display_name="A.", email="ana@example.org")
    bring(of(session, *twice), session.meeting)
    assert listed(session) == ["Ana"]


def test_a_namesake_is_left_to_the_facilitator(session: Session, dana: User) -> None:
    """Dana signed up here by mail; the page says "Dana" too. Probably, and not for sure, her."""
    make.sign_up(dana, session)
    shown = only(look(of(session, entry("Dana")), session.meeting, accounts("Dana")))
    assert shown.standing == Standing.NAMESAKE and shown.may_come and not shown.ticked
