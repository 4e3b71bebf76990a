"""Signatures as wikis in other languages write them."""

from datetime import UTC, datetime

import pytest

from meetings.wikitext import read

UTC_TIME = datetime(2024, 1, 29, 17, 18, tzinfo=UTC)
CET_TIME = datetime(2024, 1, 29, 16, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("signature", "when"),
    [
        ("Ada (talk) 17:18, January 29, 2024 (UTC)", UTC_TIME),
        ("Ada (Diskussion) 17:18, 29. Jan. 2024 (CET)", CET_TIME),
        ("Ada (discusión) 17:18 29 ene 2024 (UTC)", UTC_TIME),
        ("Ada (discuter) 29 janvier 2024 à 17:18 (CET)", CET_TIME),
        ("Ada (msg) 17:18, 29 gen 2024 (CET)", CET_TIME),
        ("Ada (discussão) 17h18min de 29 de janeiro de 2024 (UTC)", UTC_TIME),
        ("Ada (dyskusja) 17:18, 29 sty 2024 (CET)", CET_TIME),
        ("Ada (overleg) 29 jan 2024 17:18 (CET)", CET_TIME),
        ("Ada (diskuse) 29. 1. 2024, 17:18 (CET)", CET_TIME),
        ("Ada (diskussion) 29 januari 2024 kl. 17.18 (CET)", CET_TIME),
        ("Ada (disc.) 17:18, 29 gen 2024 (CET)", CET_TIME),
        ("Ada (vita) 2024. január 29., 17:18 (CET)", CET_TIME),
        ("Ada (keskustelu) 29. tammikuuta 2024 kello 17.18 (CET)", CET_TIME),
        ("Ada (обсуждение) 17:18, 29 января 2024 (UTC)", UTC_TIME),
        ("Ada (会話) 2024年1月29日 (月) 17:18 (UTC)", UTC_TIME),
        ("Ada (نقاش) 17:18، 29 يناير 2024 (ت ع م)", UTC_TIME),
    ],
)
def test_a_signature_in_another_language(signature: str, when: datetime) -> None:
    [session] = read(f"Participants[edit]\n\n  1. {signature}\n").sessions

    assert [(e.user_name, e.signed_at) for e in session.entries] == [("Ada", when)]


@pytest.mark.parametrize(
    "heading",
    [
        "Teilnehmer:innen", "Anmeldung", "Lista de participantes", "Inscripciones", "Participants",
        "Inscrits", "Lista dei partecipanti", "Iscrizioni", "Inscrições", "Uczestnicy", "Zapisy",
        "Deelnemers", "Účastníci", "Deltagare", "Osallistujat", "Участники", "参加者",
    ],
)  # fmt: skip
def test_a_heading_in_another_language(heading: str) -> None:
    [session] = read(f"== {heading} ==\n# [[User:Ada]]\n== Agenda ==\n# [[User:Host]]\n").sessions

    assert [entry.user_name for entry in session.entries] == ["Ada"]
