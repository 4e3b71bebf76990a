"""One line of a list to the people it signs up, or the reason why it signs up nobody."""

import re
from itertools import pairwise

from django.utils.translation import gettext as _

from meetings.wikitext.accounts import account_name
from meetings.wikitext.codes import as_code, code_before, code_in_brackets, code_of_name
from meetings.wikitext.entries import EMAIL, Around, Person, make_entry
from meetings.wikitext.intent import intent
from meetings.wikitext.lines import Line
from meetings.wikitext.page import Entry, Skipped
from meetings.wikitext.rows import reason_to_skip, wants_privacy
from meetings.wikitext.signatures import Signature, find_signatures, without_buttons

_ON_BEHALF = re.compile(
    r"on behalf(?: of)?|\b(?:pre-?)?regist(?:ered|ration|ering) (?:on|by|through|via|for|per|"
    r"after)|"
    r"\bsigned up by|\badded (?:by|on)|\bon [\w'’ ]{1,40}['’]s? behalf|\bim namen|im auftrag|"
    r"angemeldet (?:von|durch|per|für)|eingetragen (?:von|durch|für)|inscri(?:te?s?|ta|to|"
    r"tos) (?:par|por|vía|via|da)|"
    r"en nombre de|au nom de|de la part de|per conto di|em nome de|w imieniu|namens|"
    r"(?:via|by|per|through) e-?mail",
    re.IGNORECASE,
)
_BEHALF_OF = re.compile(
    r"(?:on behalf of|im namen von|im auftrag von|en nombre de|au nom de|per conto di|em nome de|"
    r"w imieniu|namens|registered for|eingetragen für)\s(?P<name>[^,;()–—]{2,60}?)"
    r"(?=\s(?:by|von|durch|par|por|da|via|per|after|registr)\b|[,;()–—.]|\s-|$)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s?(?:[,;/&+·•|]|\b(?:and|und|y|et|e|i|en|och|og|a)\b)\s?|\.?\s?$")
# "Ana of WMPL", "Ana from a museum"; but "King of Hearts" may be what an account is called.
_OF = re.compile(r"\s(?:from|(?:of|von|de|di)(?=\s(?:WM[A-Z]|WDU\b|Wikimedia)))\s")
# A full stop ends a sentence, but not "Dr. Mia" and "J. Doe".
_STOP = r"(?<!\bDr)(?<!\bSt)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bProf)(?<!\b[A-Z])\.\s"
_CUT = re.compile(
    r"\s[-–—]+\s|--|\s?[(（]|[,;:]\s|\s/\s|\s[→=]+\s|\sas\s|…|[!?](?:\s|$)|\s?\[|"
    rf"{_STOP}|{_OF.pattern}"
)
_BRACKETS = re.compile(r"[(（][^()（）]{1,40}[)）]")
# "+1 Ivy", "✔ Joe", "@Gus"
_MARK_BEFORE = re.compile(r"^(?:\+1\b|[-–—~\s@→+✓✔☑✅•])+")
_MOST_WORDS = 4
_NAME = re.compile(r"[^<>\[\]{}|=]*[^\W\d_][^<>\[\]{}|=]*")
_REMARK = re.compile(
    r"(?:looking forward|thanks?|thank you|see you|great|good|ok(?:ay)?|yes|no|interested|welcome|"
    r"hello|hi|me too|same here|count me|i['’]?m in|danke|gracias|merci|grazie|obrigad[oa]|hallo|"
    r"sorry|please|bitte|the|this|we|if|when|for|confirmed|late|host|trainer|speaker|facilitator|"
    r"organi[sz]er|coordinator|new)\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(
    r"\b(?:i|i['’]\w+|me|my|we|ich|wir|je|j['’]\w+|nous|yo|io|eu|ja|ik|jag)\b", re.IGNORECASE
)
_ODD_TALK = re.compile(
    r"[(\[][^()\[\]]{0,80}(?:\btalk[:|]|[:|]talk)[^()\[\]]{0,80}[)\]]", re.IGNORECASE
)


def read_line(line: Line, around: Around) -> list[Entry] | Skipped:
    """The people of one line; a line that is nobody's sign-up comes back with the reason."""
    text = without_buttons(line).strip()
    signatures = find_signatures(line)
    named = any(who.linked for who in signatures)
    filled_in = any(who.signed and who.stamp for who in signatures)
    if reason := reason_to_skip(text.replace("~", "") if named else text, filled_in=filled_in):
        return Skipped(line.number, line.raw, reason)
    if not signatures and wants_privacy(text):
        return [make_entry(line, around, Person(None))]
    if several := _several(line, text, signatures, around):
        return several
    if not signatures:
        return _unsigned(line, text, around)
    return _for_somebody(line, text, signatures, around) or _signed(line, signatures, around)


