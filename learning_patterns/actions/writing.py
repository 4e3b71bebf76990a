"""Writing: every save is a revision, and two people who save at once lose nothing."""

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import MappingProxyType

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from learning_patterns import content as contents
from learning_patterns import rules
from learning_patterns.actions.categories import add_categories
from learning_patterns.actions.locking import locked, obey
from learning_patterns.actions.ties import tie
from learning_patterns.content import Content
from learning_patterns.merging import Merge, merge
from learning_patterns.models import Pattern, Revision
from meetings.models import Meeting
from members.models import User
from members.rules import Refused
from vsn.audit.journal import record
from vsn.audit.models import Action

Status = Pattern.Status
NONE_NEW: Mapping[str, str] = MappingProxyType({})
Then = Callable[[Pattern, User, dt.datetime], object]
# So often an address is looked for when somebody else takes it in the same moment.
TRIES = 5
# Addresses below /patterns/ that are no patterns.
TAKEN_WORDS = {"new", "review", "import", "questions", "asked", "unsaved", "categories"}


class Conflict(Exception):
    """Somebody else changed the same fields differently. Nothing was stored.

    `merge` has the fields that one side alone changed, and which are left to choose; `theirs` is
    the revision that came in between.
    """

    def __init__(self, merge: Merge, theirs: Revision) -> None:
        super().__init__(merge.conflicts)
        self.merge, self.theirs = merge, theirs


@transaction.atomic
def start_pattern(
    *,
    content: Content,
    by: User,
    now: dt.datetime,
    comment: str = "",
    new_categories: Mapping[str, str] = NONE_NEW,
    meeting: Meeting | None = None,
    then: Then | None = None,
    once: bool = False,
    **facts: object,
) -> Pattern:
    """A new draft. `facts` are columns that do not change later, such as `source_url` or, for a
    translation, `original`. `new_categories` are the names of categories in the content that there
    may not be yet, by slug. It is tied to the `meeting` that it comes from; `then` is done with it
    in the same transaction. `once`: for a form that may be sent twice. The same words of the same
    person are still one draft, as long as nobody has gone on with it.

    Raises:
        Refused: this person does not write patterns, or `then` says no; nothing was stored.
    """
    pattern = Pattern(author=by, **facts)
    obey(() if rules.may_start(by, meeting) else rules.EDIT, pattern, by, now)
    add_categories(named=new_categories, by=by, now=now)
    if made := _put_down(pattern, content, once=once):
        return _again(made, by, now, meeting, then)
    matches = pattern.original.shown if pattern.original else None
    _add_revision(pattern, content, by, now, comment=comment, original_revision=matches)
    if meeting:
        tie(pattern=pattern, meeting=meeting, by=by, now=now)
    if then:
        then(pattern, by, now)
    return pattern


@transaction.atomic
def save_revision(
    *,
    pattern: Pattern,
    content: Content,
    base: int,
    by: User,
    now: dt.datetime,
    comment: str = "",
    matches: int | None = None,
    new_categories: Mapping[str, str] = NONE_NEW,
) -> Revision | None:
    """What somebody wrote who had revision `base` before them. None if it changes nothing.
    `matches`: the revision of the original that a translation is in line with now.
    `new_categories`: as in `start_pattern`.

    Where somebody else saved in between, both changes are in the new revision; readers of a
    published pattern see it once another member has published it.

    Raises:
        Refused: this person may not change this pattern.
        Conflict: both changed the same field differently.
    """
    pattern = locked(pattern)
    obey(rules.EDIT, pattern, by, now)
    theirs = contents.newest(pattern)
    if base != pattern.revision:
        found = merge(contents.at(pattern, base), content, theirs)
        newest = pattern.revisions.numbered(pattern.revision)
        if found.conflicts and newest:
            raise Conflict(found, newest)
        content = found.content
    known = _in_line_with(pattern)
    matches = max(filter(None, (known, matches)), default=None)
    if content == theirs and matches == known:
        return None
    add_categories(named=new_categories, by=by, now=now)
    return _add_revision(pattern, content, by, now, comment=comment, original_revision=matches)


@transaction.atomic
def bring_back(*, revision: Revision, by: User, now: dt.datetime) -> Revision | None:
    """What an earlier revision said becomes the newest one. None if it is that already.

    Raises:
        Refused: this person may not change this pattern.
    """
    pattern = locked(revision.pattern)
    obey(rules.EDIT, pattern, by, now)
    content = contents.present(revision.content)
    if content == contents.newest(pattern):
        return None
    matches = revision.original_revision
    facts = {"restores": revision.number, "original_revision": matches}
    return _add_revision(pattern, content, by, now, **facts)


def show(pattern: Pattern, revision: Revision, now: dt.datetime) -> None:
    """Readers see this revision. Saves nothing but the categories and affiliates."""
    contents.show(pattern, contents.complete(revision.content))
    pattern.shown, pattern.changed_at = revision.number, now
    pattern.original_revision = revision.original_revision


def _in_line_with(pattern: Pattern) -> int | None:
    newest = pattern.revisions.numbered(pattern.revision)
    return newest.original_revision if newest else None


def _add_revision(
    pattern: Pattern, content: Content, by: User, now: dt.datetime, **facts: object
) -> Revision:
    number = pattern.revision + 1
    revision = Revision.objects.create(
        pattern=pattern, number=number, author=by, at=now, content=content, **facts
    )
    pattern.revision = number
    if pattern.status != Status.PUBLISHED:
        show(pattern, revision, now)
    pattern.save()
    record(Action.PATTERN_SAVED, pattern, by=by, now=now, revision=number)
    return revision


def _put_down(pattern: Pattern, content: Content, *, once: bool) -> Pattern | None:
    """Stores it under an address of its own. If it is there already, returns that one instead."""
    for tries_left in reversed(range(TRIES)):
        # In this order: of two at once, the second either finds the first or has its address.
        pattern.slug = _free_slug(content["title"])
        if once and (made := _made_before(pattern, content)):
            return made
        try:
            with transaction.atomic():
                pattern.save()
        except IntegrityError:
            # Somebody else took the address, or pressed the same button, in this moment.
            if not tries_left:
                raise
        else:
            break
    return None


def _made_before(wanted: Pattern, content: Content) -> Pattern | None:
    """The draft that the very same form was stored as, if it still says that."""
    known = Pattern.objects.filter(
        author=wanted.author, original=wanted.original, title=content["title"], revision=1
    )
    drafts = known.filter(status=Status.DRAFT).order_by("pk")
    return next((made for made in drafts if contents.newest(made) == content), None)


def _again(
    made: Pattern, by: User, now: dt.datetime, meeting: Meeting | None, then: Then | None
) -> Pattern:
    """What follows is done with it, as far as it was not when it was stored."""
    if meeting:
        tie(pattern=made, meeting=meeting, by=by, now=now)
    if then:
        with suppress(Refused), transaction.atomic():
            then(made, by, now)
    return made


def _free_slug(title: str) -> str:
    """An address from the title that no other pattern has."""
    wanted = slugify(title)[:110].strip("-") or "pattern"
    taken = TAKEN_WORDS | set(
        Pattern.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    if wanted not in taken:
        return wanted
    return next(s for n in range(2, len(taken) + 3) if (s := f"{wanted}-{n}") not in taken)
