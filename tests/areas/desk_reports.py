"""The rows of desk reports: who may, what it looks like, and its forms."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from meetings import actions
from meetings.models import Meeting, Registration, Session
from members.models import User
from tests import factories
from tests.browser.rows import Row as Page
from tests.browser.rows import page, sends
from tests.browser.scene import Scene
from tests.form import Form
from tests.permitting import ALL, NOT_ALLOWED, NOT_HERE, ONLY_DANA, WHO_RUNS_IT, WORDS, Row
from tests.world import World

SLUG = "was-well-attended"


def came(w: World) -> Registration:
    """Dana came to the session that is over."""
    known = w.past.registrations.filter(person=w.dana).first()
    return known or factories.registration(w.past, w.dana, name="Dana", attended=True)


def of_session(w: World) -> list[Any]:
    return [w.meeting.slug, w.soon.number]


def of_meeting(w: World) -> list[Any]:
    return [w.meeting.slug]


def of_programme(w: World) -> list[Any]:
    return [w.programme.slug]


READERS = "404 404 200 200 404 200"
UNKNOWN = "VSN-7K3M-9QF2-T4WX"

PERMISSIONS: dict[str, Row] = {
    "meetings:certificate": Row(
        ONLY_DANA.format("200"), ONLY_DANA.format("422"), lambda w: [w.place.key]
    ),
    "meetings:check_certificate": Row(ALL, WORDS),
    "meetings:checked_certificate": Row(NOT_HERE, NOT_ALLOWED, lambda w: [UNKNOWN]),
    "meetings:meeting_report": Row(WHO_RUNS_IT, NOT_ALLOWED, of_meeting),
    "meetings:meeting_report#draft": Row(WHO_RUNS_IT, NOT_ALLOWED, lambda w: [w.draft.slug]),
    "meetings:meeting_report_csv": Row(WHO_RUNS_IT, NOT_ALLOWED, of_meeting),
    "meetings:meeting_report_text": Row(WHO_RUNS_IT, NOT_ALLOWED, of_meeting),
    "meetings:programme_report": Row(READERS, NOT_ALLOWED, of_programme),
    "meetings:programme_report_csv": Row(READERS, NOT_ALLOWED, of_programme),
    "meetings:programme_report_text": Row(READERS, NOT_ALLOWED, of_programme),
    "meetings:export_list": Row(WHO_RUNS_IT, "404 404 404 422 404 422", of_session),
    # Without a ticket there is no file.
    "meetings:export_file": Row(NOT_HERE, NOT_ALLOWED, of_session),
    "meetings:print_list": Row(WHO_RUNS_IT, NOT_ALLOWED, of_session),
}


def _was(scene: Scene) -> Meeting:
    """Ben's meeting with two sessions that took place, and everything that is counted."""
    if found := Meeting.objects.filter(slug=SLUG).first():
        return found
    made = factories.meeting(
        title="Was well attended",
        slug=SLUG,
        facilitators=(scene.ben,),
        programme=factories.programme(name="VSN last year", slug="last-year"),
    )
    ghana = factories.affiliate("Ghana Community User Group", country="Ghana", code="GCUG")
    for days in (20, 6):
        session = factories.session(made, starts_in=-days * factories.DAY)
        for number, who in enumerate(factories.people(7)):
            factories.registration(
                session,
                who,
                attended=number != 3,
                visibility=("name", "anonymous", "hidden")[number % 3],
                affiliate=ghana if number % 2 else None,
                country="" if number % 2 else "Chile",
                language=("en", "es")[number % 2],
                note="I need captions." if number == 1 else "",
            )
    return made


def _last(scene: Scene) -> Session:
    return _was(scene).sessions.get(number=2)


def at(name: str, query: str = "") -> Callable[[Scene], str]:
    return lambda scene: reverse(name, args=[_was(scene).slug]) + query


def at_session(name: str, query: str = "") -> Callable[[Scene], str]:
    return lambda scene: reverse(name, args=[_was(scene).slug, _last(scene).number]) + query


def _certificate(name: str = "Fay", *, made: bool = False, **fields: Any) -> Callable[[Scene], str]:
    def find(scene: Scene) -> str:
        fields.setdefault("attended", True)
        place = factories.registration(
            _last(scene), factories.person(name=name), name=name, **fields
        )
        if made:
            actions.issue_certificate(registration=place, name=name, now=factories.now())
        return reverse("meetings:certificate", args=[place.key])

    return find


def _checked(scene: Scene) -> str:
    person: User = factories.person(name="Gus")
    place = factories.registration(_last(scene), person, attended=True)
    made = actions.issue_certificate(registration=place, name="Gus", now=factories.now())
    return reverse("meetings:checked_certificate", args=[made.number])


CERTIFICATE, CHECK = "meetings:certificate", "meetings:check_certificate"
REPORT, EXPORT = "meetings:meeting_report", "meetings:export_list"
PROGRAMME = "meetings:programme_report"
PAGES: list[Page] = [
    Page("certificate", _certificate(), CERTIFICATE),
    Page("certificate with letters it lacks", _certificate("山田花子"), CERTIFICATE),
    Page("certificate not marked", _certificate("Hal", attended=None), CERTIFICATE),
    Page("certificate made", _certificate(made=True), CERTIFICATE),
    Page("certificate with errors", _certificate(), CERTIFICATE, status=422,
         then=sends("Make the certificate", name="花")),
    page(CHECK),
    page(CHECK, state="with errors", status=422, then=sends("Check", number="VSN-1")),
    Page("checked certificate", _checked, "meetings:checked_certificate"),
    page("meetings:checked_certificate", state="unknown", status=404, number=UNKNOWN),
    Page("meeting report", at(REPORT), REPORT, "ben"),
    page(REPORT, state="nothing yet", who="ben", slug=lambda s: s.meeting.slug),
    Page("programme report", lambda s: (_was(s), reverse(PROGRAMME, args=["last-year"]))[1],
         PROGRAMME, "chidi"),
    page(PROGRAMME, state="counted by hand", who="chidi", slug="years-ago"),
    Page("export", at_session(EXPORT), EXPORT, "ben"),
    Page("export with errors", at_session(EXPORT), EXPORT, "ben", status=422,
         then=lambda page, scene: (
             page.get_by_label("With e-mail addresses").check(),
             sends("Save the list as a file")(page, scene),
         )),
    Page("print", at_session("meetings:print_list"), "meetings:print_list", "ben"),
    Page("print everyone", at_session("meetings:print_list", "?everyone"),
         "meetings:print_list", "ben"),
]  # fmt: skip
# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = {
    "meetings:export_file", "meetings:meeting_report_csv", "meetings:meeting_report_text",
    "meetings:programme_report_csv", "meetings:programme_report_text",
}  # fmt: skip
FORMS: dict[str, Form] = {
    "certificate": Form(
        lambda w: reverse(CERTIFICATE, args=[came(w).key]),
        lambda w: {"name": "Dana D.", "by_hand": "on"},
        kept={"name"},
    ),
    "check certificate": Form(lambda w: reverse(CHECK), lambda w: {"number": UNKNOWN}),
    "export": Form(
        lambda w: reverse(EXPORT, args=of_session(w)),
        lambda w: {
            "who": "everyone",
            "notes": "on",
            "addresses": "on",
            "purpose": "call",
            "reason": "The room asks for addresses.",
        },
        lambda w: w.ben,
        {"reason"},
    ),
}
# Acts of one button that change rows whatever is sent.
BUTTONS: tuple[str, ...] = ()
