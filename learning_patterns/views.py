"""Reading learning patterns."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from learning_patterns.models import Pattern


@require_safe
def patterns(request: HttpRequest) -> HttpResponse:
    """Every published pattern."""
    found = Pattern.objects.published().prefetch_related("categories")
    return render(request, "learning_patterns/patterns.html", {"patterns": found})


@require_safe
def pattern(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Pattern.objects.published().prefetch_related("categories"), slug=slug)
    return render(request, "learning_patterns/pattern.html", {"pattern": found})
