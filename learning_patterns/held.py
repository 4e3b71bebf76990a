"""What learning patterns hold about a person, and how their name leaves the texts."""

import re
from collections.abc import Collection

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from learning_patterns import search
from learning_patterns.models import (
    Endorsement,
    Pattern,
    Question,
    Remark,
    Revision,
    Tie,
    Trial,
    Unsaved,
)
from members.held import REMOVED, table
from members.holdings import Row, Section
from members.models import User

SOMEONE = "someone"
# Where else than in the pattern itself people are named.
_NAMED_BESIDE: tuple[tuple[type[Model], str], ...] = (
    (Revision, "author"), (Remark, "author"), (Remark, "settled_by"), (Endorsement, "person"),
    (Trial, "person"), (Tie, "by"),
)  # fmt: skip


def lock_all_of(people: Collection[int]) -> None:
    """Patterns, then questions, that name any of them: whoever acts on one of these locks it before
    anybody is told of it."""
    patterns = Q(author__in=people)
    for model, column in _NAMED_BESIDE:
        beside = model._default_manager.filter(**{f"{column}__in": people})
        patterns |= Q(pk__in=beside.order_by().values("pattern"))
    questions = Q(asked_by__in=people) | Q(posted_by__in=people) | Q(taken_by__in=people)
    for found in (Pattern.objects.filter(patterns), Question.objects.filter(questions)):
        list(found.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def part_with(person: User) -> None:
    """Their name leaves the creators of what they wrote, in every revision of it and in the index;
    the text stays. What they told of an answer goes, but for how it went. Inside the transaction
    that forgets them."""
    asked = Question.objects.filter(asked_by=person)
    asked.update(shows_name=False, stuck_text="", stuck_place="")
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
    """Said, or ticked off: what others said is theirs."""
    mine = Q(author=person) | Q(settled_by=person)
    return [
        {"pattern": one.pattern.title, **_said(one, person), **_ticked(one, person)}
        for one in Remark.objects.filter(mine).select_related("pattern").order_by("pk")
    ]


def _said(one: Remark, person: User) -> Row:
    if one.author_id != person.pk:
        return {}
    return {"at": one.at, "passage": one.quote, "text": one.text}


def _ticked(one: Remark, person: User) -> Row:
    return {"done": one.settled_at} if one.settled_by_id == person.pk else {}


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


def _questions(person: User) -> list[Row]:
    """Asked, or written down for others: what those asked is theirs, and told to them."""
    theirs = Q(asked_by=person) | Q(posted_by=person)
    return [
        _question(one)
        if one.asked_by_id == person.pk
        else {"question": one.text, "at": one.asked_at}
        for one in Question.objects.filter(theirs).order_by("pk")
    ]


def _question(one: Question) -> Row:
    return {
        "question": one.text, "at": one.asked_at, "details": one.details,
        "status": one.get_status_display(), "shows_name": one.shows_name,
        "stuck": one.get_stuck_display() if one.stuck else "", "place": one.stuck_place,
        "told": one.stuck_text,
    }  # fmt: skip


def _questions_taken(person: User) -> list[Row]:
    mine = Question.objects.filter(taken_by=person).order_by("pk")
    return table(mine, question="text", at="taken_at")


def _ties(person: User) -> list[Row]:
    mine = Tie.objects.filter(by=person).order_by("pk")
    return table(mine, pattern="pattern__title", meeting="meeting__title", at="at")


def _unsaved(person: User) -> list[Row]:
    """What was typed, as it stands in the form."""
    return [
        {"at": one.at, "text": "\n".join(text for typed in one.data.values() for text in typed)}
        for one in Unsaved.objects.filter(person=person).order_by("pk")
    ]


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
        labels={
            "pattern": _("Learning pattern"), "at": _("When"), "passage": _("Passage"),
            "text": _("Text"), "done": _("Ticked off"),
        },
        rows=_remarks, stays=True, after=_STAYS, page="patterns:patterns",
        holds=("learning_patterns.remark.author", "learning_patterns.remark.settled_by"),
    ),
    Section(
        key="pattern_unsaved",
        title=_("What you typed into learning patterns and did not save"),
        labels={"at": _("When"), "text": _("Text")},
        rows=_unsaved, after=REMOVED, page="patterns:new",
        holds=("learning_patterns.unsaved.person",),
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
    Section(
        key="questions",
        title=_("Your questions"),
        labels={
            "question": _("Question"), "at": _("When"), "details": _("More about it"),
            "status": _("Status"), "shows_name": _("Shows your name"),
            "stuck": _("What came of it"), "place": _("Where"), "told": _("What happened"),
        },
        rows=_questions, stays=True, page="patterns:questions",
        after=_(
            "The question stays as you wrote it, without your name beside it. Of what you told "
            "about the answer only stays whether it worked."
        ),
        holds=("learning_patterns.question.asked_by", "learning_patterns.question.posted_by"),
    ),
    Section(
        key="questions_taken",
        title=_("Questions that you took up"),
        labels={"question": _("Question"), "at": _("When")},
        rows=_questions_taken, stays=True, page="patterns:questions",
        after=_("The question stays, without your name."),
        holds=("learning_patterns.question.taken_by",),
    ),
    Section(
        key="pattern_ties",
        title=_("Learning patterns that you tied to meetings"),
        labels={"pattern": _("Learning pattern"), "meeting": _("Meeting"), "at": _("When")},
        rows=_ties, stays=True, after=_("It stays, without your name."), page="meetings:desk",
        holds=("learning_patterns.tie.by",),
    ),
)  # fmt: skip
