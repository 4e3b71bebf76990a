"""Who hears of what happens to a pattern: asked when a message is owed, and by the message again
when it is sent."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from django.db import models
from django.db.models import F, Max, Q

from learning_patterns import rules
from learning_patterns.models import Pattern, Revision
from members.models import Exclusion, Membership, User
from members.rules import identities, routes, wants
from vsn.audit.models import Action, Entry
from vsn.outbox import dispatch
from vsn.outbox.models import Delivery
from vsn.outbox.nudge import nudge

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
# Whoever did any of this in that time looks at patterns of others.
REVIEWING = (
    Action.PATTERN_SAVED, Action.PATTERN_PUBLISHED, Action.PATTERN_SENT_BACK,
    Action.PATTERN_REMARKED, Action.PATTERN_REVIEWED,
)  # fmt: skip
A_YEAR = dt.timedelta(days=365)
# A message about something is not sent any more after that time.
TOLD_FOR = 3 * DAY
ABOUT = Pattern._meta.label_lower
Thing = TypeVar("Thing", bound=models.Model)


def reached(ids: Iterable[int | None], now: dt.datetime) -> dict[int, User]:
    """Those of them who are still here, whom messages reach and who are not shut out."""
    people = User.objects.filter(pk__in={pk for pk in ids if pk}, is_active=True)
    found = list(people.select_related("membership").prefetch_related("emailaddress_set"))
    if not found:
        return {}
    out = shut_out(found, now)
    return {p.pk: p for p in found if routes(p) and p.pk not in out}


def shut_out(people: Iterable[User], now: dt.datetime) -> set[int]:
    """The ids of those of them whom an exclusion keeps from whatever the network does."""
    everything = Exclusion.objects.in_force(now).filter(scope=Exclusion.Scope.EVERYTHING)
    out = set(everything.values_list("identity", flat=True))
    return {p.pk for p in people if not out.isdisjoint(identities(p))} if out else set()


def owe(
    topic: str,
    about: models.Model,
    *,
    to: Iterable[int | None],
    cause: str,
    now: dt.datetime,
    until: dt.datetime | None = None,
) -> None:
    """Those of them who can hear of it and want to are owed a message, once for the cause."""
    people = reached(to, now).values()
    owe_all(topic, {about: people}, cause=lambda _: cause, now=now, until=until)


def owe_all(
    topic: str,
    to: Mapping[Thing, Iterable[User]],
    *,
    cause: Callable[[Thing], str],
    now: dt.datetime,
    until: dt.datetime | None = None,
) -> None:
    """As `owe`, about several things, for each of which `to` says who of those that are `reached`.
    Asks nothing."""
    until = until or now + TOLD_FOR
    # In one order: planners side by side do not wait for each other.
    dispatch.enqueue(
        dispatch.owed(topic, about, to=person.pk, cause=cause(about), now=now, not_after=until)
        for about, people in to.items()
        for person in sorted(people, key=lambda one: one.pk)
        if wants(person, topic)
    )


def tell(
    topic: str, about: models.Model, *, to: Iterable[int], cause: str, now: dt.datetime
) -> None:
    """`owe`, for actions: the workers look at once."""
    owe(topic, about, to=to, cause=cause, now=now)
    nudge()


def who_writes(person: User) -> bool:
    """True for whom messages about patterns can be for: who may write some, or has."""
    return rules.may_write(person) or Revision.objects.filter(author=person).exists()


def sees(pattern: Pattern, person: User) -> bool:
    """True if the person may still read the text that readers do not see."""
    return rules.may_write(person) or rules.owns_draft(pattern, person)


def writers(pattern: Pattern) -> set[int]:
    """Who started it, and who wrote what readers have not seen yet."""
    return writers_of([pattern])[pattern.pk]


def writers_of(patterns: Collection[Pattern]) -> dict[int, set[int]]:
    """As `writers`, for each of them by id. One query."""
    unseen = unseen_by_readers(patterns)
    return {one.pk: unseen[one.pk] | ({one.author_id} - {None}) for one in patterns}


def authors(pattern: Pattern) -> set[int]:
    """Who started it; if they have left, whoever wrote any of it."""
    if pattern.author_id:
        return {pattern.author_id}
    return set(pattern.revisions.order_by().values_list("author", flat=True)) - {None}


def unseen_by_readers(patterns: Collection[Pattern]) -> dict[int, set[int]]:
    """For each of them, by id: who wrote what readers have not seen yet."""
    newer = Q(pattern__published_at=None) | Q(number__gt=F("pattern__shown"))
    revisions = Revision.objects.filter(newer, pattern__in=patterns, author__isnull=False)
    found: dict[int, set[int]] = {pattern.pk: set() for pattern in patterns}
    for pattern, author in revisions.order_by().values_list("pattern", "author").distinct():
        found[pattern].add(author)
    return found


# --- What waits for somebody to look at it -------------------------------------------------------


def waiting(now: dt.datetime) -> dict[User, list[Pattern]]:
    """Who could look at what, the longest waiting first: members who wrote or looked at patterns
    in the last year, but not at what they wrote themselves; where that leaves nobody, admins."""
    patterns = list(Pattern.objects.waiting().with_waits_since().order_by("waits_since", "pk"))
    found: dict[User, list[Pattern]] = defaultdict(list)
    if not patterns:
        return found
    looking, admins = reached(_reviewers(now), now), admins_reached(now)
    wrote = unseen_by_readers(patterns)
    for pattern in patterns:
        could = looking.keys() - wrote[pattern.pk] or admins.keys() - wrote[pattern.pk]
        for pk in could:
            found[looking.get(pk) or admins[pk]].append(pattern)
    return found


def _reviewers(now: dt.datetime) -> models.QuerySet:
    acts = Entry.objects.filter(about_type=ABOUT, action__in=REVIEWING, at__gt=now - A_YEAR)
    members = Membership.objects.filter(status=Membership.Status.ACTIVE)
    return members.filter(person__in=acts.values("actor")).values_list("person", flat=True)


def admins_reached(now: dt.datetime) -> dict[int, User]:
    """The admins whom messages reach, by id."""
    admins = User.objects.filter(is_staff=True, is_active=True)
    return reached(admins.values_list("pk", flat=True), now)


# --- What they have been told already ------------------------------------------------------------


def last_told(
    topics: Collection[str], things: Iterable[models.Model]
) -> dict[tuple[int, int], dt.datetime]:
    """When somebody was last told of that about one of these things, which are of one kind; by
    recipient and thing."""
    by_id = {one.pk: one for one in things}
    kinds = {one._meta.label_lower for one in by_id.values()}
    rows = _told(topics).filter(about_type__in=kinds, about_id__in=by_id)
    told = rows.order_by().values_list("recipient", "about_id").annotate(Max("created_at"))
    return {(to, about): at for to, about, at in told}


def told_before(delivery: Delivery, topics: Collection[str]) -> dt.datetime | None:
    """When the same person was last owed a message about the same, before this one."""
    same = _told(topics).filter(recipient=delivery.recipient_id, about_id=delivery.about_id)
    return same.filter(pk__lt=delivery.pk).aggregate(at=Max("created_at"))["at"]


def _told(topics: Collection[str]) -> models.QuerySet[Delivery]:
    return Delivery.objects.filter(topic__in=topics).exclude(state=Delivery.State.MOOT)


def publishers(ids: Iterable[int | None]) -> dict[int, int | None]:
    """Who published what readers see of these patterns, by id."""
    acts = Entry.objects.filter(about_type=ABOUT, action=Action.PATTERN_PUBLISHED)
    return dict(acts.filter(about_id__in=ids).order_by("pk").values_list("about_id", "actor"))
