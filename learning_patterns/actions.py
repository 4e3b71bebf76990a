"""Changes to learning patterns."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from learning_patterns.models import Category, Pattern
from members.models import User
from vsn.audit.journal import record
from vsn.audit.models import Action


@transaction.atomic
def save_pattern(
    *, pattern: Pattern, categories: Iterable[Category], by: User, now: dt.datetime
) -> Pattern:
    pattern.save()
    pattern.categories.set(categories)
    record(Action.PATTERN_SAVED, pattern, by=by, now=now, status=pattern.status)
    return pattern


@transaction.atomic
def save_category(*, category: Category, by: User, now: dt.datetime) -> Category:
    category.save()
    record(Action.PATTERN_SAVED, category, by=by, now=now)
    return category
