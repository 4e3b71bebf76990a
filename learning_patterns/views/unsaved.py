"""What was typed and not saved: kept while one writes, offered when one comes back.

Each form that is opened has a mark of its own, so that two windows do not overwrite each other;
what is kept is found by the page of the form and that mark."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from learning_patterns import actions
from learning_patterns.models import Unsaved
from learning_patterns.views.loading import load
from members.tokens import new_handle
from vsn.limits import allow

# The longest form there can be has some 95,000 characters.
LARGEST, LONGEST_PAGE = 120_000, 280
# Of one person in a minute; the script waits three seconds between two.
KEPT = 40
FORMS = {"patterns:new", "patterns:edit"}
OFFERED = 3
_MARK = re.compile(r"[a-z2-7]{13}", re.ASCII)
# What goes along with a form and is no part of what was typed.
_BESIDES = {"csrfmiddlewaretoken", "page", "unsaved", "preview", "stay", "kept_base"}


@require_POST
@never_cache
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps what stands in a form. No page: the script asks."""
    key = _key_sent(request)
    if not allow("keep a pattern", str(request.user.pk), times=KEPT, seconds=60):
        return HttpResponse(status=429)
    if sum(len(text) for texts in request.POST.lists() for text in texts[1]) > LARGEST:
        return HttpResponse(status=413)
    actions.keep_unsaved(person=request.user, page=key, data=_typed(request), now=timezone.now())
    return HttpResponse(status=204)


@require_POST
@never_cache
@login_required
def throw_away(request: HttpRequest) -> HttpResponse:
    """Deletes what was kept of one form, and goes back to it."""
    if actions.throw_away(person=request.user, page=_key_sent(request)):
        messages.success(request, _("It is thrown away."))
    return redirect(request.POST["page"])


def _key_sent(request: HttpRequest) -> str:
    """Raises Http404 for what is no form of ours that this person can open."""
    page, mark = request.POST.get("page", ""), request.POST.get("unsaved", "")
    if len(page) > LONGEST_PAGE or "\x00" in page or not _MARK.fullmatch(mark):
        raise Http404
    found = resolve(page.partition("?")[0])
    if found.view_name not in FORMS:
        raise Http404
    if slug := found.kwargs.get("slug"):
        load(request, slug)
    return f"{page}#{mark}"


def _typed(request: HttpRequest) -> dict[str, list[str]]:
    """Of a form that asks to choose between two versions, with the revision that it began from:
    who comes back is asked again."""
    sent = dict(request.POST.lists())
    if "kept_base" in sent:
        sent["base"] = sent["kept_base"]
    return {
        name[:50].replace("\x00", ""): [text.replace("\x00", "") for text in texts]
        for name, texts in sent.items()
        if name not in _BESIDES and not name.startswith("choice_")
    }


def page_of(request: HttpRequest) -> str:
    """Path and query of a form, without what says that one goes on with something."""
    query = request.GET.copy()
    query.pop("unsaved", None)
    page = f"{request.path}?{query.urlencode()}" if query else request.path
    return page if len(page) <= LONGEST_PAGE else request.path


def mark_of(request: HttpRequest) -> str:
    """The mark of this form; a new one if it was opened just now."""
    sent = request.POST.get("unsaved") or request.GET.get("unsaved") or ""
    return sent if _MARK.fullmatch(sent) else new_handle()


def saved(request: HttpRequest) -> None:
    """What was kept of this form is not needed any more."""
    actions.throw_away(person=request.user, page=f"{page_of(request)}#{mark_of(request)}")


def kept(request: HttpRequest) -> MultiValueDict | None:
    """What one goes on with; None if nothing was asked for, or it is gone."""
    if "unsaved" not in request.GET:
        return None
    key = f"{page_of(request)}#{mark_of(request)}"
    found = Unsaved.objects.filter(person=request.user, page=key).first()
    return MultiValueDict(found.data) if found else None


def fill(form: Form, data: MultiValueDict) -> None:
    """The form starts from what was typed."""
    for name, field in form.fields.items():
        form.initial[name] = field.widget.value_from_datadict(data, MultiValueDict(), name)


def offers(request: HttpRequest) -> dict[str, Any]:
    """For the page of a form: its mark, and what else was typed there and not saved."""
    page, mark = page_of(request), mark_of(request)
    waiting = Unsaved.objects.filter(person=request.user, page__startswith=f"{page}#")
    joint = "&" if "?" in page else "?"
    return {
        "page": page,
        "mark": mark,
        "unsaved": [
            {
                "title": " ".join(one.data.get("title") or ())[:200].strip(),
                "at": one.at,
                "mark": one.page.rpartition("#")[2],
                "address": f"{page}{joint}unsaved={one.page.rpartition('#')[2]}",
            }
            for one in waiting.exclude(page=f"{page}#{mark}").order_by("-at")[:OFFERED]
        ],
    }
