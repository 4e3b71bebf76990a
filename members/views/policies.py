"""The safe space policy, its versions, and what changed."""

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from members.models import PolicyText, PolicyVersion
from members.wording import differences


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """The version in force, in the reader's language if there is one."""
    version = _versions().first()
    text = version.text_in(get_language()) if version else None
    return render(request, "members/policy.html", {"version": version, "text": text})


@require_safe
def policy_versions(request: HttpRequest) -> HttpResponse:
    versions = [(version, version.text_in(get_language())) for version in _versions()]
    return render(request, "members/policy_versions.html", {"versions": versions})


@require_safe
def policy_version(request: HttpRequest, number: int) -> HttpResponse:
    """One version, with every change against the one before."""
    version = get_object_or_404(_versions(), number=number)
    before = _versions().filter(number__lt=number).first()
    text = version.text_in(get_language())
    old = before.text_in(text.language) if before and text else None
    return render(
        request,
        "members/policy_version.html",
        {
            "version": version,
            "text": text,
            "before": before,
            "differences": differences(old.body, text.body) if old and text else [],
        },
    )


def _versions() -> QuerySet[PolicyVersion]:
    texts = Prefetch("texts", PolicyText.objects.order_by("language"))
    return PolicyVersion.objects.published().prefetch_related(texts)
