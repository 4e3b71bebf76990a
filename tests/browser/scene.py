"""A portal in which every kind of page has something to show."""

import datetime as dt
import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.test import Client, override_settings
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

from learning_patterns.models import Category, Pattern
from meetings import actions
from meetings.models import Meeting, Registration, Report, Session
from members.actions import save_entry
from members.actions.messages import mute, write
from members.models import Affiliation, Membership, Profile, User
from tests import factories
from tests.factories import DAY, HOUR, LINK
from tests.learning_patterns import making
from tests.members.applying import Role, Work, apply, apply_as_staff, decide, member
from vsn.demo import mailbox

MARKDOWN = """## What it is about

We talk about *volunteers* and **what they need**.

- bring a question
- bring an answer

> Nobody has to speak.

See [the wiki](https://meta.wikimedia.org/)."""


@dataclass(slots=True)
class Scene:
    """Who is there, and where everything is."""

    ada: User
    ben: User
    chidi: User
    eve: User
    meeting: Meeting
    soon: Session
    places: dict[str, str] = field(default_factory=dict)
    report: Report | None = None
    message: str = ""
    una: User | None = None  # came from the wiki, and no message can reach her
    people: dict[str, User] = field(default_factory=dict)  # members and applicants, by name
    ikram: User | None = None  # applied, was asked, was declined, is no longer active
    lou: User | None = None
    mo: User | None = None
    nia: User | None = None
    key: int = 0


def build(folder: Path) -> Scene:
    """Fills the database that the test is connected to."""
    factories.policy()
    ada = factories.person("ada@example.org", name="Ada", is_staff=True, is_superuser=True)
    ben = factories.person(
        "ben@example.org", name="Ben", wikimedia_name="Ben on the wiki", wikimedia_id=7001,
        wikimedia_proved_at=factories.now(),
    )  # fmt: skip
    chidi = factories.person("chidi@example.org", name="Chidi")
    eve = factories.person("eve@example.org", name="Eve")
    factories.membership(chidi)
    factories.exclude("eve@example.org")
    meeting = _meeting(ben)
    soon = factories.session(meeting, starts_in=3 * HOUR, link=LINK)
    scene = Scene(ada=ada, ben=ben, chidi=chidi, eve=eve, meeting=meeting, soon=soon)
    _sessions(scene)
    _other_meetings()
    _patterns()
    making.in_every_state(chidi)
    _members(scene)
    scene.places = _places(scene)
    scene.report = factories.report(session=soon, text="Somebody recorded us.", about="Mallory")
    factories.new_policy(
        substance=False, text=f"# Kind words\n\n{MARKDOWN}", changes="- Say *kind* words."
    )
    _factors(scene)
    scene.message = _message(folder)
    scene.una = factories.unreachable()
    return scene


def _meeting(ben: User) -> Meeting:
    platform = factories.affiliate("Wikimedia Somewhere", code="WMSW", slug="wmsw")
    meeting = factories.meeting(
        title="Supporting volunteers, one at a time",
        slug="supporting-volunteers",
        facilitators=(ben,),
        programme=factories.programme(name="VSN this year", slug="this-year"),
        summary="How we look after people.",
        description=MARKDOWN,
        platform_affiliate=platform,
        interpretation=["es"],
        source_url="https://meta.wikimedia.org/wiki/VSN",
    )
    meeting.hosts.add(platform, factories.affiliate("User Group Elsewhere"))
    return meeting


def _sessions(scene: Scene) -> None:
    """A long list, one that is full, one that is recorded, one that was called off."""
    for number, who in enumerate(factories.people(12)):
        shown = ("name", "name", "anonymous", "hidden")[number % 4]
        affiliate = scene.meeting.platform_affiliate if number % 3 == 0 else None
        factories.sign_up(who, scene.soon, visibility=shown, affiliate=affiliate)
    full = factories.session(scene.meeting, starts_in=10 * DAY, capacity=2)
    for who in factories.people(4):
        factories.sign_up(who, full)
    factories.session(
        scene.meeting, starts_in=20 * DAY, recording="video", recording_purpose="For the others."
    )
    off = factories.session(scene.meeting, starts_in=21 * DAY)
    actions.cancel_session(session=off, reason="Ben is ill.", by=scene.ada, now=factories.now())


