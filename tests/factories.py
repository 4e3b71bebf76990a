"""Things to test with. Plain functions: each makes one thing as the portal itself would make it.

Times are given from now (`starts_in`), never as dates that will have passed one day. What can go
through an action does (`sign_up`, `give_link`); `registration` writes a row directly, where the
way it came about does not matter or there are many.
"""

import datetime as dt
import itertools
from typing import Any

from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from meetings import actions
from meetings.actions import announcements
from meetings.models import (
    Announcement,
    Facilitator,
    Meeting,
    Programme,
    Registration,
    Report,
    Session,
)
from members.actions import publish_policy
from members.models import (
    Acknowledgement,
    Affiliate,
    Exclusion,
    Membership,
    PolicyText,
    PolicyVersion,
    User,
)
from members.rules import identity
from vsn.outbox import tasks

# A link as a platform makes them. Nothing in the tests ever opens it.
LINK = "https://meet.call-platform.org/room/k3v9-82mq-x7"
NEW_LINK = "https://meet.call-platform.org/room/p5t2-64wz-b1"

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
_numbers = itertools.count(1)


def now() -> dt.datetime:
    return timezone.now()


# --- People --------------------------------------------------------------------------------------


def person(email: str | None = "", *, proved: bool = True, **fields: Any) -> User:
    """Someone whose address is proved (`proved=False`: a light user who never confirmed).
    `email=None`: nobody can write to them."""
    if email == "":
        email = f"person{next(_numbers)}@example.org"
    fields.setdefault("confirmed_at", now() if proved else None)
    made = User.objects.create_user(email, **fields)
    if made.email:
        EmailAddress.objects.create(user=made, email=made.email, verified=proved, primary=True)
    return made


def people(count: int) -> list[User]:
    return [person(name=f"Person {i}") for i in range(count)]


def unreachable(name: str = "Una", **fields: Any) -> User:
    """Signed in with Wikimedia, no address."""
    number = next(_numbers)
    fields.setdefault("wikimedia_name", f"{name} {number}")
    fields.setdefault("wikimedia_proved_at", now())
    return person(None, name=name, wikimedia_id=number, **fields)


def affiliate(name: str = "", **fields: Any) -> Affiliate:
    number = next(_numbers)
    fields.setdefault("slug", f"affiliate-{number}")
    fields.setdefault("kind", Affiliate.Kind.USER_GROUP)
    return Affiliate.objects.create(name=name or f"User Group {number}", **fields)


def membership(of: User, **fields: Any) -> Membership:
    fields.setdefault("role", Membership.Role.MEMBER)
    fields.setdefault("status", Membership.Status.ACTIVE)
    return Membership.objects.create(person=of, **fields)


def policy() -> PolicyVersion:
    """The version in force. Brings back the first one where a test emptied the tables."""
    if PolicyVersion.objects.published().exists():
        return PolicyVersion.objects.newest()
    return new_policy(number=1)


def new_policy(
    *, number: int = 0, substance: bool = True, text: str = "Be kind.", **fields: Any
) -> PolicyVersion:
    """A new published version; `substance`: everyone has to acknowledge it again."""
    version = PolicyVersion.objects.create(
        number=number or policy().number + 1, needs_acknowledgement=substance
    )
    PolicyText.objects.create(version=version, body=text, **fields)
    publish_policy(version=version, by=None, now=now())
    return version


def acknowledged(who: User, version: PolicyVersion | None = None) -> Acknowledgement:
    return Acknowledgement.objects.create(person=who, version=version or policy(), at=now())


def exclude(
    address_or_name: str, *, scope: str = Exclusion.Scope.EVERYTHING, **fields: Any
) -> Exclusion:
    fields.setdefault("starts_at", now() - DAY)
    return Exclusion.objects.create(
        identity=identity(address_or_name), scope=scope, reason="for the test", **fields
    )


# --- Meetings ------------------------------------------------------------------------------------


def programme(**fields: Any) -> Programme:
    number = next(_numbers)
    fields.setdefault("slug", f"programme-{number}")
    fields.setdefault("name", f"Programme {number}")
    fields.setdefault("starts_on", now().date() - 30 * DAY)
    fields.setdefault("ends_on", now().date() + 300 * DAY)
    return Programme.objects.create(**fields)


def meeting(*, facilitators: tuple[User, ...] = (), **fields: Any) -> Meeting:
    """A published online meeting in English without sessions."""
    number = next(_numbers)
    fields.setdefault("slug", f"meeting-{number}")
    fields.setdefault("title", f"Meeting {number}")
    fields.setdefault("kind", Meeting.Kind.PEER_SUPPORT)
    fields.setdefault("status", "published")
    fields.setdefault("language", "en")
    fields.setdefault("platform", "Zoom")
    made = Meeting.objects.create(**fields)
    for who in facilitators:
        Facilitator.objects.create(meeting=made, person=who)
    return made


