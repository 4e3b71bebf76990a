"""Categories: added by whoever writes a pattern, kept by admins."""

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction

from learning_patterns.models import Category
from members.models import User
from vsn.audit.journal import record
from vsn.audit.models import Action


@transaction.atomic
def add_categories(*, named: Mapping[str, str], by: User, now: dt.datetime) -> list[Category]:
    """The categories of these slugs and names that there are not yet. Returns those it added."""
    if not named:
        return []
    known = set(Category.objects.filter(slug__in=named).values_list("slug", flat=True))
    # Always in one order: two who add the same ones wait for each other, and not both at once.
    fresh = [Category(name=named[slug], slug=slug) for slug in sorted(named.keys() - known)]
    made = [category for category in fresh if _added(category)]
    for category in made:
        record(Action.CATEGORY_ADDED, category, by=by, now=now)
    return made


def _added(category: Category) -> bool:
    """False if somebody else added the same one in this moment."""
    try:
        with transaction.atomic():
            category.save(force_insert=True)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def save_category(*, category: Category, by: User, now: dt.datetime) -> Category:
    """As an admin wrote it."""
    action = Action.CATEGORY_ADDED if category._state.adding else Action.PATTERN_SAVED
    category.save()
    record(action, category, by=by, now=now)
    return category