def _other_meetings() -> None:
    spanish = factories.meeting(
        title="Apoyo entre pares", slug="apoyo-entre-pares", language="es", kind="workshop",
        questions=["¿Qué tema traes?", "¿Qué necesitas para participar?"],
    )  # fmt: skip
    factories.session(spanish, starts_in=5 * DAY)
    factories.session(spanish, starts_in=6 * DAY)
    factories.meeting(title="Without a date", slug="without-a-date")
    off = factories.meeting(title="Called off", slug="called-off")
    factories.session(off, starts_in=9 * DAY)
    actions.cancel_meeting(
        meeting=off, reason="Nobody can.", by=factories.anyone(), now=factories.now()
    )
    years = factories.programme(name="Years ago", slug="years-ago")
    for number in range(25):
        past = factories.meeting(title=f"Talk number {number}", programme=years)
        factories.session(past, starts_in=-(number + 9) * DAY, attendance=number)
    plan = factories.meeting(title="A plan", slug="a-plan", status="draft", language="")
    factories.session(plan, starts_in=30 * DAY, status="draft")
    proposal = factories.meeting(
        title="A proposal", slug="a-proposal", status="draft", proposal="started",
        facilitators=(User.objects.get(email="chidi@example.org"),),
    )  # fmt: skip
    factories.session(proposal, starts_in=31 * DAY, status="draft")
    visit = factories.meeting(
        title="A visit", slug="visit", kind="visit", form="in_person", place="Berlin"
    )
    factories.session(visit, starts_in=-5 * DAY, lasts=2 * DAY, precision="day")


def _members(scene: Scene) -> None:
    """Applications in every state, a directory with two pages, a former affiliate."""
    entry = Profile(membership=scene.chidi.membership, name="Chidi", shown_to="public")
    save_entry(entry=entry, by=scene.chidi, now=factories.now())
    somewhere = scene.meeting.platform_affiliate
    for number in range(65):
        who = member(f"Member number {number}", country="Ghana", languages=",en,es,").person
        Affiliation.objects.create(person=who, affiliate=somewhere, job_title="Support")
    factories.affiliate("Wikimedia Long Ago", slug="long-ago", is_former=True)
    people = {name: factories.person(name=name) for name in ("Ikram", "Jun", "Kalina", "Lou")}
    people["like Chidi"] = factories.person(name="Ch\u0456di")  # with a letter of another script
    apply_as_staff(people["Ikram"], affiliate=somewhere)
    apply(people["Jun"], country="Ghana")
    apply(people["Kalina"], role=Role.MEMBER, work=Work.FOUNDATION)
    apply_as_staff(people["like Chidi"], affiliate=None, affiliate_named="Wikimedians of Example")
    lou = apply(people["Lou"])
    decide("ask", lou, scene.ada, text="Which meetings did you come to?")
    for name, act in (("Mo", "decline"), ("Nia", "end")):
        gone = apply(factories.person(name=name))
        if act == "end":
            decide("approve", gone, scene.ada, role=Role.LIAISON)
        decide(act, gone, scene.ada, reason="We have not heard from you.")
    first = Membership.objects.get(person__name="Member number 0").person
    second = Membership.objects.get(person__name="Member number 1").person
    for who in (first, second):
        write(sender=who, to=scene.chidi.membership, text="Hello!", now=factories.now())
    mute(entry=entry, sender=second)
    scene.people = {m.person.name: m.person for m in Membership.objects.select_related("person")}
    for name in ("Ikram", "Lou", "Mo", "Nia"):
        setattr(scene, name.lower(), scene.people[name])


