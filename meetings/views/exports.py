"""Lists, meetings and programmes go out as wikitext, to be pasted into a page."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings import exporter, rules
from meetings.models import Meeting, Programme, Session, Status
from meetings.views.desk import for_facilitators
from meetings.wikitext import out


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of wikitext that is copied as one; `name` is also that of its file."""

    name: str
    title: str
    text: str
    session: Session | None = None

    @property
    def rows(self) -> int:
        """As high as it is long, up to a point."""
        return min(self.text.count("\n") + 1, 16)


@require_safe
@for_facilitators
def wikitext(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The meeting's header and lists, each to be copied."""
    context = {"meeting": meeting, "parts": parts_of(meeting)}
    return render(request, "meetings/desk/wikitext.html", context)


@require_safe
@for_facilitators
def wikitext_file(request: HttpRequest, meeting: Meeting, name: str) -> HttpResponse:
    found = next((part for part in parts_of(meeting) if part.name == name), None)
    if found is None:
        raise Http404
    return _file(found.text, f"{meeting.slug}-{found.name}")


@require_safe
def programme_wikitext(request: HttpRequest, slug: str) -> HttpResponse:
    """What the programme's public pages say, as a table."""
    season = get_object_or_404(Programme, slug=slug)
    text = exporter.programme(season)
    if "download" in request.GET:
        return _file(text, season.slug)
    part = Part("table", _("The programme as a table"), text)
    may_read = rules.may_read_report(request.user, season)
    context = {"programme": season, "parts": [part], "may_read_report": may_read}
    return render(request, "meetings/programme_wikitext.html", context)


def parts_of(meeting: Meeting) -> list[Part]:
    """Header, all lists, and each list alone where there are several."""
    sessions = exporter.open_sessions(meeting)
    lists = exporter.lists(sessions)
    parts = [Part("header", _("Header of the page"), exporter.header(meeting, sessions))]
    if sessions:
        text = out.lists(lists[session.pk] for session in sessions)
        parts.append(Part("lists", _("All sign-up lists"), text))
    if len(sessions) > 1:
        parts += [
            Part(f"session-{session.number}", "", lists[session.pk], session)
            for session in sessions
        ]
    return parts


def part_of(session: Session) -> Part | None:
    """The list of this one; None while it may be on no page."""
    if session.status != Status.PUBLISHED:
        return None
    alone = session.meeting.sessions.filter(status=Status.PUBLISHED).count() == 1
    text = exporter.lists([session])[session.pk]
    return Part("lists" if alone else f"session-{session.number}", "", text, session)


def _file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.txt"'
    return answer
