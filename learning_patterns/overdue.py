"""What somebody should be told that no act says by itself: texts that wait, remarks that gathered,
review dates that have passed, originals that have moved on.

Repeatable statements over present facts, each beside the question that its message asks again
before it is sent: run once or fifty times, they owe the same.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from django.db.models import F, Q, QuerySet

from learning_patterns import concerned, rules
from learning_patterns.concerned import DAY, HOUR, TOLD_FOR
from learning_patterns.models import Pattern, Remark, Revision
from members.models import User
from vsn.outbox.models import Delivery

# What comes within that time is told at once.
GATHERED = HOUR
# How long a review date that has passed, or an original that has moved on, is news. Longer than
# that no row says who was told, so it has to be shorter than the outbox remembers.
NEWS_FOR = 14 * DAY
Status = Pattern.Status
# Whether something on somebody's list is new to them who were told of it at that time, if ever.
News = Callable[[Iterable[Pattern], dt.datetime | None, dt.datetime], bool]

# --- What waits to be looked at: at most one message per person and day, about all of it ----------


def plan_waiting(now: dt.datetime) -> None:
    """To those who could look at it, when something waits that they have not been told of."""
    waiting = Pattern.objects.waiting().with_waits_since()
    if waiting.filter(waits_since__gt=now - TOLD_FOR, waits_since__lte=now - GATHERED).exists():
        _owe_lists("pattern_waits", concerned.waiting(now), is_news, now)


def is_news(patterns: Iterable[Pattern], told: dt.datetime | None, now: dt.datetime) -> bool:
    """True if one of them waits for an hour, not for days, and since they were told last."""
    after = max(told or now - TOLD_FOR, now - TOLD_FOR)
    known = [pattern.waits_since for pattern in patterns if pattern.waits_since]
    return any(after < since <= now - GATHERED for since in known)


def _owe_lists(
    topic: str, lists: Mapping[User, list[Pattern]], are_news: News, now: dt.datetime
) -> None:
    """To each of them one message a day at most, about all that is on their list."""
    told = concerned.last_told([topic], lists)
    today = now.date().isoformat()
    to = {
        one: [one]
        for one in sorted(lists, key=lambda one: one.pk)
        if are_news(lists[one], told.get((one.pk, one.pk)), now)
    }
    concerned.owe_all(topic, to, cause=lambda _: today, now=now)


# --- Remarks: at most one message per pattern, person and day, with all that are open -------------

ABOUT_REMARKS = ("pattern_remarked", "pattern_sent_back")


def plan_remarks(now: dt.datetime) -> None:
    """To those who wrote the text, when somebody else remarked on it."""
    lately = Remark.objects.filter(at__gt=now - TOLD_FOR, at__lte=now - GATHERED, settled_at=None)
    gathered: dict[Pattern, list[Remark]] = defaultdict(list)
    for remark in still_heard(_of_open_texts(lately), now):
        gathered[remark.pattern].append(remark)
    if not gathered:
        return
    told, wrote = concerned.last_told(ABOUT_REMARKS, gathered), concerned.writers_of(gathered)
    untold = {
        pattern: {
            pk for pk in wrote[pattern.pk] if of_others(remarks, pk, told.get((pk, pattern.pk)))
        }
        for pattern, remarks in gathered.items()
    }
    people = concerned.reached(set().union(*untold.values()), now)
    to = {
        pattern: [people[pk] for pk in ids & people.keys() if concerned.sees(pattern, people[pk])]
        for pattern, ids in untold.items()
    }
    today = now.date().isoformat()
    concerned.owe_all("pattern_remarked", to, cause=lambda _: today, now=now)


def still_heard(remarks: QuerySet[Remark], now: dt.datetime) -> list[Remark]:
    """Without what somebody said who was shut out since: it reaches nobody's mailbox any more."""
    named = remarks.select_related("author").prefetch_related("author__emailaddress_set")
    out = concerned.shut_out({one.author for one in named if one.author}, now) if named else ()
    return [one for one in named if one.author_id not in out]


def _of_open_texts(remarks: QuerySet[Remark]) -> QuerySet[Remark]:
    pending = Q(pattern__status=Status.PUBLISHED, pattern__revision__gt=F("pattern__shown"))
    in_work = Q(pattern__status__in=[Status.DRAFT, Status.IN_REVIEW])
    return remarks.filter(pending | in_work).select_related("pattern").order_by("pk")


def of_others(
    remarks: Iterable[Remark], person: int, since: dt.datetime | None = None
) -> list[Remark]:
    """Those that somebody else made, after that time."""
    theirs = [one for one in remarks if one.author_id != person]
    return [one for one in theirs if since is None or one.at > since]


