"""Who was signed out while they wrote, or signed in again in another window, gets back what they
typed: nothing of it can be saved under their name now."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from learning_patterns.content import MARKDOWN
from learning_patterns.forms import PatternForm
from learning_patterns.views.unsaved import FORMS

View = Callable[..., HttpResponse]
_TEXTS = ("title", "more_categories", *MARKDOWN, "creators", "image", "comment")


def gives_back(view: View) -> View:
    """For the page of a form that takes long to fill in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        typed = request.method == "POST" and "unsaved" in request.POST
        if typed and not request.user.is_authenticated:
            return _given_back(request)
        return view(request, *args, **kwargs)

    return guarded


def what_was_typed(request: HttpRequest) -> HttpResponse | None:
    """The answer to a pattern that was sent with a mark of an older sign-in; None if it is none,
    or another site sent it."""
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    found = request.resolver_match
    return _given_back(request) if ours and found and found.view_name in FORMS else None


@never_cache
def _given_back(request: HttpRequest) -> HttpResponse:
    fields = PatternForm().fields
    typed = [(fields[name].label, request.POST.get(name, "")) for name in _TEXTS]
    context = {
        "typed": [pair for pair in typed if pair[1].strip()],
        "page": request.get_full_path(),
    }
    return render(request, "learning_patterns/signed_out.html", context, status=403)
