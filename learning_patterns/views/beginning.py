"""What a new pattern begins from: another pattern, to be said in another language; a question; a
session.

To add one: write a function `(request) -> Beginning | None` that answers None if the address does
not ask for it (and raises Http404 if what it names may not be seen), and put it into `FROM`. The
first that answers is taken. `then` is called by `actions.start_pattern`, inside its transaction,
once the draft is there; if it raises Refused, nothing is stored and the form comes back with the
sentence."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from learning_patterns.forms.affiliates import MOST
from learning_patterns.models import Pattern
from learning_patterns.views.answering import answering, begin_from, question_named, told_about
from learning_patterns.views.sessions import begin_in, session_named, told_of
from learning_patterns.views.translating import begin, translated
from meetings.models import Meeting
from members.models import Affiliation, Audience, User

Then = Callable[[Pattern, User, dt.datetime], object]


@dataclass(frozen=True, slots=True)
class Beginning:
    """`initial`: what the form has in it at first, over the defaults. `original`: the pattern that
    it translates. `told`: a sentence above the form on where it comes from. `then`: what follows
    once the draft is there. `meeting`: that the writer runs, and it will be tied to."""

    initial: dict[str, Any] = field(default_factory=dict)
    original: Pattern | None = None
    told: str = ""
    then: Then | None = None
    meeting: Meeting | None = None


def from_an_original(request: HttpRequest) -> Beginning | None:
    """`?translate=` names a published pattern to say in another language."""
    begun = request.method == "POST" or "unsaved" in request.GET
    original = translated(request.GET.get("translate", ""), begun=begun)
    if original is None:
        return None
    return Beginning(begin(original, get_language() or ""), original)


def from_a_session(request: HttpRequest) -> Beginning | None:
    """`?session=` names one that the writer runs; any other changes nothing."""
    session = session_named(request)
    if session is None:
        return None
    return Beginning(begin_in(session), told=told_of(session), meeting=session.meeting)


def from_a_question(request: HttpRequest) -> Beginning | None:
    """`?question=` names one that the new pattern answers; whoever writes it takes it up."""
    question = question_named(request)
    if question is None:
        return None
    return Beginning(begin_from(question), told=told_about(question), then=answering(question))


FROM: tuple[Callable[[HttpRequest], Beginning | None], ...] = (
    from_an_original,
    from_a_question,
    from_a_session,
)


def beginning(request: HttpRequest) -> Beginning:
    """What the address asks to begin from; an empty page of the writer's own if nothing."""
    found = next((made for one in FROM if (made := one(request))), Beginning())
    own = {
        "language": get_language(),
        "creators": request.user.name,
        "affiliates": _affiliates_of(request.user),
    }
    initial = found.initial if found.original else own | found.initial
    return replace(found, initial=initial)


def _affiliates_of(person: User) -> list[str]:
    """The affiliates where they work, if their entry in the directory shows that to everyone: so
    will the pattern."""
    ties = Affiliation.objects.present(timezone.localdate()).filter(person=person)
    public = Audience.PUBLIC
    shown = ties.filter(
        person__membership__profile__shown_to=public,
        person__membership__profile__affiliations_shown_to=public,
    )
    return list(shown.values_list("affiliate__slug", flat=True).order_by("pk")[:MOST])
