"""What a question asks for: its words without accents, and without those that say nothing."""

import re
import unicodedata
from dataclasses import dataclass

# A question is a sentence, and a library may be small: rarity alone does not tell that "how" is no
# clue. For the languages that most patterns are in; PostgreSQL knows more of its own.
_STOP_WORDS = """
a about after again all also always am an and another any anybody anyone anything are as at away
be because been before being both but by can cannot come comes could did do does doing don done
down during each else ever every everybody everyone few for from get gets getting give go goes
going got had has have having he her here him his how i if in into is it its just keep know less
let like likes made make makes making many may me might more most much must my need needs never
no nobody none nor not nothing now of off often on once one only or other others our out over own
people person please s same she should so some somebody someone something still such t take than
that the their them themselves then there these they thing things this those to too try under
until up us use used using very want wants was way we well were what when where which while who
whom whose why will with without would yet you your yours
al como con cuando de del donde el ella en es esta este hay la las lo los mas mi muy nadie no
nos nuestra nuestro o para pero por porque que quien se sin son su sus un una unas unos y ya
das dem den der des die ein eine einem einen einer es fur ich ihr ist kein keine mit nicht oder
sich sie sind und uns unser unsere von warum was wenn wer wie wir zu zum zur
au aux avec ce ces comment dans des du elle est et il ils je le les leur mais ne nous on ou par
pas plus pour pourquoi qui sur une vous
"""
_SAY_NOTHING = frozenset(_STOP_WORDS.split())
_TOKEN = re.compile(r'(-?)"([^"]*)"|(-?)([^\s"]+)')
_WORD = re.compile(r"\w+")
# More than anybody asks; each one costs a look into the index.
MOST = 12
_MARKS = re.compile(r"[\u0300-\u036f]")
_ENDINGS = re.compile(r"(ings?|ers?|ed|es|s|ment|ments|ation|ations)$")
# Shorter words must match whole: "art" is not the beginning of "article".
SHORTEST_BEGINNING = 4


@dataclass(frozen=True, slots=True)
class Question:
    """`phrases` are words or "quoted passages", any of which counts; `without` ("-word") is in
    none of the answers."""

    phrases: tuple[str, ...]
    without: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.phrases)

    @property
    def tells(self) -> bool:
        """False for "what is the": any pattern would answer that."""
        return any(phrase not in _SAY_NOTHING for phrase in self.phrases)


def fold(text: str) -> str:
    """Lower case, without accents."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()


def ask(text: str) -> Question:
    """What somebody typed. Words that say nothing count only where there are no others."""
    wanted: list[str] = []
    without: list[str] = []
    for no_quote, quoted, no_word, word in _TOKEN.findall(fold(text[:500])):
        found = _WORD.findall(quoted or word)
        if no_quote or no_word:
            without.append(" ".join(found))
        elif quoted:
            wanted.append(" ".join(found))
        else:
            wanted += found
    telling = [phrase for phrase in wanted if phrase and phrase not in _SAY_NOTHING]
    chosen = telling or [phrase for phrase in wanted if phrase]
    return Question(
        tuple(dict.fromkeys(chosen))[:MOST], tuple(dict.fromkeys(filter(None, without)))[:MOST]
    )


def stem(word: str) -> str:
    """The beginning that words of one family share, roughly, and not in every language."""
    return _ENDINGS.sub("", word) if len(word) > 5 else word


def is_beginning(phrase: str) -> bool:
    """True if longer words that begin like this are meant too."""
    return " " not in phrase and len(phrase) >= SHORTEST_BEGINNING


def split(text: str) -> list[str]:
    """The words of a text that was folded."""
    return _WORD.findall(text)
