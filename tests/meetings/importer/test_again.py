"""A second time changes nothing, whoever wrote the page; who left it meanwhile is shown."""

import pytest
from django.utils import timezone

from meetings import actions, exporter
from meetings.importer import Standing
from meetings.models import Registration, Session
from meetings.wikitext import out, read
from members.models import User
from tests import factories as make
from tests.factories import DAY
from tests.meetings.importer.bringing import accounts, bring, listed, look, of
from tests.meetings.pages import entry, page
from tests.test_leaks import everything
from vsn.audit.models import Action
from vsn.audit.models import Entry as JournalEntry

pytestmark = pytest.mark.django_db
Status, Visibility = Registration.Status, Registration.Visibility


# --- Again ----------------------------------------------------------------------------------------


def test_a_second_time_changes_nothing(session: Session, dana: User) -> None:
    """Not a row, not a column, in no table: also after some have acknowledged."""
    make.affiliate(code="WMAR")
    second = make.session(session.meeting, starts_in=5 * DAY)
    everybody = [
        entry("Ana (WMAR)", affiliate="WMAR"), entry("Bo", status="maybe"),
        entry("Cy", status="no"), entry(None, display_name="D", email="dana@example.org"),
        entry(None, display_name="Only a name"), entry("Nobody"),
    ]  # fmt: skip
    sheet = page((session.starts_at, everybody), (second.starts_at, everybody[:2]))
    found = accounts("Ana (WMAR)", "Bo", "Cy") | {"Nobody": None}
    first = bring(sheet, session.meeting, found)
    assert [one.brought_in for one in first] == [3, 2]
    make.tick()
    place = Registration.objects.filter(name="Ana (WMAR)").first()
    actions.acknowledge_for(registration=place, now=timezone.now())
    make.tick()
    before = everything()
    assert bring(sheet, session.meeting, found) == []
    assert everything() == before


def test_the_journal_holds_numbers_only(session: Session) -> None:
    bring(of(session, entry("Ana"), entry("Bo")), session.meeting)
    [noted] = JournalEntry.objects.filter(action=Action.IMPORTED)
    assert noted.data == {"brought_in": 2, "taken_off": 0} and noted.about_id == session.pk


def test_who_no_longer_stands_on_the_page_is_shown_and_stays(session: Session, dana: User) -> None:
    make.sign_up(dana, session)  # never stood on it
    bring(of(session, entry("Ana"), entry("Bo"), entry("Cy")), session.meeting)
    later = of(session, entry("Ana"), entry("Cy", status="no"))
    preview = look(later, session.meeting)
    assert [place.name for place in preview.left] == ["Bo", "Cy"] and not preview.leaving
    bring(later, session.meeting)
    assert listed(session) == ["Dana", "Ana", "Bo", "Cy"]
    bo = Registration.objects.get(name="Bo")
    dana_too = Registration.objects.get(name="Dana")
    [done] = bring(later, session.meeting, leaving={bo.pk, dana_too.pk})
    assert done.taken_off == 1 and listed(session) == ["Dana", "Ana", "Cy"]
    bo.refresh_from_db()
    assert bo.status == Status.REMOVED and bo.removed_reason


def test_who_left_one_list_and_stands_on_the_other(session: Session) -> None:
    second = make.session(session.meeting, starts_in=5 * DAY)
    both, ana = [session, second], [entry("Ana")]
    bring(page(*((s.starts_at, ana) for s in both)), session.meeting)
    later = page((session.starts_at, ana), (second.starts_at, []))
    assert [place.session for place in look(later, session.meeting).left] == [second]


def test_who_is_not_named_there_has_not_left(session: Session) -> None:
    """Our own lists say "a participant", and leave out who is hidden."""
    bring(of(session, entry("Ana"), entry("Bo"), entry("Cy")), session.meeting)
    Registration.objects.filter(name="Ana").update(visibility=Visibility.HIDDEN)
    Registration.objects.filter(name="Bo").update(visibility=Visibility.NAME)
    ours = of(session, entry("Bo"), entry(None))
    assert look(ours, session.meeting).left == []
    assert [p.name for p in look(of(session, entry("Bo")), session.meeting).left] == ["Cy"]


def test_who_is_under_another_name_now_is_found_by_it(session: Session) -> None:
    """Their account is gone from the wiki, and their line is still there."""
    bring(of(session, entry("Ana")), session.meeting, accounts("Ana"))
    assert look(of(session, entry("Ana")), session.meeting, {"Ana": None}).left == []


