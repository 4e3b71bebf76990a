"""To those who write patterns and look at each other's."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from learning_patterns import concerned, overdue
from learning_patterns.models import Pattern, Remark, Trial
from members.letters import address_of, compose
from members.models import User
from members.rules import is_excluded_from_everything, wants
from vsn.outbox.channels import Message
from vsn.outbox.models import Delivery
from vsn.outbox.registry import Moot, Renderer

Answer = Message | Moot
Status = Pattern.Status
CHANGED = Moot("the facts have changed")


def _write(topic: str, to: User, **facts: object) -> Message:
    review = address_of("patterns:review")
    return compose(f"learning_patterns/notices/{topic}", to, review=review, **facts)


def _page(pattern: Pattern, anchor: str = "") -> str:
    return address_of("patterns:pattern", pattern.slug) + anchor


# Of everyone who is concerned: which patterns.
Lists = Callable[[dt.datetime], Mapping[User, list[Pattern]]]


def about_all(lists: Lists, are_news: overdue.News) -> Renderer:
    """Messages about all that is on somebody's list now, if any of it is news to them."""

    def render(deliveries: Sequence[Delivery], now: dt.datetime) -> Mapping[int, Answer]:
        found = lists(now)
        people = concerned.reached([d.recipient_id for d in deliveries], now)
        result: dict[int, Answer] = dict.fromkeys((d.pk for d in deliveries), CHANGED)
        for delivery in deliveries:
            to = people.get(delivery.recipient_id)
            patterns = found.get(to, []) if to else []
            told = concerned.told_before(delivery, [delivery.topic])
            if to and are_news(patterns, told, now):
                pages = [(one.title, _page(one)) for one in patterns]
                result[delivery.pk] = _write(delivery.topic, to, pages=pages)
        return result

    return render


# Of a pattern as it is now: what its reader is told, or that there is nothing to say any more.
About = Callable[[Delivery, Pattern, User, dt.datetime], Answer]


def about_pattern(say: About) -> Renderer:
    """Messages about one pattern each, to who is still here and not shut out."""

    def render(deliveries: Sequence[Delivery], now: dt.datetime) -> Mapping[int, Answer]:
        patterns = Pattern.objects.select_related("original").in_bulk(
            {d.about_id for d in deliveries}
        )
        people = concerned.reached([d.recipient_id for d in deliveries], now)
        known = {d: (patterns.get(d.about_id), people.get(d.recipient_id)) for d in deliveries}
        return {
            d.pk: say(d, pattern, to, now) if pattern and to else CHANGED
            for d, (pattern, to) in known.items()
        }

    return render


def sent_back(delivery: Delivery, pattern: Pattern, to: User, now: dt.datetime) -> Answer:
    return _remarks(delivery, pattern, to, now) if pattern.status == Status.DRAFT else CHANGED


def remarked(delivery: Delivery, pattern: Pattern, to: User, now: dt.datetime) -> Answer:
    in_work = pattern.status in {Status.DRAFT, Status.IN_REVIEW} or pattern.has_pending
    told = concerned.told_before(delivery, overdue.ABOUT_REMARKS)
    return _remarks(delivery, pattern, to, now, told) if in_work else CHANGED


def _remarks(
    delivery: Delivery,
    pattern: Pattern,
    to: User,
    now: dt.datetime,
    since: dt.datetime | None = None,
) -> Answer:
    """All that others said and nobody has done yet, if any of it is newer than that."""
    remarks = Remark.objects.filter(pattern=pattern, settled_at=None).order_by("pk")
    remarks = overdue.still_heard(remarks, now)
    theirs = to.pk in concerned.writers(pattern) and concerned.sees(pattern, to)
    if not theirs or not overdue.of_others(remarks, to.pk, since):
        return CHANGED
    said = overdue.of_others(remarks, to.pk)
    # Where one is asked to sign in: the page of a draft is none for strangers.
    edit = address_of("patterns:edit", pattern.slug) + "#remarks"
    return _write(delivery.topic, to, pattern=pattern, remarks=said, address=edit)


def published(delivery: Delivery, pattern: Pattern, to: User, now: dt.datetime) -> Answer:
    if pattern.status != Status.PUBLISHED:
        return CHANGED
    hears = to.pk in concerned.authors(pattern) and wants(to, "pattern_tried")
    return _write(delivery.topic, to, pattern=pattern, address=_page(pattern), hears=hears)


def behind(delivery: Delivery, pattern: Pattern, to: User, now: dt.datetime) -> Answer:
    still = pattern.is_behind and pattern.status != Status.ARCHIVED
    if not still or delivery.cause != overdue.cause_of_behind(pattern):
        return CHANGED
    if pattern.original.status != Status.PUBLISHED:
        return CHANGED
    if to not in overdue.translators([pattern], now)[pattern.pk]:
        return CHANGED
    edit = address_of("patterns:edit", pattern.slug)
    return _write(delivery.topic, to, pattern=pattern, original=pattern.original, address=edit)


def _may_speak(trial: Trial, now: dt.datetime) -> bool:
    """False for who was shut out since: their words reach nobody's mailbox any more."""
    return not (trial.person and is_excluded_from_everything(trial.person, now))


def render_tried(deliveries: Sequence[Delivery], now: dt.datetime) -> Mapping[int, Answer]:
    """How it went for somebody, in the words that stand on the page."""
    trials = Trial.objects.select_related("pattern", "person").in_bulk(
        d.about_id for d in deliveries
    )
    people = concerned.reached([d.recipient_id for d in deliveries], now)
    result: dict[int, Answer] = {}
    for delivery in deliveries:
        trial, to = trials.get(delivery.about_id), people.get(delivery.recipient_id)
        if trial and to and trial.pattern.status == Status.PUBLISHED and _may_speak(trial, now):
            page = _page(trial.pattern, "#tried")
            result[delivery.pk] = _write(
                delivery.topic, to, trial=trial, pattern=trial.pattern, address=page
            )
        else:
            result[delivery.pk] = CHANGED
    return result


RENDERERS: dict[str, Renderer] = {
    "pattern_waits": about_all(concerned.waiting, overdue.is_news),
    "pattern_sent_back": about_pattern(sent_back),
    "pattern_remarked": about_pattern(remarked),
    "pattern_published": about_pattern(published),
    "pattern_tried": render_tried,
    "pattern_due": about_all(overdue.due, overdue.due_is_news),
    "pattern_behind": about_pattern(behind),
}
