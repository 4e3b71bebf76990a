"""`manage.py import_signup_page FILE --meeting SLUG`: the same as a facilitator's yes."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from meetings.models import Registration, Session
from members import wikimedia
from members.rules import Refusal, Refused
from tests import factories as make
from tests.factories import DAY
from tests.test_leaks import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(meeting: Any) -> Session:
    return make.session(meeting, starts_at=make.now().replace(second=0, microsecond=0) + 3 * DAY)


@pytest.fixture
def file(tmp_path: Path, session: Session) -> Path:
    """Two who come, one who does not, one without an account, on one list; another list whose
    time is no session's."""
    when = f"{session.starts_at:%A} {session.starts_at:%-d %B %Y, %H:%M} UTC"
    later = session.starts_at + 9 * DAY
    text = f"""== I want to take part in the meeting ==

'''{when}'''

# [[User:Ana (WMAR)|Ana (WMAR)]] ([[User talk:Ana (WMAR)|talk]]) 17:18, 29 January 2024 (UTC)
# Fay Doe (fay@example.org)
# <s>[[User:Cy|Cy]] ([[User talk:Cy|talk]]) 17:18, 29 January 2024 (UTC)</s>
# Gus Moe / Somewhere

'''{later:%A} {later:%-d %B %Y, %H:%M} UTC'''

# [[User:Bo|Bo]] ([[User talk:Bo|talk]]) 17:18, 29 January 2024 (UTC)
"""
    path = tmp_path / "page.txt"
    path.write_text(text)
    return path


def run(file: Path | str, *options: str) -> str:
    out = io.StringIO()
    call_command("import_signup_page", str(file), *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def listed(session: Session) -> list[str]:
    found = Registration.objects.registered().filter(session=session).in_order()
    return list(found.values_list("name", flat=True))


def test_it_brings_in_and_says_what_it_did(file: Path, session: Session) -> None:
    said = run(file, "--meeting", session.meeting.slug)
    assert listed(session) == ["Ana (WMAR)", "Fay Doe"]
    assert "session 1, 2 of 4 brought in" in said and "Cy: says no" in said
    assert "Gus Moe: neither account nor address" in said
    assert "left out, since no session of the meeting starts then" in said
    assert said.endswith("2 brought in.\n") and "@" not in said


def test_again_changes_nothing(file: Path, session: Session) -> None:
    run(file, "--meeting", session.meeting.slug)
    before = everything()
    assert run(file, "--meeting", session.meeting.slug).endswith("0 brought in.\n")
    assert everything() == before


def test_who_left_the_page_is_named_and_stays(file: Path, session: Session, tmp_path: Path) -> None:
    run(file, "--meeting", session.meeting.slug)
    without = file.read_text().replace("# Fay Doe (fay@example.org)\n", "")
    later = tmp_path / "later.txt"
    later.write_text(without)
    said = run(later, "--meeting", session.meeting.slug)
    assert "No longer on the page, and still on the list: Fay Doe" in said
    assert listed(session) == ["Ana (WMAR)", "Fay Doe"]


def test_for_programs(file: Path, session: Session) -> None:
    said = json.loads(run(file, "--meeting", session.meeting.slug, "--json"))
    assert said["brought_in"] == 2 and "@" not in json.dumps(said)
    first, second = said["sessions"]
    assert first["session"] == 1 and second["session"] is None
    assert first["starts_at"] == session.starts_at.isoformat()
    assert [one["brought_in"] for one in first["entries"]] == [True, True, False, False]


def test_who_may_not_come_is_left_out_and_it_is_said(file: Path, session: Session) -> None:
    make.exclude("Ana (WMAR)")
    said = run(file, "--meeting", session.meeting.slug)
    assert "1 of 4 brought in" in said and "Ana (WMAR): cannot be brought in" in said
    assert said.endswith("1 brought in.\n") and listed(session) == ["Fay Doe"]


def test_the_preview_stores_nothing(file: Path, session: Session) -> None:
    before = everything()
    assert json.loads(run(file, "--preview", "--json", "--meeting", session.meeting.slug))
    assert everything() == before


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "--meeting"),
        (["--meeting", "no-such-meeting"], "no meeting"),
        (["--meeting", "without-sessions"], "No session of this meeting"),
    ],
)
def test_nothing_is_stored_without_a_meeting_that_fits(
    options: list[str], sentence: str, file: Path
) -> None:
    make.meeting(slug="without-sessions")
    before = everything()
    with pytest.raises(CommandError, match=sentence):
        run(file, *options)
    assert everything() == before


def test_nothing_is_stored_when_the_session_was_cancelled(file: Path, session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(status="cancelled")
    with pytest.raises(CommandError, match="This session was cancelled"):
        run(file, "--meeting", session.meeting.slug)
    assert listed(session) == []


@pytest.mark.parametrize("text", ["", "Hello", "== I want to take part in the meeting ==\n"])
def test_nothing_to_find(text: str, tmp_path: Path, session: Session) -> None:
    path = tmp_path / "page.txt"
    path.write_text(text)
    with pytest.raises(CommandError):
        run(path, "--meeting", session.meeting.slug)


def test_a_wiki_that_is_down(file: Path, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(names: object) -> None:
        raise Refused(Refusal("wiki_down", "-"))

    monkeypatch.setattr(wikimedia, "enabled", lambda: True)
    monkeypatch.setattr(wikimedia, "look_up_many", down)
    with pytest.raises(CommandError, match="Nothing was stored"):
        run(file, "--meeting", session.meeting.slug)
    assert listed(session) == []