# --- Out, and in again ----------------------------------------------------------------------------


def test_what_goes_out_and_comes_back_changes_nothing(session: Session, dana: User) -> None:
    """Whoever is named there is recognised; nobody is new, and nobody has left."""
    meeting = session.meeting
    Session.objects.filter(pk=session.pk).update(
        starts_at=session.starts_at.replace(second=0), capacity=6
    )
    second = make.session(
        meeting, starts_at=session.starts_at.replace(second=0) + 2 * DAY, number=9
    )
    session.refresh_from_db()
    named = ["Zoë (WMAT)", "Luc WMFr", "O'Brien-Smith", "שלום", "Rock & Roll", "陳大文"]
    for on in (session, second):
        bring(of(on, *map(entry, named), entry("Shy"), entry("Hidden")), meeting)
    Registration.objects.filter(name__in=named).update(visibility=Visibility.NAME)
    Registration.objects.filter(name="Hidden").update(visibility=Visibility.HIDDEN)
    proved = User.objects.filter(wikimedia_name__in=named[:4])
    proved.update(wikimedia_proved_at=timezone.now())
    make.sign_up(dana, session, name="Dana D.")
    sessions = exporter.open_sessions(meeting)
    written = exporter.header(meeting, sessions) + out.lists(exporter.lists(sessions).values())

    back = read(written)
    assert [one.starts_at for one in back.sessions] == [one.starts_at for one in sessions]
    assert back.skipped == ()
    preview = look(back, meeting)
    shown = [[line.standing for line in one.lines] for one in preview.lists]
    here, unnamed, namesake = Standing.HERE, Standing.UNNAMED, Standing.NAMESAKE
    assert shown == [[here] * 6 + [unnamed, namesake], [here] * 6 + [unnamed]]
    assert preview.coming == 0 and preview.left == []
    before = everything()
    assert bring(back, meeting) == [] and everything() == before


# --- The page that all this began with ------------------------------------------------------------


def test_the_seed(ben: User) -> None:
    """Two sessions, 13 and 10 entries, 19 people; with their affiliates."""
    # At hours that no clock of twelve has: only these are beyond doubt without minutes.
    start = make.now().replace(hour=15, minute=0, second=0, microsecond=0)
    when = start + 30 * DAY, start.replace(hour=17) + 43 * DAY
    meeting = make.meeting(facilitators=(ben,))
    sessions = [make.session(meeting, starts_at=moment) for moment in when]
    codes = ("WMAR", "WMAT", "WMPL", "WMFr", "WMCH", "WMB", "WMDE", "WMIT", "WMUK", "WDU", "WMMX")
    for code in codes:
        make.affiliate(code=code)
    first = [
        "Ada Sol (WMAR)", "Bo Lind (WMAT)", "Cy", "Dee Dum", "Małgosia (WMPL)", "Eli WMFr",
        "Fio WMCH", "GHill (WMB)", "Hal Jo (WMDE)", "Ina Po (WMAR)", "Joe Mo Awa", "Kit Ku (WMIT)",
        "Lou To (WMUK)",
    ]  # fmt: skip
    second = [
        "Ada Sol (WMAR)", "Mia (WDU)", "Joe Mo Awa", "Ned Ru (WMDE)", "Olá (WMMX)", "PIn (WMB)",
        "Ina Po (WMAR)", "Qlena", "RSza-WMF", "Lou To (WMUK)",
    ]  # fmt: skip
    lines = ["I want to take part in the meeting[edit]", ""]
    for moment, names in zip(when, (first, second), strict=True):
        lines += [f"{moment:%A} {moment.day}th {moment:%B %Y}, time {moment.hour} UTC", ""]
        lines += [
            f"  {n}. {name} (talk) 17:18, {start.day} {start:%B %Y} (UTC)[reply]"
            for n, name in enumerate(names, 1)
        ]
        lines += [""]
    lines += ["Other info[edit]", "", "  • Friendliness and mutual respect", "  • Openness"]

    done = bring(read("\n".join(lines)), meeting)
    assert [one.brought_in for one in done] == [13, 10]
    assert [listed(session) for session in sessions] == [first, second]
    assert User.objects.filter(wikimedia_name__isnull=False).count() == 19
    with_code = Registration.objects.filter(affiliate__code__in=codes)
    assert with_code.count() == 17 and not with_code.filter(name__in=["Cy", "RSza-WMF"]).exists()