# --- several people in one line


def _several(
    line: Line, text: str, signatures: tuple[Signature, ...], around: Around
) -> list[Entry]:
    """Everybody of a line that is only a list of names; nobody if it is something else."""
    if any(who.stamp or (who.signed and not who.linked) for who in signatures):
        return []
    if not signatures:
        return _several_plain(line, text, around)
    full = without_buttons(line)
    between = [full[a.end : b.start] for a, b in pairwise(signatures)]
    if len({who.account for who in signatures}) < 2 or not all(map(_separates, between)):
        return []
    return [make_entry(line, around, Person(who.account, who.shown)) for who in signatures]


def _separates(text: str) -> bool:
    """Between names: a comma, an "and", and at most a few words about the one before."""
    return bool(_AND.fullmatch(re.sub(r"[(（][^()（）]{0,60}[)）]", "", text).strip()))


def _several_plain(line: Line, text: str, around: Around) -> list[Entry]:
    names = [part.strip() for part in re.split(r"[,;]|\s(?:and|und|et|y)\s", text.rstrip(". "))]
    names = [name for name in names if name]
    short = all(len(name.split()) <= (3 if around.many else 1) for name in names)
    if len(names) < (2 if around.many else 3) or not short or EMAIL.search(text):
        return []
    heads = [(_leading_name(name) or name, name) for name in names]
    return [make_entry(line, around, _guess(head), name[len(head) :]) for head, name in heads]


def _guess(name: str, code: str | None = None) -> Person:
    """Somebody whose name stands there without a link or a signature."""
    account = None if ":" in name else account_name(name)  # "Special:MyPage" is a page
    return Person(account, name, code, warnings=(_unchecked(),))


def _unchecked() -> str:
    return _("No link and no signature; please check that this is the account.")


# --- somebody who signed


def _signed(line: Line, signatures: tuple[Signature, ...], around: Around) -> list[Entry] | Skipped:
    text = without_buttons(line)
    who, recorder, warnings = _participant(text, signatures)
    shown, code = who.shown, None
    if not who.linked:
        code, shown = code_before(shown)
    if not shown or (as_code(shown) and as_code(who.account or "") == as_code(shown)):
        return Skipped(line.number, line.raw, _("Only a code, no name."))
    account = account_name(shown) if code else who.account
    if EMAIL.search(text) and not (who.linked or who.talk):
        account = None  # a name and an address: whoever has an account signs with it
    lead = text[: who.start].rstrip()
    before, after = lead.strip(" -–—:|"), _rest(text, who, signatures)
    # "Name: X" and "Late: X" say something about X.
    named_before = who.linked and not lead.endswith(":")
    shown = (_name_before_link(before) if named_before else "") or shown
    if EMAIL.fullmatch(shown):
        shown = _leading_name(before)  # "Ana, ana@example.org 17:18, …"
    code = code or code_before(before)[0] or code_in_brackets(after[:40])
    stamp = who.stamp or (recorder.stamp if recorder else None)
    warnings += _about_signature(text, who, stamp is not None and stamp.when is None)
    person = Person(
        account,
        shown,
        code,
        stamp.when if stamp else None,
        recorder.account if recorder else None,
        warnings,
    )
    beside = " ".join(_BRACKETS.findall(text[who.start : who.end].replace(who.shown, "", 1)))
    return [make_entry(line, around, person, f"{before} {beside} {after}")]


def _rest(text: str, who: Signature, signatures: tuple[Signature, ...]) -> str:
    """What stands behind the signature, without its time and other signatures."""
    spans = [(other.start, other.end) for other in signatures if other.start >= who.end]
    spans += [(other.stamp.start, other.stamp.end) for other in signatures if other.stamp]
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return " ".join(text[who.end :].split())


def _participant(
    text: str, signatures: tuple[Signature, ...]
) -> tuple[Signature, Signature | None, tuple[str, ...]]:
    """Who is signed up, who wrote that down if it was somebody else, and what is odd about it.

    The first person named is meant, unless a sentence that mentions others ends with a signature.
    """
    first = signatures[0]
    signers = [who for who in signatures if who.stamp or who.signed]
    signer = next((who for who in signers if who.account == first.account), None)
    if signer or not signers:
        stamped = [who for who in signatures if who.account == first.account and who.stamp]
        twice = (_("Signed twice; the first time counts."),) if len(stamped) > 1 else ()
        others = any(who.account != first.account for who in signatures)
        also = (_("Other people are named in this line too."),) if others else ()
        return (stamped or [first])[0] if first.stamp is None else first, None, twice + also
    between = text[first.end : signers[-1].start]
    if len(text[: first.start].split()) >= 3 or _FIRST_PERSON.search(between):
        return signers[-1], None, (_("Other people are named in this line too."),)
    return first, signers[-1], (_("Somebody else signed this line."),)


