"""Writing to a member, and what others wrote to you."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.actions import messages as acts
from members.forms import MessageForm
from members.models import MemberMessage, Membership, Profile, User
from members.rules import Refused, may_write
from members.views.loading import seen_as

PER_PAGE = 50


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, handle: str) -> HttpResponse:
    """To a member whom the reader may find, or who wrote to them; to a former one nobody writes."""
    to = _member(request, handle)
    now, sent = timezone.now(), request.method == "POST"
    refusal = may_write(request.user, to, now)
    form = MessageForm(request.POST if sent else None)
    if sent and form.is_valid():
        try:
            acts.write(sender=request.user, to=to, now=now, **form.cleaned_data)
        except Refused as error:
            refusal = error.refusal
        else:
            messages.success(request, _("Your message is on its way."))
            found = to.profile.shown_to in seen_as(request)
            return redirect(to.profile if found else "members:messages")
    theirs = MemberMessage.objects.filter(sender=to.person, recipient=request.user)
    context = {"form": form, "entry": to.profile, "refusal": refusal, "answered": theirs.first()}
    status = 403 if refusal else 422 if sent else 200
    return render(request, "members/write.html", context, status=status)


def _member(request: HttpRequest, handle: str) -> Membership:
    listed = Membership.objects.listed(seen_as(request))
    wrote = MemberMessage.objects.filter(recipient=request.user).values("sender")
    found = Membership.objects.filter(Q(pk__in=listed) | Q(person__in=wrote, profile__isnull=False))
    return get_object_or_404(
        found.select_related("profile", "person"),
        person__handle=handle,
        status=Membership.Status.ACTIVE,
    )


@never_cache
@login_required
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """The messages to you of the last weeks, the newest first, and whom you have muted."""
    entry = Profile.objects.filter(membership__person=request.user).first()
    if entry is None:
        return redirect("members:application")
    written = MemberMessage.objects.filter(recipient=request.user)
    muted = entry.muted.select_related("membership__profile").order_by("pk")
    context = {
        "entry": entry,
        "received": written.select_related("sender__membership__profile")[:PER_PAGE],
        "muted": list(muted),
        "kept_days": settings.MESSAGE_DAYS,
    }
    return render(request, "members/messages.html", context)


@login_required
@require_POST
def mute(request: HttpRequest, handle: str) -> HttpResponse:
    """Only somebody who wrote can be muted, so that nobody is found by trying."""
    sender = get_object_or_404(
        User.objects.filter(written__recipient=request.user).distinct(), handle=handle
    )
    acts.mute(entry=_own(request), sender=sender)
    messages.success(request, _("You will not hear from this person here any more."))
    return redirect("members:messages")


@login_required
@require_POST
def unmute(request: HttpRequest, handle: str) -> HttpResponse:
    entry = _own(request)
    acts.unmute(entry=entry, sender=get_object_or_404(entry.muted, handle=handle))
    messages.success(request, _("This person may write to you again."))
    return redirect("members:messages")


def _own(request: HttpRequest) -> Profile:
    return get_object_or_404(Profile, membership__person=request.user)
