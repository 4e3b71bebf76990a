"""A page of Meta to the fields of a pattern.

The box at the head says problem and solution in a sentence; the sections tell more. Headings are
those that pages have used over the years.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from learning_patterns.content import MARKDOWN
from learning_patterns.wikitext.blocks import blocks, heading
from learning_patterns.wikitext.cutting import Page, cut
from learning_patterns.wikitext.inline import markdown, plain
from learning_patterns.wikitext.names import page_name

LARGEST = 1_000_000
# As much as a field takes that is typed here.
LONGEST_FIELD = 10_000
# Of wikitext for it: a mark can be written as an entity of six characters.
LONGEST_SECTION = 8 * LONGEST_FIELD
# Each as it reads without capitals, signs and a "things to" or "the" before it.
_SECTIONS = {
    "what problem does this solve": "problem",
    "problem": "problem",
    "what is the solution": "solution",
    "solution": "solution",
    "things to consider": "considerations",
    "considerations": "considerations",
    "general considerations": "considerations",
    "when to use": "when_to_use",
    "when to use it": "when_to_use",
    "examples": "examples",
    "example": "examples",
    "see also": "see_also",
    "related patterns": "related",
    "external links": "external_links",
    "references": "references",
    "notes": "references",
    "endorsements": "endorsements",
}
_BOX = {"problem", "solution"}
_DAY = re.compile(r"(\d{1,2})\s+([A-Za-z]{3,9}),?\s+(\d{4})")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_COMMONS = "https://commons.wikimedia.org/wiki/File:"
# Names of files there have at most 240 bytes.
_LONGEST_PICTURE = 240


class Unreadable(Exception):
    """The text cannot be a page; the message is a sentence for who brought it."""


@dataclass
class WikiPattern:
    """What a page says. `fields` are those of a pattern that are text; `endorsements` how many
    signed there; `left_out` is what was on the page and is not in it, in words."""

    title: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)
    created_on: dt.date | None = None
    endorsements: int = 0
    left_out: list[str] = field(default_factory=list)


def read(text: str, *, page: str = "") -> WikiPattern:
    """The pattern on the page of that name.

    Raises:
        Unreadable: it is too large, no text, or tells neither a problem nor a solution.
    """
    if len(text) > LARGEST:
        raise Unreadable(_("This is more than 1 MB, too much for a pattern."))
    if "\0" in text:
        raise Unreadable(_("This is not text."))
    rest = cut(text)
    found = WikiPattern(title=title_of(page_name(page)))
    sections = _sections(rest, found)
    _read_box(_box(rest, sections, found), found, sections)
    if max(map(len, [*sections.values(), *rest.notes]), default=0) > LONGEST_SECTION:
        raise _too_long()
    for name in MARKDOWN:
        found.fields[name] = blocks("\n" + sections.get(name, ""))
    _add_notes(rest, found)
    if rest.pictures and not found.fields.get("image"):
        found.fields["image"] = _COMMONS + rest.pictures[0].replace(" ", "_")
    if len(rest.pictures) > 1:
        found.left_out.append(_("Pictures but for the first."))
    _check(found)
    return found


def _check(found: WikiPattern) -> None:
    if not (found.fields["problem"] or found.fields["solution"]):
        raise Unreadable(_("There is neither a problem nor a solution on this page."))
    if max(map(len, found.fields.values())) > LONGEST_FIELD:
        raise _too_long()


def _too_long() -> Unreadable:
    return Unreadable(_("A section has more than 10,000 characters, too much for a pattern."))


def title_of(page: str) -> str:
    """The name of the pattern: what comes after `Learning patterns/`."""
    name = page.replace("_", " ").strip()
    return re.sub(r"^(?:Grants:)?Learning patterns/", "", name, flags=re.IGNORECASE)[:200]


def _sections(rest: Page, found: WikiPattern) -> dict[str, str]:
    """The wikitext of each section by its field; what stands before the first is `""`."""
    lines: dict[str, list[str]] = {"": []}
    name = ""
    for line in rest.text.split("\n"):
        if (at := heading(line)) and at[0] == 2:
            words = plain(at[1])
            known = _SECTIONS.get(re.sub(r"[^\w ]", "", words).strip().casefold())
            name = known or name
            lines.setdefault(name, [])
            if not known:
                # Nothing that somebody told is lost: it stays where it stood.
                lines[name].append(f"=== {at[1]} ===")
        else:
            lines[name].append(line)
    signed = lines.pop("endorsements", [])
    found.endorsements = sum(line.startswith(("*", "#")) for line in signed)
    return {key: "\n".join(value) for key, value in lines.items()}


def _box(rest: Page, sections: dict[str, str], found: WikiPattern) -> dict[str, str]:
    """The values of the box at the head, a template or a table, by their names."""
    box: dict[str, str] = {}
    for template in rest.templates:
        values = _values(template)
        if values.keys() & _BOX:
            box = box or values
        else:
            name = template.partition("|")[0].strip()[:60]
            found.left_out.append(_("The template “%(name)s”.") % {"name": name})
    before = sections.pop("", "")
    if not box:
        rows = re.findall(r"^!([^|!\n]+)\n\|(?![}+-])([^\n]*)$", before, re.MULTILINE)
        box = {name.strip().casefold(): value.strip() for name, value in rows}
        before = "" if box.keys() & _BOX else before
    if before.strip() and (box.keys() | sections.keys()) & _BOX:
        sections["problem"] = before + "\n\n" + sections.get("problem", "")
    return box


def _values(template: str) -> dict[str, str]:
    """Named values of a template. A bar inside of a link or another template is no border."""
    depth, part, parts = 0, [], []
    for piece in re.split(r"(\[\[|\]\]|\{\{|\}\}|\|)", template):
        depth += (piece in ("[[", "{{")) - (piece in ("]]", "}}") and depth > 0)
        if piece == "|" and not depth:
            parts.append("".join(part))
            part = []
        else:
            part.append(piece)
    parts.append("".join(part))
    named = (one.partition("=") for one in parts[1:])
    return {name.strip().casefold(): value.strip() for name, eq, value in named if eq}


def _read_box(box: dict[str, str], found: WikiPattern, sections: dict[str, str]) -> None:
    for name in ("problem", "solution"):
        summary, told = box.get(name, ""), sections.get(name, "")
        # A box that says what the section begins with says nothing of its own.
        begins = plain(told.lstrip("*#:; =\n"))
        if summary and not begins.startswith(plain(summary).rstrip(".… ")):
            sections[name] = f"{summary}\n\n{told}"
    creators = [v for k, v in box.items() if k.startswith("creator") and v]
    names = (plain(name) for value in creators for name in re.split(r"[\n*]+", value))
    found.fields["creators"] = ", ".join(name for name in names if name)[:300]
    categories = [v for k, v in box.items() if k.startswith("category")]
    listed = (plain(name) for value in categories for name in re.split(r"[,;\n*]+", value))
    found.categories = list(dict.fromkeys(name.casefold() for name in listed if name))
    picture = re.sub(r"^(?:File|Image):", "", plain(box.get("image", "")), flags=re.IGNORECASE)
    if len(picture) > _LONGEST_PICTURE:
        picture = ""
    found.fields["image"] = _COMMONS + picture.replace(" ", "_") if picture else ""
    found.created_on = _day(box.get("created on", "") or box.get("timestamp", ""))


def _day(text: str) -> dt.date | None:
    for day, month, year in _DAY.findall(text):
        number = next((n for n, m in enumerate(_MONTHS, 1) if m.startswith(month.lower())), 0)
        try:
            return dt.date(int(year), number, int(day))
        except ValueError:
            continue
    return None


def _add_notes(rest: Page, found: WikiPattern) -> None:
    """Footnotes become items of the references."""
    items = [f"- {markdown(note)}" for note in rest.notes]
    if items:
        said = found.fields["references"]
        found.fields["references"] = "\n\n".join(filter(None, [said, "\n".join(items)]))
