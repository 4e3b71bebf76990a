"""The patterns and questions of a meeting, on the desk of those who run it."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning_patterns import actions
from learning_patterns.forms.ties import FindForm, OpenQuestionForm, TieForm, slug_in
from learning_patterns.models import Pattern, Question, Tie
from learning_patterns.querysets import PatternQuerySet
from learning_patterns.rules.questions import session_has_begun
from learning_patterns.views.loading import writes
from meetings.models import Digest, Meeting, Registration, Session, Status
from meetings.views.desk import desk, for_facilitators, for_its_facilitators
from members.rules import Refused

MOST_FOUND = 10


@require_safe
@for_facilitators
def of_meeting(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What is tied to the meeting and what its sessions left open; or, if something is looked for,
    which patterns could be meant."""
    finding = FindForm(request.GET)
    return _page(request, meeting, finding, status=200 if finding.is_valid() else 400)


@require_POST
@for_facilitators
def tie(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Says that a pattern came up here."""
    form = TieForm(request.POST, readable=_readable(request))
    if form.is_valid() and _tie(request, meeting, form):
        return redirect("patterns:of_meeting", meeting.slug)
    finding = FindForm({"q": request.POST.get("pattern", "")})
    return _page(request, meeting, finding, form=form, status=422)


def _tie(request: HttpRequest, meeting: Meeting, form: TieForm) -> bool:
    """False when the form has to be shown again."""
    pattern = form.cleaned_data["pattern"]
    try:
        new = actions.tie(pattern=pattern, meeting=meeting, by=request.user, now=timezone.now())
    except Refused as error:
        form.add_error("pattern", error.refusal.sentence)
        return False
    if not new:
        messages.info(request, _("It was tied to this meeting already."))
    elif pattern.status == Pattern.Status.PUBLISHED:
        messages.success(request, _("Tied. It stands on the page of the meeting now."))
    else:
        done = _("Tied. It stands on the page of the meeting as soon as it is published.")
        messages.success(request, done)
    return True


@require_POST
@for_facilitators
def untie(request: HttpRequest, meeting: Meeting, named: str) -> HttpResponse:
    """Takes that back."""
    pattern = get_object_or_404(_readable(request), slug=named)
    try:
        gone = actions.untie(pattern=pattern, meeting=meeting, by=request.user, now=timezone.now())
    except Refused as error:
        messages.warning(request, error.refusal.sentence)
        return redirect("meetings:desk")
    if gone:
        messages.success(request, _("Taken off. The pattern itself stays as it is."))
    else:
        messages.info(request, _("It is not tied to this meeting any more."))
    return redirect("patterns:of_meeting", meeting.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_its_facilitators
def write_down(request: HttpRequest, session: Session) -> HttpResponse:
    """A question that stayed open, written down for whoever asked it."""
    meeting = session.meeting
    places = session.registrations.on_the_day().filter(person__isnull=False)
    people = {place.pk: place for place in places.select_related("person").order_by("name", "pk")}
    form = OpenQuestionForm(
        request.POST if request.method == "POST" else None,
        people=[(pk, place.name) for pk, place in people.items()],
        initial={"language": meeting.language or get_language()},
    )
    if form.is_valid() and _ask(request, session, form, people):
        done = _("Written down. Members see it among the open questions, and it stands here.")
        messages.success(request, done)
        return redirect("patterns:of_meeting", meeting.slug)
    refusal = session_has_begun(Question(session=session), request.user, timezone.now())
    context = desk(meeting, session, here="write_down", form=form, refusal=refusal)
    status = 422 if form.is_bound else 200
    return render(request, "learning_patterns/desk_question.html", context, status=status)


def _ask(
    request: HttpRequest, session: Session, form: OpenQuestionForm, people: dict[int, Registration]
) -> bool:
    """False when the form has to be shown again with what was typed."""
    said = dict(form.cleaned_data)
    place = people.get(said.pop("asker") or 0)
    try:
        actions.ask(
            **said,
            session=session,
            asker=place and place.person,
            heard=place is None,
            once=True,
            by=request.user,
            now=timezone.now(),
        )
    except Refused as error:
        form.add_error(None, error.refusal.sentence)
        return False
    return True


def _readable(request: HttpRequest) -> PatternQuerySet:
    return Pattern.objects.visible_to(request.user, writes=writes(request))


def _page(
    request: HttpRequest,
    meeting: Meeting,
    finding: FindForm,
    *,
    form: TieForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Either what was found or what there is: both would ask too much of the database."""
    context = desk(meeting, here="patterns", finding=finding, form=form)
    context["tabs"] = sessions = list(context["tabs"].select_related("digest"))
    readable = _readable(request)
    free = readable.exclude(status=Pattern.Status.ARCHIVED)
    if finding.is_valid() and finding.cleaned_data["q"]:
        of_it = Tie.objects.filter(meeting=meeting, pattern=OuterRef("pk"))
        context["found"] = finding.found(free.annotate(is_tied=Exists(of_it)))[:MOST_FOUND]
    else:
        context["tied"] = Tie.objects.of(meeting, readable)
        context["named"] = _named(sessions, free.exclude(ties__meeting=meeting))
        context["begun"] = _begun(sessions)
    return render(request, "learning_patterns/desk.html", context, status=status)


def _named(sessions: Iterable[Session], free: PatternQuerySet) -> PatternQuerySet:
    """Patterns that a digest leads to."""
    digests = [session.digest for session in sessions if getattr(session, "digest", None)]
    links = [link for digest in digests for link in digest.links]
    kind = Digest.LinkKind.PATTERN
    slugs = {slug_in(link["address"]) for link in links if link["kind"] == kind} - {""}
    return free.filter(slug__in=slugs).order_by("title") if slugs else free.none()


def _begun(sessions: Iterable[Session]) -> list[Session]:
    """The sessions that have begun, the latest first, each with the questions it left open."""
    now = timezone.now()
    begun = [s for s in sessions if s.status == Status.PUBLISHED and s.starts_at <= now]
    asked = Question.objects.filter(session__in=begun).exclude(status=Question.Status.CLOSED)
    left: dict[int, list[Question]] = {session.pk: [] for session in begun}
    for question in asked.order_by("asked_at", "pk") if begun else ():
        left[question.session_id].append(question)
    for session in begun:
        session.left_open = left[session.pk]
    return begun[::-1]
