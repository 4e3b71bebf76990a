"""The short codes of affiliates ("WMAT") that people carry in their names."""

import re

_KNOWN = (
    "WMAR WMAM WMAU WMAT WMBD WMBE WMB WMCA WMCL WMCZ WMCO WMDK WMDE WMDC WMEE WMFI WMFR WMIL WMIT "
    "WMID WMHU WMMX WMNL WMNYC WMNO WMPL WMPT WMRS WMZA WMES WMSE WMCH WMTW WMTH WMUA WMUK "
    "WMNZ WDU "
    "WMGE WMIN"
)
KNOWN = frozenset(_KNOWN.split())
# The Foundation is no affiliate; the others are projects, events and roles.
_OTHERS = {"WMF", "WMCON", "WMC", "WMEX", "WMX", "WMXX", "WMXXX"}
_LIKE_A_CODE = re.compile(r"WM[A-Z]{1,4}|WUG[A-Z]{0,3}|W[A-Z]{1,3}UG")
_IN_BRACKETS = re.compile(r"[(（]\s?([A-Za-z]{3,6})(?:[\s,/][^()（）]{0,40})?\s?[)）]")
_AT_END = re.compile(r"[\s_,-](WM[A-Za-z]{1,4}|WDU)$")
_AT_START = re.compile(r"(WM[A-Z]{1,4}|WDU)(?:\s?[-–—:]\s?|\s|$)")
_PLACEHOLDER = re.compile(r"\bWM(?:x{2,3}|X{2,3}|\?\?|__)\b|\bWM(?:xx|XX|\?\?)")


def as_code(word: str) -> str | None:
    """`word` as an affiliate's code, None if it is not like one."""
    code = word.upper()
    if code in _OTHERS:
        return None
    return code if code in KNOWN or _LIKE_A_CODE.fullmatch(code) else None


def code_of_name(name: str) -> str | None:
    """The code at the end of a name: "X (WMAR)", "X WMFr", "X-WMDE"."""
    bracket = [match for match in _IN_BRACKETS.finditer(name) if match.end() == len(name)]
    if bracket:
        return as_code(bracket[-1][1])
    suffix = _AT_END.search(name)
    return as_code(suffix[1]) if suffix else None


def code_in_brackets(text: str) -> str | None:
    """The first code in brackets in a text behind a name."""
    codes = (as_code(match[1]) for match in _IN_BRACKETS.finditer(text))
    return next((code for code in codes if code), None)


def code_before(text: str) -> tuple[str | None, str]:
    """The code that opens a row ("WMAT – Anna"), and what follows it."""
    match = _AT_START.match(text)
    code = as_code(match[1]) if match else None
    return (code, text[match.end() :]) if match and code else (None, text)


def is_placeholder(text: str) -> bool:
    """Whether this is the code that a template leaves to be filled in: "WMxx"."""
    return bool(_PLACEHOLDER.search(text))
