"""The kinds of entry that real pages have, and what is to be read in each. Names are invented."""

from datetime import UTC, datetime


def sign(name: str, time: str = "17:18, 29 January 2024 (UTC)") -> str:
    """A signature as the wiki writes it."""
    return f"[[User:{name}|{name}]] ([[User talk:{name}|talk]]) {time}"


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


JANUARY = at(2024, 1, 29, 17, 18)

# Kind, line, then what is to be read in it: account, name, affiliate, time, status, who wrote it.
KINDS = {
    "1 code in the name": (
        sign("Anna Beispiel (WMAR)"),
        ("Anna Beispiel (WMAR)", "Anna Beispiel (WMAR)", "WMAR", JANUARY, "yes", None),
    ),
    "2 two dashes": (
        "--" + sign("Bert Probe (WMAT)"),
        ("Bert Probe (WMAT)", "Bert Probe (WMAT)", "WMAT", JANUARY, "yes", None),
    ),
    "3 no talk link": (
        "[[User:Carl (WMDE)|Carl (WMDE)]] 04:23, 2 February 2024 (UTC)",
        ("Carl (WMDE)", "Carl (WMDE)", "WMDE", at(2024, 2, 2, 4, 23), "yes", None),
    ),
    "4 no signature": (
        "Dora Muster (WMAR)",
        ("Dora Muster (WMAR)", "Dora Muster (WMAR)", "WMAR", None, "yes", None),
    ),
    "5 talk link but no time, and the Foundation is no affiliate": (
        sign("Emil (WMF)", ""),
        ("Emil (WMF)", "Emil (WMF)", None, None, "yes", None),
    ),
    "6 typed by hand": (
        "Fritz exempel(Use talk:Fritz exempel:talk) 10:11, 29 January 2024 (UTC)",
        ("Fritz exempel", "Fritz exempel", None, at(2024, 1, 29, 10, 11), "yes", None),
    ),
    "7 code without brackets, mixed case": (
        sign("Gina Essai WMFr"),
        ("Gina Essai WMFr", "Gina Essai WMFr", "WMFR", JANUARY, "yes", None),
    ),
    "7 code without brackets": (
        sign("Hana WMCH"),
        ("Hana WMCH", "Hana WMCH", "WMCH", JANUARY, "yes", None),
    ),
    "8 code behind a hyphen": (
        sign("IProva-WMDE"),
        ("IProva-WMDE", "IProva-WMDE", "WMDE", JANUARY, "yes", None),
    ),
    "8 the Foundation behind a hyphen": (
        sign("JProva-WMF"),
        ("JProva-WMF", "JProva-WMF", None, JANUARY, "yes", None),
    ),
    "9 an e-mail address": (
        "Kim Ejemplo (kim@example.org)",
        (None, "Kim Ejemplo", None, None, "yes", None),
    ),
    "10 registered by somebody else": (
        "Lea Voorbeeld (registered on Lea's behalf after a mail conversation, "
        + sign("Orga (WMAT)", "16:31, 21 April 2022 (UTC)")
        + ")",
        ("Lea Voorbeeld", "Lea Voorbeeld", None, at(2022, 4, 21, 16, 31), "yes", "Orga (WMAT)"),
    ),
    "11 on behalf of": (
        "[[User:Max Esempio|Max Esempio]] (on behalf of Max, registration through e-mail, "
        + sign("Orga", "10:25, 4 May 2022 (UTC)")
        + ")",
        ("Max Esempio", "Max Esempio", None, at(2022, 5, 4, 10, 25), "yes", "Orga"),
    ),
    "12 another offset": (
        sign("Nora (WMCO)", "10:54, 8 June 2023 (UTC-5)"),
        ("Nora (WMCO)", "Nora (WMCO)", "WMCO", at(2023, 6, 8, 15, 54), "yes", None),
    ),
    "13 a soft yes": (
        sign("Otto") + " (I will try to join)",
        ("Otto", "Otto", None, JANUARY, "maybe", None),
    ),
    "14 a comment behind": (
        sign("Paula (WMDE)") + " Two meetings in parallel. I shall come a little later.",
        ("Paula (WMDE)", "Paula (WMDE)", "WMDE", JANUARY, "yes", None),
    ),
    "15 a comment before": (
        "Time permitting, I would love to come. " + sign("Quim"),
        ("Quim", "Quim", None, JANUARY, "maybe", None),
    ),
    "16 a name of everyday life": (
        "Rita Przyklad, Museum of Examples",
        (None, "Rita Przyklad", None, None, "yes", None),
    ),
    "17 an account as plain text": (
        "Sven - user:Sven77 editor in Exampleville",
        ("Sven77", "Sven", None, None, "yes", None),
    ),
    "18 privacy": ("attendee wants privacy", (None, None, None, None, "yes", None)),
    "20 in a role": ("Tina as Trainer (comes late)", ("Tina", "Tina", None, None, "yes", None)),
    "20 a bare name": ("Uli", ("Uli", "Uli", None, None, "yes", None)),
    "20 a styled signature": (
        "[[User:Vera|Vera]](<span>✉ ♫</span>)[[User talk:Vera|talk]]",
        ("Vera", "Vera", None, None, "yes", None),
    ),
    "20 full-width brackets": (
        "[[User:Wen|Wen]]（[[User talk:Wen|talk]]） 17:18, 29 January 2024 (UTC)",
        ("Wen", "Wen", None, JANUARY, "yes", None),
    ),
    "21 an account in plain text": ("User:Xaver", ("Xaver", "Xaver", None, None, "yes", None)),
    "21 signed twice": (
        sign("Yara") + " still coming " + sign("Yara", "10:00, 4 May 2024 (UTC)"),
        ("Yara", "Yara", None, JANUARY, "yes", None),
    ),
    "23 German": (
        "[[Benutzer:Zoe|Zoe]] 22:35, 14. Okt. 2007 (CEST)",
        ("Zoe", "Zoe", None, at(2007, 10, 14, 20, 35), "yes", None),
    ),
    "23 German winter": (
        "[[Benutzerin:Zoe|Zoe]] ([[Benutzer Diskussion:Zoe|Diskussion]]) 22:35, 14. Jan. 2024 (CET)"
        "[Beantworten]",
        ("Zoe", "Zoe", None, at(2024, 1, 14, 21, 35), "yes", None),
    ),
    "23 an old short month": (
        "[[User:Zoe|Zoe]] 13:03, 25 Feb 2005 (UTC)",
        ("Zoe", "Zoe", None, at(2005, 2, 25, 13, 3), "yes", None),
    ),
    "another wiki": ("[[m:User:Åsa|Åsa]]", ("Åsa", "Åsa", None, None, "yes", None)),
    "over two wikis": ("[[:w:en:User:Åsa|Åsa]]", ("Åsa", "Åsa", None, None, "yes", None)),
    "right to left": (
        "[[משתמש:דוגמה|דוגמה]] ([[שיחת משתמש:דוגמה|שיחה]]) 17:18, 29 January 2024 (UTC)",
        ("דוגמה", "דוגמה", None, JANUARY, "yes", None),
    ),
    "cannot come": (
        "I cannot attend on Saturdays. " + sign("Ada"),
        ("Ada", "Ada", None, JANUARY, "no", None),
    ),
    "cannot come, in German": (
        sign("Ada") + " kann leider nicht",
        ("Ada", "Ada", None, JANUARY, "no", None),
    ),
    "cannot do something else": (
        sign("Ada") + " can't make dinner",
        ("Ada", "Ada", None, JANUARY, "unclear", None),
    ),
    "an IP address": (
        "[[Special:Contributions/192.0.2.7|192.0.2.7]] 17:18, 29 January 2024 (UTC)",
        (None, None, None, JANUARY, "yes", None),
    ),
}
