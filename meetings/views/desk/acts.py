"""What facilitators do to the people on a list, one or many at once."""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from meetings import actions
from meetings.actions import Outcome
from meetings.forms.lists import MovePeopleForm, RemoveForm
from meetings.models import ListAct, Meeting, Registration, Session
from meetings.views.desk import desk, for_facilitators, for_its_facilitators
from meetings.views.desk.finding import back, chosen, seen
from meetings.views.desk.telling import report
from members.rules import Refused

# As many as fit into the address of the page where the message is written.
MOST_RECIPIENTS = 200
LONGEST_LIST_OF_NAMES = 12


@require_POST
@for_its_facilitators
def remove_people(request: HttpRequest, session: Session) -> HttpResponse:
    """First asks why, then does it."""
    form = RemoveForm(request.POST if "reason" in request.POST else None)
    return _in_two_steps(
        request,
        session,
        form,
        "meetings/desk/remove.html",
        lambda values: actions.remove_places(reason=form.cleaned_data["reason"], **values),
    )


@require_POST
@for_its_facilitators
def move_people(request: HttpRequest, session: Session) -> HttpResponse:
    """First asks where to, then does it."""
    sessions = _others(session, timezone.now())
    form = MovePeopleForm(request.POST if "to" in request.POST else None, sessions=sessions)
    return _in_two_steps(
        request,
        session,
        form,
        "meetings/desk/move.html",
        lambda values: actions.move_places(to=form.cleaned_data["to"], **values),
        sessions=sessions,
    )


@require_POST
@for_its_facilitators
def remind_people(request: HttpRequest, session: Session) -> HttpResponse:
    """Asks them once more to confirm, or to acknowledge the policy."""
    now = timezone.now()

    def act(people: list[int]) -> Outcome:
        return actions.remind_places(session=session, places=people, by=request.user, now=now)

    return _at_once(request, session, now, act, _reminded)


@require_POST
@for_its_facilitators
def send_again(request: HttpRequest, session: Session) -> HttpResponse:
    """The link once more: what failed is tried again, what was sent is sent anew."""
    now = timezone.now()

    def act(people: list[int]) -> Outcome:
        return actions.send_link_again(session=session, places=people, by=request.user, now=now)

    return _at_once(request, session, now, act, _sent_again)


@require_POST
@for_its_facilitators
def put_first(request: HttpRequest, session: Session) -> HttpResponse:
    """First on the waiting list."""
    now = timezone.now()

    def act(people: list[int]) -> Outcome:
        return actions.put_first(
            session=session, places=people, by=request.user, now=now, seen=seen(request)
        )

    return _at_once(request, session, now, act, lambda count: _("They stand there already."))


@require_POST
@for_its_facilitators
def write_to_chosen(request: HttpRequest, session: Session) -> HttpResponse:
    """To the page where the message is written, with those who were chosen."""
    people = chosen(request, session, timezone.now())
    if not people:
        return _nobody(request, session)
    address = reverse("meetings:message_list", args=[session.meeting.slug, session.number])
    if len(people) > MOST_RECIPIENTS:
        sentence = _("Choose at most %(most)s people for one message, or write to everyone.")
        messages.warning(request, sentence % {"most": MOST_RECIPIENTS})
        return _to_list(request, session)
    places = Registration.objects.filter(pk__in=people).order_by("placed_at", "pk")
    to = ",".join(places.values_list("handle", flat=True))
    return redirect(f"{address}?to={to}")


@require_POST
@for_facilitators
def undo_act(request: HttpRequest, meeting: Meeting, handle: str) -> HttpResponse:
    """Takes an act on a list back."""
    acts = ListAct.objects.filter(session__meeting=meeting).select_related("session__meeting")
    act = get_object_or_404(acts, handle=handle)
    try:
        count = actions.undo_act(act=act, by=request.user, now=timezone.now())
    except Refused as error:
        messages.error(request, str(error.refusal))
    else:
        messages.success(request, _taken_back(act, count))
    return _to_list(request, act.session)


# --- What they have in common --------------------------------------------------------------------


def _in_two_steps(
    request: HttpRequest,
    session: Session,
    form: RemoveForm | MovePeopleForm,
    page: str,
    act: Callable[[dict[str, object]], Outcome],
    **more: object,
) -> HttpResponse:
    now = timezone.now()
    people = chosen(request, session, now)
    if not people:
        return _nobody(request, session)
    if not form.is_valid():
        return _ask(request, session, people, page, form=form, now=now, **more)
    values = {"session": session, "places": people, "by": request.user, "now": now}
    try:
        outcome = act({**values, "seen": seen(request)})
    except Refused as error:
        messages.error(request, str(error.refusal))
        return _to_list(request, session)
    report(request, outcome, "")
    return _to_list(request, session, outcome.act)


def _ask(
    request: HttpRequest, session: Session, people: list[int], page: str, **more: object
) -> HttpResponse:
    """What is to be known before it is done, to how many."""
    form, now = more["form"], more["now"]
    places = Registration.objects.filter(pk__in=people).order_by("placed_at", "pk")
    named = list(places.values_list("handle", "name"))
    context = desk(
        session.meeting,
        session,
        here="act",
        count=len(named),
        names=[name for _handle, name in named[:LONGEST_LIST_OF_NAMES]],
        not_named=max(len(named) - LONGEST_LIST_OF_NAMES, 0),
        people=",".join(handle for handle, _name in named),
        seen=seen(request) or now,
        back=back(request),
        **more,
    )
    return render(request, page, context, status=422 if form.is_bound else 200)


def _at_once(
    request: HttpRequest,
    session: Session,
    now: dt.datetime,
    act: Callable[[list[int]], Outcome],
    words: Callable[[int], str],
) -> HttpResponse:
    people = chosen(request, session, now)
    if not people:
        return _nobody(request, session)
    try:
        outcome = act(people)
    except Refused as error:
        messages.error(request, str(error.refusal))
        return _to_list(request, session)
    report(request, outcome, words(len(outcome.done)))
    return _to_list(request, session, outcome.act)


def _reminded(count: int) -> str:
    words = ngettext(
        "%(n)s person is asked again, by a message that goes out now.",
        "%(n)s people are asked again, by messages that go out now.",
        count,
    )
    return words % {"n": count}


def _sent_again(count: int) -> str:
    words = ngettext(
        "The link goes out to %(n)s person once more, now.",
        "The link goes out to %(n)s people once more, now.",
        count,
    )
    return words % {"n": count}


def _taken_back(act: ListAct, count: int) -> str:
    if act.kind == ListAct.Kind.FIRST:
        return _("The waiting list is as it was.")
    words = ngettext("Taken back for %(n)s person.", "Taken back for %(n)s people.", count)
    return words % {"n": count}


def _others(session: Session, now: dt.datetime) -> list[Session]:
    sessions = session.meeting.sessions.published().upcoming(now).with_counts()
    return list(sessions.exclude(pk=session.pk))


def _nobody(request: HttpRequest, session: Session) -> HttpResponse:
    messages.warning(request, _("Choose someone first."))
    return _to_list(request, session)


def _to_list(request: HttpRequest, session: Session, act: ListAct | None = None) -> HttpResponse:
    """Back to the part of the list that was looked at."""
    address = reverse("meetings:list", args=[session.meeting.slug, session.number])
    query = back(request)
    if act:
        query["undo"] = act.handle
    return redirect(f"{address}?{urlencode(query)}" if query else address)
