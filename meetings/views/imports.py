"""A sign-up page of a wiki comes in: brought, looked at, confirmed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from meetings import importer, wikitext
from meetings.actions import Brought
from meetings.importer import Choices, ImportForm, Preview
from meetings.models import Meeting
from meetings.views.desk import for_facilitators
from members.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@for_facilitators
def import_page(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """GET: where to bring it. POST: what was understood; nothing is stored before a second POST
    says yes to exactly what was shown."""
    if request.method != "POST":
        return _ask(request, meeting, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, meeting, form, status=422)
    try:
        preview = _look(form, meeting, _choices(request))
        if _confirmed(request, preview):
            done = importer.carry_out(preview, meeting=meeting, by=request.user, now=timezone.now())
            messages.success(request, _what_was_done(done, preview.coming))
            return redirect(meeting)
    except wikitext.Unreadable as error:
        form.add_error("text", str(error))
        return _ask(request, meeting, form, status=422)
    except Refused as error:
        form.add_error(None, error.refusal.sentence)
        return _ask(request, meeting, form, status=422)
    return _show(request, meeting, form, preview)


def _ask(
    request: HttpRequest, meeting: Meeting, form: ImportForm, status: int = 200
) -> HttpResponse:
    context = {"meeting": meeting, "form": form}
    return render(request, "meetings/desk/import.html", context, status=status)


def _look(form: ImportForm, meeting: Meeting, choices: Choices) -> Preview:
    page = wikitext.read(form.cleaned_data["text"], year=form.cleaned_data["year"])
    accounts = importer.ask_wiki(page)
    return importer.look(
        page, meeting=meeting, accounts=accounts, now=timezone.now(), choices=choices
    )


def _confirmed(request: HttpRequest, preview: Preview) -> bool:
    shown = request.POST.get("fingerprint", "")
    return "confirm" in request.POST and shown == preview.fingerprint


def _show(
    request: HttpRequest, meeting: Meeting, form: ImportForm, preview: Preview
) -> HttpResponse:
    changed = "confirm" in request.POST
    context = {
        "meeting": meeting,
        "form": form,
        "preview": preview,
        "changed": changed,
        "NEW": importer.NEW,
    }
    status = 422 if changed else 200
    return render(request, "meetings/desk/import_preview.html", context, status=status)


def _choices(request: HttpRequest) -> Choices:
    """What was chosen on the page; names and values that are none of ours count for nothing."""
    lists, affiliates = {}, {}
    for name, value in request.POST.items():
        kind, _dash, number = name.partition("-")
        if kind in {"list", "affiliate"} and _is_number(number):
            (lists if kind == "list" else affiliates)[int(number)] = value
    return Choices(
        lists=lists,
        shown=_numbers(request.POST.get("shown", "").split(",")),
        ticked=_numbers(request.POST.getlist("bring")),
        affiliates=affiliates,
        leaving=_numbers(request.POST.getlist("leaving")),
    )


def _numbers(texts: list[str]) -> frozenset[int]:
    return frozenset(int(text) for text in texts if _is_number(text))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18


def _what_was_done(done: list[Brought], ticked: int) -> str:
    """In one message, with what happens next. Of those who may not come only the number is told."""
    came, left = sum(one.brought_in for one in done), sum(one.taken_off for one in done)
    said = []
    if came:
        said.append(
            ngettext(
                "%(count)s place taken. Whoever can be reached is invited to acknowledge the "
                "policy, and gets the link after that.",
                "%(count)s places taken. Whoever can be reached is invited to acknowledge the "
                "policy, and gets the link after that.",
                came,
            )
            % {"count": came}
        )
    if left:
        sentence = ngettext("%(count)s person taken off.", "%(count)s people taken off.", left)
        said.append(sentence % {"count": left})
    if missing := ticked - came:
        said.append(_not_brought_in(missing))
    return " ".join(said) or _("Nothing had to be changed.")


def _not_brought_in(count: int) -> str:
    sentence = ngettext(
        "%(count)s person could not be brought in. Please write to the network’s admins about it.",
        "%(count)s people could not be brought in. Please write to the network’s admins about it.",
        count,
    )
    return sentence % {"count": count}
