"""A pattern comes in from a page of Meta, and again when the page has changed."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from learning_patterns import content as contents
from learning_patterns import rules
from learning_patterns.actions.locking import obey
from learning_patterns.actions.writing import Conflict, save_revision, start_pattern
from learning_patterns.content import NOTHING, Content, complete, joined
from learning_patterns.merging import merge
from learning_patterns.models import Category, Pattern
from learning_patterns.wikitext import WikiPattern, page_name
from learning_patterns.wikitext.inline import page_address
from learning_patterns.wording import LONGEST, MOST_WORDS, is_letter, recognised, slug_of
from members.models import User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of it: `revision` is None where there was nothing new on the page."""

    pattern: Pattern
    created: bool
    revision: int | None


@transaction.atomic
def import_pattern(
    *,
    found: WikiPattern,
    page: str,
    by: User,
    now: dt.datetime,
    language: str = "en",
    revision: int | None = None,
    keep: bool = False,
) -> Imported:
    """Brings in what a page said; `page` is its whole name, `revision` its number on the wiki.

    A page that is known becomes a new revision on top of what it said last, so that what was
    changed here since stays. The same page again changes nothing. With `keep`, fields that were
    changed here and there, differently, stay as they are here, and are in line with the page then.

    Raises:
        Refused: this person does not write patterns, or an older revision was given.
        Conflict: the same field was changed here and there, differently.
    """
    page = page_name(page)
    known = Pattern.objects.select_for_update().filter(wiki_page=page).first()
    obey(rules.EDIT if known else (rules.writes,), known or Pattern(), by, now)
    if known and revision and known.wiki_revision and revision < known.wiki_revision:
        sentence = _("A newer revision of this page was brought in before.")
        raise Refused(Refusal("older", sentence))
    if known is None:
        try:
            with transaction.atomic():
                made = _start(found, page, by, now, language, revision)
        except IntegrityError:
            # Somebody brings in the same page in this moment.
            known = Pattern.objects.select_for_update().get(wiki_page=page)
            return _again(known, found, by, now, revision, keep=keep)
        record(Action.PATTERN_IMPORTED, made, by=by, now=now, revision=1)
        return Imported(made, created=True, revision=1)
    return _again(known, found, by, now, revision, keep=keep)


def _start(
    found: WikiPattern, page: str, by: User, now: dt.datetime, language: str, revision: int | None
) -> Pattern:
    content = _content(found, language)
    return start_pattern(
        content=content,
        by=by,
        now=now,
        comment=_("Brought in from Meta"),
        source_url=page_address(page),
        created_on=found.created_on,
        wiki_page=page,
        wiki_revision=revision,
        wiki_content=content,
        new_categories=_categories(found),
    )


def _again(
    known: Pattern,
    found: WikiPattern,
    by: User,
    now: dt.datetime,
    revision: int | None,
    *,
    keep: bool,
) -> Imported:
    says = _content(found, known.language)
    # Somebody among its creators was forgotten here: the page does not bring them back.
    kept = known.wiki_content or NOTHING
    said = complete({"creators": says["creators"], **kept})
    says["title"] = said["title"]
    made = None
    if says != said:
        here = contents.newest(known)
        both = merge(said, says, here)
        newest = known.revisions.numbered(known.revision)
        if both.conflicts and newest and not keep:
            raise Conflict(both, newest)
        made = save_revision(
            pattern=known,
            content=both.content | {name: here[name] for name in both.conflicts},
            base=known.revision,
            by=by,
            now=now,
            comment=_("What changed on Meta"),
            new_categories=_categories(found),
        )
    if made:
        record(Action.PATTERN_IMPORTED, known, by=by, now=now, revision=made.number)
    if "creators" not in kept:
        del says["creators"]
    Pattern.objects.filter(pk=known.pk).update(
        wiki_revision=revision or known.wiki_revision, wiki_content=says
    )
    known.refresh_from_db()
    return Imported(known, created=False, revision=made.number if made else None)


def _content(found: WikiPattern, language: str) -> Content:
    title = found.title or _("A pattern from Meta")
    facts = {"title": title, "language": language, "categories": joined(_categories(found))}
    return complete({**found.fields, **facts})


def _categories(found: WikiPattern) -> dict[str, str]:
    """Names by slugs: of known categories, and of new ones that keep the wiki's rules of thumb."""
    known = dict(Category.objects.values_list("slug", "name"))
    named = {}
    for told in found.categories:
        name = _name(told)
        if slug := recognised(told, known) or (is_category(name) and slug_of(name)):
            named[slug] = name
    return named


def _name(told: str) -> str:
    """In lower case, without signs."""
    letters = "".join(c if is_letter(c) or c == "-" else " " for c in told.casefold())
    return " ".join(letters.split())


def is_category(name: str) -> bool:
    """The wiki's rules of thumb: at most three words; lower case follows by itself."""
    return len(name.split()) <= MOST_WORDS and len(name) <= LONGEST and bool(slug_of(name))
