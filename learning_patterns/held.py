"""What learning patterns hold about a person, and how their name leaves the texts."""

import re

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from learning_patterns import search
from learning_patterns.models import Endorsement, Pattern, Remark, Revision, Trial
from members.held import REMOVED, table
from members.holdings import Row, Section
from members.models import User

SOMEONE = "someone"


def part_with(person: User) -> None:
    """Their name leaves the creators of what they wrote, in every revision of it and in the index;
    the text stays. Inside the transaction that forgets them."""
    names = {name for name in (person.name, person.wikimedia_name) if name}
    if not names:
        return
    theirs = Revision.objects.filter(author=person).values("pattern")
    patterns = Pattern.objects.filter(pk__in=theirs) | Pattern.objects.filter(author=person)
    ids = list(patterns.distinct().values_list("pk", flat=True))
    locked = Pattern.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    if [pattern for pattern in locked if _clear_pattern(pattern, names)]:
        search.backend().forget_words()
    _clear(Revision.objects.filter(pattern__in=ids), names)


def _clear_pattern(pattern: Pattern, names: set[str]) -> bool:
    """True if it named them. Of what its page on Meta said no creators are known any more then,
    so that the same page does not bring the name back."""
    said, on_wiki = _without(pattern.creators, names), pattern.wiki_content
    there = str((on_wiki or {}).get("creators") or "")
    if _without(there, names) != there:
        on_wiki = {name: text for name, text in on_wiki.items() if name != "creators"}
    if (said, on_wiki) == (pattern.creators, pattern.wiki_content):
        return False
    Pattern.objects.filter(pk=pattern.pk).update(creators=said, wiki_content=on_wiki)
    return True


def _clear(revisions: QuerySet[Revision], names: set[str]) -> None:
    """A revision never changes, but for this."""
    for revision in revisions:
        before = str(revision.content.get("creators") or "")
        if (said := _without(before, names)) != before:
            content = {**revision.content, "creators": said}
            Revision.objects.filter(pk=revision.pk).update(content=content)


def _without(creators: str, names: set[str]) -> str:
    """`Ana, Bo and Cy` without Bo; whatever stands between the names stays."""
    for name in sorted(names, key=len, reverse=True):
        creators = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", SOMEONE, creators)
    return creators


def _patterns(person: User) -> list[Row]:
    return [
        {"title": one.title, "status": one.get_status_display()}
        for one in Pattern.objects.filter(author=person).order_by("pk")
    ]


def _revisions(person: User) -> list[Row]:
    mine = Revision.objects.filter(author=person).order_by("pk")
    return table(mine, pattern="pattern__title", number="number", at="at", comment="comment")


def _remarks(person: User) -> list[Row]:
    mine = Remark.objects.filter(author=person).order_by("pk")
    return table(mine, pattern="pattern__title", at="at", text="text")


def _endorsements(person: User) -> list[Row]:
    mine = Endorsement.objects.filter(person=person).order_by("pk")
    return table(mine, pattern="pattern__title", at="at", reason="reason")


def _trials(person: User) -> list[Row]:
    return [
        {
            "pattern": one.pattern.title, "at": one.at, "outcome": one.get_outcome_display(),
            "place": one.place, "audience": one.audience, "story": one.story,
            "adapted": one.adapted,
        }
        for one in Trial.objects.filter(person=person).select_related("pattern").order_by("pk")
    ]  # fmt: skip


_STAYS = _("The text stays, by “someone”.")

SECTIONS = (
    Section(
        key="patterns",
        title=_("Learning patterns that you started"),
        labels={"title": _("Title"), "status": _("Status")},
        rows=_patterns, stays=True, after=_STAYS, page="patterns:patterns",
        holds=("learning_patterns.pattern.author",),
    ),
    Section(
        key="pattern_revisions",
        title=_("What you changed in learning patterns"),
        labels={
            "pattern": _("Learning pattern"), "number": _("Revision"), "at": _("When"),
            "comment": _("What you said about it"),
        },
        rows=_revisions, stays=True, after=_STAYS, page="patterns:patterns",
        holds=("learning_patterns.revision.author",),
    ),
    Section(
        key="pattern_remarks",
        title=_("What you said in reviews"),
        labels={"pattern": _("Learning pattern"), "at": _("When"), "text": _("Text")},
        rows=_remarks, stays=True, after=_STAYS, page="patterns:patterns",
        holds=("learning_patterns.remark.author",),
    ),
    Section(
        key="endorsements",
        title=_("Your endorsements"),
        labels={"pattern": _("Learning pattern"), "at": _("When"), "reason": _("Reason")},
        rows=_endorsements, after=REMOVED, page="patterns:patterns",
        holds=("learning_patterns.endorsement.person",),
    ),
    Section(
        key="pattern_trials",
        title=_("How trying it went"),
        labels={
            "pattern": _("Learning pattern"), "at": _("When"), "outcome": _("How it went"),
            "place": _("Where"), "audience": _("For whom"), "story": _("What happened"),
            "adapted": _("What you did differently"),
        },
        rows=_trials, stays=True, after=_STAYS, page="patterns:patterns",
        holds=("learning_patterns.trial.person",),
    ),
)  # fmt: skip