def session(
    of: Meeting | None = None,
    *,
    starts_in: dt.timedelta = 3 * DAY,
    lasts: dt.timedelta = 1.5 * HOUR,
    link: str = "",
    **fields: Any,
) -> Session:
    """A published session without a limit; with `link`, the link is set."""
    of = of or meeting()
    fields.setdefault("starts_at", now().replace(microsecond=0) + starts_in)
    fields.setdefault("ends_at", fields["starts_at"] + lasts)
    fields.setdefault("number", of.sessions.count() + 1)
    fields.setdefault("status", "published")
    made = Session.objects.create(meeting=of, **fields)
    if link:
        give_link(made, link)
    return made


def give_link(to: Session, link: str = LINK) -> None:
    """The facilitator enters the link."""
    actions.set_link(session=to, link=link, by=anyone(), now=now())


def anyone() -> User:
    """Some admin, where it does not matter who did it."""
    found = User.objects.filter(is_staff=True).first()
    return found or person("admin@example.org", is_staff=True, name="Some admin")


# --- Places on lists -----------------------------------------------------------------------------


def details(name: str = "Dana", **fields: Any) -> actions.Details:
    """What is filled in at sign-up, with the policy acknowledged."""
    fields.setdefault("policy_ticked", True)
    return actions.Details(name=name, **fields)


def sign_up(who: User, to: Session, **fields: Any) -> Registration:
    """The person takes a place as the signed-in sign-up page does it."""
    policy()
    fields.setdefault("name", who.name or "Somebody")
    return actions.sign_up(session=to, person=who, details=details(**fields), now=now())


def sign_up_stranger(email: str, to: Session, **fields: Any) -> Registration:
    """A stranger fills in the form: an unconfirmed registration, and a mail that is owed."""
    policy()
    actions.sign_up_stranger(session=to, reach=email, details=details(**fields), now=now())
    return Registration.objects.active().get(session=to, person__email=email.lower())


def registration(to: Session, who: User | None = None, **fields: Any) -> Registration:
    """A row as it is, without the acknowledgement and the message that an action would make."""
    fields.setdefault("status", Registration.Status.REGISTERED)
    fields.setdefault("created_at", now())
    fields.setdefault("placed_at", fields["created_at"])
    fields.setdefault("name", who.name if who else "Somebody")
    fields.setdefault("policy_version", policy())
    return Registration.objects.create(session=to, person=who, **fields)


def full(to: Session) -> list[Registration]:
    """Takes every place of a session that has a limit."""
    return [sign_up(who, to) for who in people(to.capacity or 0)]


def report(**fields: Any) -> Report:
    fields.setdefault("text", "Something happened.")
    fields.setdefault("addressee", Report.Addressee.ADMINS)
    return actions.report(now=now(), **fields)


# --- Afterwards ----------------------------------------------------------------------------------


def digest(of: Session, *, by: User, text: str = "What we said.", published: bool = False) -> None:
    """What remains of a session, with slides and a recording."""
    links = [
        {
            "kind": "slides",
            "label": "Slides",
            "address": "https://commons.wikimedia.org/wiki/A.pdf",
        },
        {"kind": "recording", "label": "", "address": "https://videos.example-host.org/w/abc"},
    ]
    actions.save_digest(session=of, text=text, links=links, base=0, by=by, now=now())
    if published:
        actions.publish_digest(session=of, base=1, by=by, now=now())


def opinions(of: Session, count: int, **answers: Any) -> list[Registration]:
    """So many of those on the list say how it was."""
    places = list(Registration.objects.filter(session=of, gave_feedback=False)[:count])
    places += [registration(of, who) for who in people(count - len(places))]
    for number, place in enumerate(places):
        said = answers or {
            "useful": 5 - number % 3,
            "again": ("yes", "yes", "perhaps")[number % 3],
            "took_home": f"To ask before I help, number {number}.",
            "better": "More time in small groups." if number % 2 else "",
        }
        actions.give_feedback(registration=place, kind="session", answers=said, now=now())
    return places


# --- Messages ------------------------------------------------------------------------------------


def announce(to: Session, by: User, **fields: Any) -> Announcement:
    """A facilitator writes to everyone on the list."""
    fields = {"subject": "The notes", "text": "Dear {name}, see {place}", **fields}
    return announcements.announce(
        session=to, written=announcements.Written(**fields), by=by, now=now()
    )


def tick() -> None:
    """One turn of the worker: plans what is owed, sends what is due."""
    tasks.tick()


def mails(to: str = "") -> list[EmailMultiAlternatives]:
    """What was sent (to that address), oldest first."""
    return [m for m in mail.outbox if not to or to in m.to]


def mails_with(text: str, to: str = "") -> list[EmailMultiAlternatives]:
    """What was sent with this text in its body."""
    return [m for m in mails(to) if text in m.body]
