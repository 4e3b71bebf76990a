"""The sentence of a pattern that answers a question, with its words marked."""

import re
import unicodedata

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from learning_patterns.models import Pattern
from learning_patterns.search.words import Question, fold, is_beginning, split, stem

# Where an answer is looked for, what one reads first coming first.
_LOOKED_AT = (
    "problem", "when_to_use", "solution", "considerations", "examples", "see_also", "related",
    "external_links", "references",
)  # fmt: skip
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_WORD = re.compile(r"(\w+)")
_MARKDOWN = re.compile(r"[*_`#>|]+|\]\([^)\n]{0,300}\)|\[")
LONGEST = 220
# So much of the words of one has another that may say the same.
ALIKE = 0.4


def passage(pattern: Pattern, question: Question) -> SafeString:
    """The first sentence that has most of the words; without one, how the pattern begins."""
    stems = _stems(question)
    best, most = "", 0
    for name in _LOOKED_AT if stems else ():
        for sentence in _sentences(getattr(pattern, name)):
            found = len({s for word in split(fold(sentence)) for s in stems if _is(word, s)})
            if found > most:
                best, most = sentence, found
    return marked(best or _beginning(pattern.problem), question)


def marked(text: str, question: Question) -> SafeString:
    """A text with the words of the question in <mark>."""
    stems = _stems(question)
    parts = _WORD.split(unicodedata.normalize("NFC", text))
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", part) if _any(part, stems) else part,)
            for part in parts
            if part
        ),
    )


def is_alike(pattern: Pattern, question: Question) -> bool:
    """True if a pattern has a good part of somebody's words in its title and problem."""
    stems = _stems(question)
    words = set(split(fold(f"{pattern.title} {pattern.problem}")))
    shared = len({s for s in stems if any(_is(word, s) for word in words)})
    return shared >= 2 and shared / len(stems) >= ALIKE


def _any(part: str, stems: set[tuple[str, bool]]) -> bool:
    word = fold(part)
    return any(_is(word, one) for one in stems)


def _is(word: str, wanted: tuple[str, bool]) -> bool:
    text, begins = wanted
    return word.startswith(text) if begins else word == text


def _stems(question: Question) -> set[tuple[str, bool]]:
    """What words have to look like, and whether that is only how they begin."""
    return {
        (stem(word), is_beginning(stem(word)))
        for phrase in question.phrases
        for word in split(phrase)
    }


def _sentences(text: str) -> list[str]:
    plain = _MARKDOWN.sub("", text)
    return [sentence.strip()[:LONGEST] for sentence in _SENTENCE.findall(plain)]


def _beginning(text: str) -> str:
    plain = " ".join(_MARKDOWN.sub("", text).split())
    return plain if len(plain) <= LONGEST else plain[:LONGEST].rsplit(" ", 1)[0] + " …"
