"""The digest of a session: written, looked at, published, sent, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings import actions, afterwards, rules
from meetings.actions import Overtaken
from meetings.forms.afterwards import DigestForm
from meetings.models import Digest, Session
from meetings.views.desk import desk, for_its_facilitators
from members.rules import Refused, wants


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_facilitators
def digest(request: HttpRequest, session: Session) -> HttpResponse:
    """Notes and links; `base` is the revision that the writer has before them."""
    known = _known(session)
    if request.method != "POST":
        return _page(request, session, known, DigestForm.of(known))
    form = DigestForm(request.POST)
    base = _number(request.POST.get("base", ""))
    if not form.is_valid():
        return _page(request, session, known, form, base=base, status=422)
    if "preview" in request.POST:
        draft = Digest(session=session, text=form.cleaned_data["text"], links=form.links())
        return _page(request, session, known, form, base=base, preview=draft)
    return _save(request, session, form, base)


def _save(request: HttpRequest, session: Session, form: DigestForm, base: int) -> HttpResponse:
    try:
        saved = actions.save_digest(
            session=session,
            text=form.cleaned_data["text"],
            links=form.links(),
            base=base,
            by=request.user,
            now=timezone.now(),
        )
    except Overtaken as overtaken:
        theirs = overtaken.theirs
        linked = afterwards.named_links(theirs)
        return _page(request, session, theirs, form, theirs=theirs, their_links=linked, status=409)
    except Refused as error:
        form.add_error(None, error.refusal.sentence)
        return _page(request, session, _known(session), form, base=base, status=422)
    if saved.published_at:
        messages.success(request, _("Saved. Readers see it from now on."))
    else:
        messages.success(request, _("Saved as a draft. Only those who run the meeting see it."))
    return redirect("meetings:digest", session.meeting.slug, session.number)


@require_POST
@for_its_facilitators
def publish_digest(request: HttpRequest, session: Session) -> HttpResponse:
    """Shows it to everyone, and sends it if that is wanted."""
    mail = "mail" in request.POST
    try:
        actions.publish_digest(
            session=session,
            base=_number(request.POST.get("base", "")),
            mail=mail,
            by=request.user,
            now=timezone.now(),
        )
    except Overtaken as overtaken:
        theirs = overtaken.theirs
        form = DigestForm.of(theirs)
        return _page(request, session, theirs, form, changed=True, status=409)
    except Refused as error:
        messages.warning(request, error.refusal.sentence)
        return _page(request, session, _known(session), status=422)
    if mail:
        messages.success(
            request,
            _("Published. The messages leave in the next minutes, each to one person alone."),
        )
    else:
        messages.success(request, _("Published. It stands on the page of the meeting now."))
    return redirect("meetings:digest", session.meeting.slug, session.number)


@require_POST
@for_its_facilitators
def withdraw_digest(request: HttpRequest, session: Session) -> HttpResponse:
    """Takes it off the page; the text stays as a draft."""
    actions.withdraw_digest(session=session, by=request.user, now=timezone.now())
    messages.success(request, _("Taken off the page. The text is a draft again."))
    return redirect("meetings:digest", session.meeting.slug, session.number)


def _known(session: Session) -> Digest | None:
    return Digest.objects.select_related("written_by").filter(session=session).first()


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _page(
    request: HttpRequest,
    session: Session,
    known: Digest | None,
    form: DigestForm | None = None,
    *,
    base: int | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    now = timezone.now()
    form = form or DigestForm.of(known)
    if preview := more.get("preview"):
        preview.shown_links = afterwards.shown_links(preview)
    context = desk(
        session.meeting,
        session,
        here="digest",
        form=form,
        digest=known,
        base=base if base is not None else (known.revision if known else 0),
        refusal=rules.refusal(afterwards.DIGEST, session, None, now),
        recorded=session.recording != Session.Recording.NONE,
        readers=sum(wants(one.person, "digest") for one in afterwards.readers(session)),
        **more,
    )
    return render(request, "meetings/desk/digest.html", context, status=status)
