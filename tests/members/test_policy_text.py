"""The first version of the safe space policy keeps every rule of the network's own.

The text is ours, the rules are not: each row of the table is one rule that must
stand under the given heading, so that no later edit can drop one unnoticed.
"""

import re
from pathlib import Path

import pytest

POLICY = (Path(__file__).parents[2] / "members" / "policies" / "safe_space_1.en.md").read_text(
    encoding="utf-8"
)

PARTICIPANTS = "For everyone who takes part"
FACILITATION = "Facilitation"
ENFORCEMENT = "Enforcement"

# part, section, rule, words that carry it
RULES = [
    (PARTICIPANTS, "Respect", "be friendly and fair", ["friendly", "fair", "pleasant"]),
    (
        PARTICIPANTS,
        "Respect",
        "nothing hurtful",
        ["frightens", "belittles", "insults", "discriminates"],
    ),
    (
        PARTICIPANTS,
        "Respect",
        "nor what could be understood as such",
        ["others could easily take that way"],
    ),
    (PARTICIPANTS, "Respect", "also toward absent people", ["people who are not there"]),
    (PARTICIPANTS, "Respect", "no threats, no incitement", ["threaten violence", "encourage it"]),
    (PARTICIPANTS, "Respect", "no unwanted attention", ["unwanted sexual attention"]),
    (PARTICIPANTS, "Openness", "open to everyone", ["open to all Wikimedians"]),
    (
        PARTICIPANTS,
        "Openness",
        "limits need a reason",
        ["limited only for organisational or technical reasons"],
    ),
    (PARTICIPANTS, "Openness", "event ban list", ["Foundation's event ban list", "shut out"]),
    (PARTICIPANTS, "Identity", "no impersonation", ["pretend to be someone else"]),
    (PARTICIPANTS, "Identity", "true affiliation", ["truthful about your affiliation"]),
    (PARTICIPANTS, "Privacy", "self-chosen anonymity", ["chooses how anonymous", "Respect that"]),
    (PARTICIPANTS, "Privacy", "audio only", ["audio only, without a picture, is always fine"]),
    (PARTICIPANTS, "Privacy", "own names", ["the name that they give themselves"]),
    (
        PARTICIPANTS,
        "Privacy",
        "recordings announced before the start, with purpose",
        ["recorded, everyone is told", "with the purpose, before the call starts"],
    ),
    (
        PARTICIPANTS,
        "Privacy",
        "screenshots need everyone's consent",
        ["Screenshots", "only with the express consent of all"],
    ),
    (PARTICIPANTS, "Data protection", "collect nothing", ["Do not collect personal data"]),
    (
        PARTICIPANTS,
        "Data protection",
        "demand no mail and no reply",
        ["do not require anyone to send you a wiki mail or to answer yours"],
    ),
    (PARTICIPANTS, "Data protection", "quote sparingly", ["published, quote sparingly and with"]),
    (
        PARTICIPANTS,
        "Data protection",
        "never disclose",
        ["Never disclose private information", "without their explicit consent"],
    ),
    (PARTICIPANTS, "Data protection", "never threaten to", ["never threaten to disclose it"]),
    (FACILITATION, "Being recognisable", "shown in the call", ["shows who facilitates"]),
    (
        FACILITATION,
        "Being recognisable",
        "ideally who starts the call",
        ["Ideally the facilitator is the person who starts or leads the call"],
    ),
    (
        FACILITATION,
        "Being recognisable",
        "changes are announced",
        ["technically not possible", "takes over the role", "announced to everyone"],
    ),
    (
        FACILITATION,
        "Technical role",
        "technical rights with exclusion",
        ["wider technical rights", "the right to exclude people"],
    ),
    (
        FACILITATION,
        "Social role",
        "helps and coordinates",
        ["helps everyone to keep these rules", "coordinates further steps"],
    ),
    (
        FACILITATION,
        "Social role",
        "any action up to ending the call",
        ["may take any action", "excluding people and ending the call"],
    ),
    (ENFORCEMENT, "Responsibility", "everyone", ["Everyone in the call is responsible"]),
    (ENFORCEMENT, "Reporting", "openly", ["1. say so openly"]),
    (ENFORCEMENT, "Reporting", "to the facilitator", ["2. tell only the facilitator"]),
    (
        ENFORCEMENT,
        "Reporting",
        "to the platform affiliate",
        ["3. tell the Wikimedia affiliate that provides the platform"],
    ),
    (ENFORCEMENT, "Consequences", "at once", ["facilitator can act at once"]),
    (
        ENFORCEMENT,
        "Consequences",
        "platform affiliate may exclude",
        ["provides the platform may exclude", "from funding and from future calls"],
    ),
    (
        ENFORCEMENT,
        "Consequences",
        "grave cases: data passed on",
        ["grave cases", "may also pass on data"],
    ),
]


def section(part: str, heading: str) -> str:
    """The text under a heading of the given part, on one line."""
    body = POLICY.split(f"\n## {part}\n", 1)[1].split("\n## ", 1)[0]
    text = body.split(f"\n### {heading}\n", 1)[1].split("\n### ", 1)[0]
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("part", "heading", "rule", "words"), RULES, ids=[f"{r[1]}: {r[2]}" for r in RULES]
)
def test_rule_is_kept(part: str, heading: str, rule: str, words: list[str]) -> None:
    text = section(part, heading).casefold()
    missing = [phrase for phrase in words if phrase.casefold() not in text]
    assert not missing, f"the rule '{rule}' is no longer under '{heading}': {missing}"


def test_every_section_has_a_rule() -> None:
    """A section that is added must come with rows of its own."""
    headings = set(re.findall(r"^### (.+)$", POLICY, flags=re.MULTILINE))
    assert headings == {heading for _, heading, _, _ in RULES}


def test_dropping_a_line_is_noticed() -> None:
    """Control: each rule's words stand in the text once, so losing its line loses the rule."""
    flat = re.sub(r"\s+", " ", POLICY).casefold()
    for _, _, rule, words in RULES:
        assert any(flat.count(phrase.casefold()) == 1 for phrase in words), rule
