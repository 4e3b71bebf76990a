"""What somebody says about a text that others wrote, and that it has been done."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from learning_patterns import content as contents
from learning_patterns import passages, rules
from learning_patterns.actions.locking import locked_if
from learning_patterns.models import Pattern, Remark
from members.models import User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action


@transaction.atomic
def remark(
    *, pattern: Pattern, text: str, field: str = "", quote: str = "", by: User, now: dt.datetime
) -> Remark:
    """Says something about a text that readers do not see yet; it stays where it is. `quote` is
    the passage that it is about. Who wrote the text hears of it later, of several at once.

    Raises:
        Refused: this person writes no patterns, all of the text is published or it is archived,
            or the passage does not stand in the newest text.
    """
    pattern = locked_if(rules.REMARK, pattern, by, now)
    made = note(pattern, text, field, quote, by, now)
    record(Action.PATTERN_REMARKED, pattern, by=by, now=now, revision=pattern.revision)
    return made


@transaction.atomic
def settle(*, remark: Remark, by: User, now: dt.datetime) -> None:
    """What the remark asks for is done. Nothing happens if it was before.

    Raises:
        Refused: this person cannot go on with the pattern.
    """
    pattern = locked_if(rules.SETTLE, remark.pattern, by, now)
    still_open = Remark.objects.filter(pk=remark.pk, settled_at=None)
    if still_open.update(settled_at=now, settled_by=by):
        record(Action.REMARK_SETTLED, pattern, by=by, now=now, remark=remark.pk)


@transaction.atomic
def unsettle(*, remark: Remark, by: User, now: dt.datetime) -> None:
    """It is not done after all. Nothing happens if nobody said that it was.

    Raises:
        Refused: this person cannot go on with the pattern.
    """
    pattern = locked_if(rules.SETTLE, remark.pattern, by, now)
    settled = Remark.objects.filter(pk=remark.pk, settled_at__isnull=False)
    if settled.update(settled_at=None, settled_by=None):
        record(Action.PATTERN_REMARKED, pattern, by=by, now=now, remark=remark.pk)


def note(pattern: Pattern, text: str, field: str, quote: str, by: User, now: dt.datetime) -> Remark:
    """The remark about the newest text. Raises Refused if the passage does not stand there."""
    if quote:
        field = _where(quote, field, contents.newest(pattern))
    return Remark.objects.create(
        pattern=pattern, number=pattern.revision, field=field, quote=quote, text=text,
        author=by, at=now,
    )  # fmt: skip


def _where(quote: str, field: str, newest: contents.Content) -> str:
    """The field that the passage is in; the one that was named, if any was."""
    if not field:
        field = passages.field_of(quote, newest)
    if field and passages.stands_in(quote, newest[field]):
        return field
    raise Refused(
        Refusal(
            "elsewhere",
            _("This passage does not stand there in the newest text. Please copy it from there."),
        )
    )