# --- Review dates that have passed: at most one message per person and day, about all of them -----


def plan_due(now: dt.datetime) -> None:
    """To those who look after patterns whose date has come since they were told last."""
    _owe_lists("pattern_due", due(now), due_is_news, now)


def due(now: dt.datetime) -> dict[User, list[Pattern]]:
    """Whose patterns are to be looked at again since lately, the longest overdue first. Whose:
    who started it; if they write no patterns any more, who published it, and else the admins."""
    lately = Pattern.objects.review_due(now.date()).filter(review_on__gt=(now - NEWS_FOR).date())
    patterns = list(lately.order_by("review_on", "pk"))
    found: dict[User, list[Pattern]] = defaultdict(list)
    if not patterns:
        return found
    published = concerned.publishers([one.pk for one in patterns])
    people = concerned.reached({one.author_id for one in patterns} | {*published.values()}, now)
    keeping = {pk: person for pk, person in people.items() if rules.may_write(person)}
    admins = concerned.admins_reached(now)
    for pattern in patterns:
        could = [pk for pk in (pattern.author_id, published.get(pattern.pk)) if pk in keeping]
        for person in [keeping[pk] for pk in could[:1]] or admins.values():
            found[person].append(pattern)
    return found


def due_is_news(patterns: Iterable[Pattern], told: dt.datetime | None, now: dt.datetime) -> bool:
    """True if the date of one of them has come since they were told last."""
    days = [pattern.review_on for pattern in patterns if pattern.review_on]
    return any(told is None or day > told.date() for day in days)


# --- Translations whose original has moved on ----------------------------------------------------


def plan_behind(now: dt.datetime) -> None:
    """To who translated it, once for each text of the original that readers see."""
    behind = Pattern.objects.behind().filter(original__changed_at__gt=now - NEWS_FOR)
    patterns = _untold("pattern_behind", behind.order_by("pk"), cause_of_behind)
    to, until = translators(patterns, now), now + NEWS_FOR
    owed = {one: to[one.pk] for one in patterns}
    concerned.owe_all("pattern_behind", owed, cause=cause_of_behind, now=now, until=until)


def cause_of_behind(pattern: Pattern) -> str:
    return f"r{pattern.original.shown if pattern.original else 0}"


def translators(patterns: Collection[Pattern], now: dt.datetime) -> dict[int, list[User]]:
    """For each of these translations, by id: who started it, if they could go on with it, have not
    done so, and did not change the original themselves."""
    found: dict[int, list[User]] = {one.pk: [] for one in patterns}
    people = concerned.reached([one.author_id for one in patterns], now)
    if not people:
        return found
    published = concerned.publishers([one.original_id for one in patterns])
    texts = _texts_of(patterns)
    for one in patterns:
        person, original = people.get(one.author_id), one.original
        if not (person and original) or rules.refusal(rules.EDIT, one, person, now):
            continue
        wrote, _line = texts.get((original.pk, original.shown), (None, None))
        _wrote, line = texts.get((one.pk, one.revision), (None, None))
        did_it = person.pk in {wrote, published.get(original.pk)}
        if (line or 0) < original.shown and not did_it:
            found[one.pk] = [person]
    return found


def _texts_of(patterns: Collection[Pattern]) -> dict[tuple[int, int], tuple[int | None, ...]]:
    """Of what readers see of the originals, and of the newest texts of the translations, by pattern
    and number: who wrote it, and with which text of its original it is in line."""
    originals = {one.original_id for one in patterns}
    shown = Q(pattern__in=originals, number=F("pattern__shown"))
    newest = Q(pattern__in=patterns, number=F("pattern__revision"))
    rows = Revision.objects.filter(shown | newest).order_by()
    facts = rows.values_list("pattern", "number", "author", "original_revision")
    return {(pattern, number): tuple(told) for pattern, number, *told in facts}


def _untold(
    topic: str, patterns: Iterable[Pattern], cause_of: Callable[[Pattern], str]
) -> list[Pattern]:
    """Those of which nobody was told because of their present cause."""
    found = list(patterns)
    rows = Delivery.objects.filter(topic=topic, about_type=concerned.ABOUT)
    ids = [one.pk for one in found]
    known = set(rows.filter(about_id__in=ids).values_list("about_id", "cause")) if ids else set()
    return [one for one in found if (one.pk, cause_of(one)) not in known]


PLANNERS = (plan_waiting, plan_remarks, plan_due, plan_behind)