def _patterns() -> None:
    category = Category.objects.create(name="welcome", slug="welcome")
    for number, language in enumerate(("en", "en", "es")):
        pattern = Pattern.objects.create(
            slug=f"pattern-{number}",
            title=f"Pattern number {number}",
            status="published",
            language=language,
            problem="People come once. " * 20,
            solution=MARKDOWN,
            considerations="- time\n- money",
            when_to_use="Early.",
            examples="We tried it.",
            created_on=dt.date(2024, 2, 14),
        )
        pattern.categories.add(category)
        pattern.affiliates.add(*(factories.affiliate() for _ in range(3)))


def _places(scene: Scene) -> dict[str, str]:
    """The address of a personal page in every state that it can have."""
    meeting, soon = scene.meeting, scene.soon
    later = factories.session(meeting, starts_in=8 * DAY)
    full = meeting.sessions.get(capacity=2)
    nothing_yet = factories.session(factories.meeting(), starts_in=3 * HOUR)
    off = meeting.sessions.get(status="cancelled")
    over = factories.session(factories.meeting(), starts_in=-2 * HOUR, lasts=HOUR, link=LINK)
    visit = Session.objects.get(meeting__slug="visit")
    by_hand = actions.add_by_hand(
        session=soon, reach="fay@example.org", name="Fay", by=scene.ada, now=factories.now()
    )
    gone = factories.sign_up(factories.person(), soon)
    gone_path = gone.place_path
    actions.cancel(registration=gone, now=factories.now())
    made: dict[str, Registration] = {
        "with the link": factories.sign_up(scene.chidi, soon),
        "unconfirmed": factories.sign_up_stranger("dana@example.org", later),
        "countdown": factories.sign_up(factories.person(name="Gus"), later),
        "waiting": factories.sign_up(factories.person(name="Hal"), full),
        "no link yet": factories.sign_up(factories.person(name="Ina"), nothing_yet),
        "to acknowledge": by_hand,
        "unreachable": factories.sign_up(factories.unreachable(), later),
        "cancelled": factories.registration(off, factories.person(name="Jo")),
        "over": factories.registration(over, scene.chidi),
        "in person": factories.registration(visit, factories.person(name="Kit")),
    }
    Session.objects.filter(pk=soon.pk).update(list_version=F("list_version") + 1)
    return {name: place.place_path for name, place in made.items()} | {"gone": gone_path}


def _factors(scene: Scene) -> None:
    """Ada has an app, recovery codes and a key."""
    TOTP.activate(scene.ada, generate_totp_secret())
    RecoveryCodes.activate(scene.ada)
    scene.key = WebAuthn.add(scene.ada, "Blue key", _key()).instance.pk


def _key() -> dict[str, object]:
    """What a browser sends when a key is added."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    attested = AttestedCredentialData.create(Aaguid.NONE, b"blue", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    facts = AuthenticatorData.create(sha256(b"127.0.0.1").digest(), flags, 0, attested)
    asked = b'{"type":"webauthn.create","challenge":"YQ","origin":"http://127.0.0.1"}'
    return {
        "id": websafe_encode(b"blue"),
        "rawId": websafe_encode(b"blue"),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(asked),
            "attestationObject": websafe_encode(AttestationObject.create("none", facts, {})),
        },
    }


def _message(folder: Path) -> str:
    mail = EmailMultiAlternatives(
        "Your link: Supporting volunteers", f"Join the call:\n{LINK}\n", to=["dana@example.org"]
    )
    mail.attach_alternative("<p>Join the call</p>", "text/html")
    mail.attach("session.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "text/calendar")
    with override_settings(VAR_DIR=folder):
        return mailbox.deliver(mail.message().as_bytes(), factories.now())


def session_cookie(person: User) -> str:
    """Signed in a moment ago, with everything that could be asked for."""
    client = Client()
    client.force_login(person)
    session = client.session
    record = {"method": "mfa", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value
