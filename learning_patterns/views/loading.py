"""Loaders: what a page is about, or the answer that it cannot be had."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from learning_patterns import rules
from learning_patterns.models import Pattern, Question
from members.rules import Refused
from vsn.second_factor import second_factor_given

View = Callable[..., HttpResponse]


def writes(request: HttpRequest) -> bool:
    """True for those who write patterns. An admin who is no member uses an admin's rights for it,
    and has to have proved twice who they are."""
    user = request.user
    return rules.is_member(user) or (user.is_staff and second_factor_given(request))


def writers_and(besides: Callable[..., bool]) -> Callable[[View], View]:
    """For those who write patterns, and whomever `besides` lets in, which gets what the view gets;
    others are told who does."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if writes(request):
                return view(request, *args, **kwargs)
            if request.user.is_staff:
                return redirect("mfa_index")
            if besides(request, *args, **kwargs):
                return view(request, *args, **kwargs)
            reason = _("Members of the network write learning patterns and look after them.")
            return render(request, "403.html", {"reason": reason}, status=403)

        return never_cache(login_required(guarded))

    return decorate


writers_only = writers_and(lambda request, *args, **kwargs: False)


def own_draft(request: HttpRequest, slug: str, **more: object) -> bool:
    """True if the page is about a draft that this reader started, member or not."""
    pattern = Pattern.objects.filter(slug=slug, author=request.user).first()
    return pattern is not None and rules.owns_draft(pattern, request.user)


def load(request: HttpRequest, slug: str) -> Pattern:
    """The pattern of that address, if this reader may see it; else Http404."""
    seen = Pattern.objects.visible_to(request.user, writes=writes(request))
    seen = seen.select_related("author", "replaced_by", "original")
    return get_object_or_404(seen, slug=slug)


def act(
    request: HttpRequest, pattern: Pattern | Question, action: Callable[[], object], done: str
) -> HttpResponse:
    """Does it and goes back to the pattern or question, or says why not."""
    try:
        action()
    except Refused as error:
        messages.warning(request, error.refusal.sentence)
    else:
        messages.success(request, done)
    return redirect(pattern)
