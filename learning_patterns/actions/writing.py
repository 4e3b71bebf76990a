"""Writing: every save is a revision, and two people who save at once lose nothing."""

import datetime as dt

from django.db import transaction
from django.utils.text import slugify

from learning_patterns import content as contents
from learning_patterns import rules
from learning_patterns.actions.locking import locked, obey
from learning_patterns.content import Content
from learning_patterns.merging import Merge, merge
from learning_patterns.models import Category, Pattern, Revision
from members.models import User
from vsn.audit.journal import record
from vsn.audit.models import Action

Status = Pattern.Status
# Addresses below /patterns/ that are no patterns.
TAKEN_WORDS = {"new", "review", "import"}


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
    *, content: Content, by: User, now: dt.datetime, comment: str = "", **facts: object
) -> Pattern:
    """A new draft. `facts` are columns that do not change later, such as `source_url` or, for a
    translation, `original`.

    Raises:
        Refused: this person does not write patterns.
    """
    pattern = Pattern(slug=_free_slug(content["title"]), author=by, **facts)
    obey(rules.EDIT, pattern, by, now)
    pattern.save()
    matches = pattern.original.shown if pattern.original else None
    _add_revision(pattern, content, by, now, comment=comment, original_revision=matches)
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
) -> Revision | None:
    """What somebody wrote who had revision `base` before them. None if it changes nothing.
    `matches`: the revision of the original that a translation is in line with now.

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
    return _add_revision(pattern, content, by, now, comment=comment, original_revision=matches)


@transaction.atomic
def bring_back(*, revision: Revision, by: User, now: dt.datetime) -> Revision | None:
    """What an earlier revision said becomes the newest one. None if it is that already.

    Raises:
        Refused: this person may not change this pattern.
    """
    pattern = locked(revision.pattern)
    obey(rules.EDIT, pattern, by, now)
    content = contents.complete(revision.content)
    if content == contents.newest(pattern):
        return None
    matches = revision.original_revision
    facts = {"restores": revision.number, "original_revision": matches}
    return _add_revision(pattern, content, by, now, **facts)


@transaction.atomic
def save_category(*, category: Category, by: User, now: dt.datetime) -> Category:
    category.save()
    record(Action.PATTERN_SAVED, category, by=by, now=now)
    return category


def show(pattern: Pattern, revision: Revision, now: dt.datetime) -> None:
    """Readers see this revision. Saves nothing but the categories."""
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


def _free_slug(title: str) -> str:
    """An address from the title that no other pattern has."""
    wanted = slugify(title)[:110].strip("-") or "pattern"
    taken = TAKEN_WORDS | set(
        Pattern.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    if wanted not in taken:
        return wanted
    return next(s for n in range(2, len(taken) + 3) if (s := f"{wanted}-{n}") not in taken)
