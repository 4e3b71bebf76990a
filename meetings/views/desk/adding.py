"""Somebody wrote to the facilitator, who puts them on the list."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings import actions, rules
from meetings.forms.lists import AddPersonForm
from meetings.models import Registration, Session
from meetings.views.desk import desk, for_its_facilitators
from members.rules import Refused
from members.wikimedia import look_up
from vsn.even import evenly


@evenly
@require_http_methods(["GET", "HEAD", "POST"])
@for_its_facilitators
def add_person(request: HttpRequest, session: Session) -> HttpResponse:
    """By address or by Wikimedia user name."""
    form = AddPersonForm(request.POST if request.method == "POST" else None)
    now = timezone.now()
    if form.is_valid() and (added := _add(request, session, form, now)):
        _say(request, added, now)
        return redirect("meetings:list", session.meeting.slug, session.number)
    refusal = rules.refusal(rules.OPEN, session, None, now)
    context = desk(session.meeting, session, here="add", form=form, refusal=refusal)
    status = 422 if form.is_bound else 200
    return render(request, "meetings/desk/add_person.html", context, status=status)


def _add(
    request: HttpRequest, session: Session, form: AddPersonForm, now: dt.datetime
) -> Registration | None:
    """None when the form has to be shown again with what was typed."""
    values = form.cleaned_data
    reach = values["reach"]
    try:
        # Over the network, so before anything is locked.
        found = reach if "@" in reach else look_up(reach)
        return actions.add_by_hand(
            session=session,
            reach=found,
            name=values["name"],
            affiliate=values["affiliate"],
            by=request.user,
            now=now,
        )
    except Refused as error:
        form.add_error(*_where(error))
        return None


def _where(error: Refused) -> tuple[str | None, str]:
    """Beside which field it is said. Of who may not come nothing is told but whom to ask."""
    code = error.refusal.code
    if code == "excluded":
        said = _("This person cannot be added. Please write to the network’s admins about it.")
        return None, said
    return ("reach" if code.startswith("wiki_") else None), str(error.refusal.sentence)


def _say(request: HttpRequest, place: Registration, now: dt.datetime) -> None:
    name = {"name": place.name}
    if place.placed_at is None or place.placed_at < now:
        messages.info(request, _("%(name)s is on the list already.") % name)
    elif place.was_waiting:
        messages.success(
            request, _("%(name)s is on the waiting list now, and hears of it at once.") % name
        )
    else:
        messages.success(
            request,
            _(
                "%(name)s is on the list now. Whoever has not acknowledged the safe space policy "
                "is asked to by a message that goes out now, and gets the link after that."
            )
            % name,
        )
