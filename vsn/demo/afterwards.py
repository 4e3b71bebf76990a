"""One invented session that is over: who came, its digest, and what people thought."""

import datetime as dt

from meetings.actions import give_feedback, publish_digest, publish_meeting, save_digest
from meetings.models import Feedback, Meeting, Programme, Registration, Session
from members.models import Affiliate, PolicyVersion
from vsn.demo.upcoming import DETAILS, People, add_session, affiliate_named, in_days, set_up

# Who came, by first name; the others of the list did not.
CAME = ("Aroha", "Bruno", "Dilnoza", "Emeka", "Goran", "Jun", "Kateryna", "Priya", "Rosa", "Sefa")
AWAY = ("Farah", "Tamar")
NOTES = """We asked ourselves who was thanked last year, and for what.

- A **thank-you that names what somebody did** is kept for years; a general one is forgotten.
- Quiet work (answering, tidying, translating) is thanked least. Two groups now keep a list.
- Budgets for presents came up, and hardly anybody missed them.

> “I did not know that anyone had noticed.”

Next time we bring one thank-you that we have sent until then."""
LINKS = [
    {"kind": "slides", "label": "The questions we used",
     "address": "https://commons.wikimedia.org/wiki/File:Thanking_volunteers.pdf"},
    {"kind": "document", "label": "Our shared notes",
     "address": "https://meta.wikimedia.org/wiki/Volunteer_Supporters_Network"},
]  # fmt: skip
Again = Feedback.Again
# How useful, whether again, what they take home, what should be better.
OPINIONS = [
    (5, Again.YES, "To say what exactly I am thankful for.", ""),
    (5, Again.YES, "A list of the quiet work, once a month.", "Ten minutes more in pairs."),
    (4, Again.YES, "That presents matter less than I thought.", ""),
    (4, Again.PERHAPS, "", "An hour that is not in the middle of my night."),
    (5, Again.YES, "The story about the postcard.", ""),
    (3, Again.PERHAPS, "Some ideas; we do most of it already.", "More examples, less theory."),
    (4, Again.YES, "", "Captions, please."),
]  # fmt: skip


def load_afterwards(people: People, now: dt.datetime) -> None:
    """Ben's meeting of last week."""
    meeting = Meeting(
        programme=Programme.objects.get(slug="demonstration"),
        title="Thanking people so that it arrives",
        slug="thanking-people",
        kind=Meeting.Kind.WORKSHOP,
        summary="Small ways to say thank you, and what made people stay.",
        description="Bring one thank-you that you remember, and one that you owe somebody.",
        language="en",
        platform="Jitsi",
        platform_affiliate=affiliate_named("Wikimedia Argentina"),
        follow_up_months=3,
    )
    set_up(meeting, people["Ben"], now, hosts=["Wikimedia Argentina"])
    add_session(meeting, people["Ben"], now, in_days(now, -6, 15), 75)
    publish_meeting(meeting=meeting, by=people["Ben"], now=now)
    session = meeting.sessions.get()
    places = _list(session, people)
    save_digest(session=session, text=NOTES, links=LINKS, base=0, by=people["Ben"], now=now)
    publish_digest(session=session, base=1, by=people["Ben"], now=now)
    for place, (useful, again, took_home, better) in zip(places, OPINIONS, strict=False):
        answers = {"useful": useful, "again": again, "took_home": took_home, "better": better}
        give_feedback(registration=place, kind=Feedback.Kind.SESSION, answers=answers, now=now)


def _list(session: Session, people: People) -> list[Registration]:
    """Everyone signed up in the week before. Rows as they are: no message is owed any more."""
    policy = PolicyVersion.objects.newest()
    return Registration.objects.bulk_create(
        Registration(
            session=session,
            person=people[name],
            name=DETAILS[name].name,
            visibility=DETAILS[name].visibility,
            affiliate=_affiliate_of(name),
            country=DETAILS[name].country,
            policy_version=policy,
            policy_ticked=True,
            status=Registration.Status.REGISTERED,
            created_at=session.starts_at - dt.timedelta(days=7 - place / 4),
            placed_at=session.starts_at - dt.timedelta(days=7 - place / 4),
            attended=name in CAME,
        )
        for place, name in enumerate((*CAME, *AWAY))
    )


def _affiliate_of(name: str) -> Affiliate | None:
    return Affiliate.objects.filter(name=DETAILS[name].affiliate).first()
