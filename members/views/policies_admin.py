"""Versions of the safe space policy: written, compared, published; and who acknowledged them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import actions, elsewhere
from members.forms.policies import (
    DraftForm,
    NamesForm,
    PolicyTexts,
    SeenDraftForm,
    initial_texts,
    sent_texts,
)
from members.models import Acknowledgement, PolicyVersion
from members.rules import Refusal, Refused
from members.views.loading import for_admins
from vsn.differences import difference

PER_PAGE = 50


@for_admins
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """The draft in work and the versions that were published, with how many acknowledged them."""
    people = Count("acknowledgements__person", distinct=True)
    published = PolicyVersion.objects.published().annotate(people=people).order_by("-number")
    draft = PolicyVersion.objects.drafts().first()
    context = {"draft": draft, "versions": published}
    return render(request, "members/policy_drafts.html", context)


@for_admins
@require_POST
def new_draft(request: HttpRequest) -> HttpResponse:
    made = actions.begin_draft(by=request.user, now=timezone.now())
    return redirect("members:edit_draft", made.number)


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def edit_draft(request: HttpRequest, number: int) -> HttpResponse:
    """POST saves, or with `preview` shows what it looks like."""
    version = _draft(number)
    if request.method != "POST":
        form = DraftForm(initial={"needs_acknowledgement": version.needs_acknowledgement})
        return _edit_page(request, version, form, PolicyTexts(initial=initial_texts(version)))
    form, texts = DraftForm(request.POST), sent_texts(request.POST)
    if not (form.is_valid() & texts.is_valid()):
        return _edit_page(request, version, form, texts, status=422)
    if "preview" in request.POST:
        return _edit_page(request, version, form, texts, preview=texts.texts())
    try:
        actions.save_draft(
            version=version,
            texts=texts.texts(),
            by=request.user,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except Refused as error:
        return _overtaken(request, version, form, texts, error.refusal)
    messages.success(request, _("Saved. Nobody else than admins sees it before it is published."))
    return redirect("members:edit_draft", version.number)


def _overtaken(
    request: HttpRequest, version: PolicyVersion, form: DraftForm, texts: Any, refusal: Refusal
) -> HttpResponse:
    """What was typed stays, with what the other admin saved beside it; saving again puts it over
    theirs."""
    theirs = {text["language"]: text["body"] for text in initial_texts(version)}
    mine = {text.language: text.body for text in texts.texts()}
    differing = [
        (language, difference(theirs.get(language, ""), mine.get(language, "")))
        for language in sorted({*theirs, *mine})
        if theirs.get(language) != mine.get(language)
    ]
    return _edit_page(
        request, version, form, texts, refusal=refusal, differing=differing, status=409
    )


def _edit_page(
    request: HttpRequest,
    version: PolicyVersion,
    form: DraftForm,
    texts: Any,
    *,
    status: int = 200,
    refusal: Refusal | None = None,
    **more: Any,
) -> HttpResponse:
    now_at = PolicyVersion.objects.filter(pk=version.pk).values_list("revision", flat=True).first()
    # Whoever looks at what the other one saved has seen it; everyone else keeps what they saw.
    seen = now_at if refusal or not form.is_bound else form["seen"].value()
    context = {
        "version": version,
        "form": form,
        "texts": texts,
        "seen": seen,
        "refusal": refusal,
        **more,
    }
    return render(request, "members/policy_draft.html", context, status=status)


@for_admins
@require_safe
def compare_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Word by word against the version in force, language by language."""
    version = _draft(number)
    newest = PolicyVersion.objects.published().order_by("-number").first()
    old = {text.language: text.body for text in newest.texts.all()} if newest else {}
    new = {text.language: text for text in version.texts.all()}
    compared = [
        (
            language,
            difference(old.get(language, ""), new[language].body if language in new else ""),
            new.get(language),
        )
        for language in sorted({*old, *new})
    ]
    context = {"version": version, "newest": newest, "compared": compared}
    return render(request, "members/policy_compare.html", context)


@for_admins
@require_http_methods(["GET", "HEAD", "POST"])
def publish_draft(request: HttpRequest, number: int) -> HttpResponse:
    """GET says what will happen, POST does it."""
    version = _draft(number)
    if request.method != "POST":
        return _publish_page(request, version)
    form = SeenDraftForm(request.POST)
    if not form.is_valid():
        return _publish_page(request, version, form=form, status=422)
    try:
        actions.publish_policy(
            version=version, by=request.user, now=timezone.now(), **form.cleaned_data
        )
    except Refused as error:
        return _publish_page(request, version, refusal=error.refusal, status=409)
    messages.success(request, _published(version))
    return redirect("members:drafts")


def _published(version: PolicyVersion) -> str:
    if version.needs_acknowledgement:
        sentence = _(
            "Version %(number)s is in force. Everyone on a list is asked to acknowledge it; the "
            "messages go out now."
        )
    else:
        sentence = _("Version %(number)s is in force for everyone who signs up from now on.")
    return sentence % {"number": version.number}


def _publish_page(
    request: HttpRequest,
    version: PolicyVersion,
    *,
    form: SeenDraftForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    texts = list(version.texts.order_by("language"))
    context = {
        "version": version,
        "texts": texts,
        "without_changes": [text.language for text in texts if not text.changes],
        "form": form,
        "asked": elsewhere.asked_again(timezone.now()),
        "refusal": refusal,
    }
    return render(request, "members/policy_publish.html", context, status=status)


@for_admins
@require_POST
def discard_draft(request: HttpRequest, number: int) -> HttpResponse:
    version, form = _draft(number), SeenDraftForm(request.POST)
    if not form.is_valid():
        return redirect("members:edit_draft", number)
    try:
        actions.discard_draft(
            version=version, by=request.user, now=timezone.now(), **form.cleaned_data
        )
    except Refused as error:
        messages.error(request, error.refusal.sentence)
        return redirect("members:edit_draft", number)
    messages.success(request, _("The draft is thrown away. The version in force stays as it is."))
    return redirect("members:drafts")


@for_admins
@require_safe
def acknowledged(request: HttpRequest, number: int) -> HttpResponse:
    """Who acknowledged a version, the latest first, each once; those who were forgotten since are
    a number."""
    version = get_object_or_404(PolicyVersion.objects.published(), number=number)
    form = NamesForm(request.GET)
    given = Acknowledgement.objects.filter(version=version, person__isnull=False)
    if form.is_valid() and (words := form.cleaned_data["q"]):
        proved = Q(person__wikimedia_proved_at__isnull=False)
        named = Q(person__name__icontains=words)
        given = given.filter(named | (proved & Q(person__wikimedia_name__icontains=words)))
    page = Paginator(_each_once(given), PER_PAGE).get_page(request.GET.get("page"))
    nameless = Acknowledgement.objects.filter(version=version, person__isnull=True).count()
    context = {"version": version, "form": form, "page": page, "nameless": nameless}
    status = 200 if form.is_valid() else 400
    return render(request, "members/policy_acknowledged.html", context, status=status)


def _each_once(given: Any) -> Any:
    """For each person their first acknowledgement of the version."""
    first = given.order_by().values("person").annotate(first=Min("pk")).values("first")
    return given.filter(pk__in=first).select_related("person").order_by("-at", "-pk")


def _draft(number: int) -> PolicyVersion:
    return get_object_or_404(PolicyVersion.objects.drafts(), number=number)