def _about_signature(text: str, who: Signature, unreadable: bool) -> tuple[str, ...]:
    if unreadable:
        return (_("The time of the signature cannot be read."),)
    if _ODD_TALK.search(text):
        return (_("The signature was typed by hand; please check the name."),)
    if who.stamp is None:
        return (_("The signature has no time."),) if who.signed else (_("There is no signature."),)
    if not who.talk:
        return (_("The signature has no link to a talk page."),)
    return ()


def _name_before_link(before: str) -> str:
    """The name that somebody wrote before their account: "Anna - user:Anna77"."""
    words = before.split()
    is_name = 0 < len(words) <= 3 and all(word[0].isupper() for word in words)
    other = intent(before) or as_code(before) or _REMARK.match(before)
    return before if is_name and not other else ""


# --- somebody signed up by another


def _for_somebody(
    line: Line, text: str, signatures: tuple[Signature, ...], around: Around
) -> list[Entry] | None:
    """X, of "X (registered on X's behalf, Org (talk) 16:31, …)", which Org wrote down."""
    full = without_buttons(line)
    behalf = _ON_BEHALF.search(full)
    recorder = signatures[-1]
    if not behalf or (
        signatures[0].account != recorder.account and signatures[0].start < behalf.start()
    ):
        return _recorded(line, signatures, around) if behalf else None
    lead = _leading_name(full[: min(behalf.start(), recorder.start)])
    named = _BEHALF_OF.search(full)
    if not lead and named and named["name"].lower() not in {"him", "her", "them"}:
        lead = named["name"].strip()
    if not lead:
        return None
    code, name = code_before(lead)
    guessed = _guess(name, code or code_in_brackets(full[len(lead) : len(lead) + 12]))
    return [make_entry(line, around, _written_by(guessed, recorder))]


def _recorded(line: Line, signatures: tuple[Signature, ...], around: Around) -> list[Entry]:
    first, recorder = signatures[0], signatures[-1]
    return [make_entry(line, around, _written_by(Person(first.account, first.shown), recorder))]


def _written_by(person: Person, recorder: Signature) -> Person:
    when = recorder.stamp.when if recorder.stamp else None
    warnings = (*person.warnings, _("Somebody else wrote this line down."))
    return Person(
        person.account, person.shown, person.code, when, recorder.account or None, warnings
    )


def _leading_name(text: str) -> str:
    """The name that opens a line, with its code in brackets."""
    text = text.lstrip(" -–—~").rstrip(" (,-–—:")
    code = re.match(r"[^()]{2,60}\(W[A-Za-z]{2,5}\)", text)
    if code:
        return code[0]
    cut = _CUT.search(text)
    name = (text[: cut.start()] if cut else text).strip()
    return name if len(name.split()) <= _MOST_WORDS else ""


# --- somebody who did not sign


def _unsigned(line: Line, text: str, around: Around) -> list[Entry] | Skipped:
    if email := EMAIL.search(text):
        name = _leading_name(text[: email.start()].rstrip(" (<[:-–—,"))
        return [make_entry(line, around, Person(None, name), text[email.end() :])]
    code, text = code_before(_MARK_BEFORE.sub("", text))
    name = _leading_name(text)
    comment = text[len(name) :]
    if code and not name:
        return Skipped(line.number, line.raw, _("Only a code, no name."))
    if not name or _is_prose(name, comment):
        return Skipped(line.number, line.raw, _("This is a remark, not a name."))
    if as_code(name):
        return Skipped(line.number, line.raw, _("Only a code, no name."))
    of = _OF.match(comment)
    beside = comment[of.end() if of else 0 :].strip(" ,-–—:;.()/")
    code = code or code_in_brackets(comment) or as_code(beside)
    is_coded = code or code_of_name(name)
    if of or re.match(r"\s?[,;/]", comment) or (re.match(r"\s?[-–—:]", comment) and not is_coded):
        # "Anna Example, Museum of Examples" is a name of everyday life.
        return [make_entry(line, around, Person(None, name, code), comment)]
    return [make_entry(line, around, _guess(name, code), comment)]


def _is_prose(name: str, comment: str) -> bool:
    words = name.split()
    small = sum(word[0].islower() for word in words)
    if not _NAME.fullmatch(name) or _REMARK.match(name) or len(comment) > 400:
        return True
    return len(words) > 1 and (small >= max(2, len(words) - 1) or intent(name) is not None)
