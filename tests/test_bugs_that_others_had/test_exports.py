"""What leaves the portal, and what comes in by itself."""

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client

from meetings import actions, links
from meetings.models import Registration, Session
from members.models import Acknowledgement, User
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.test_bugs_that_others_had.steps import status
from vsn.outbox.models import Delivery

Status = Registration.Status


def test_exports_hold_no_address(client: Client, session: Session, dana: User) -> None:
    """an export never holds an address it was not asked for"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(dana, soon, name="Dana")
    hidden = Registration.Visibility.HIDDEN
    make.sign_up(make.person("hidden@example.org"), soon, name="Unseen", visibility=hidden)
    meeting = session.meeting.get_absolute_url()
    public = [
        "/meetings/",
        meeting,
        "/meetings/calendar.ics",
        "/meetings/feed.atom",
        f"{meeting}calendar.ics",
        f"{meeting}{soon.number}/calendar.ics",
    ]
    for address in public:
        response = client.get(address)
        assert response.status_code == 200
        text = unfolded(response.content.decode())
        for secret in ("dana@example.org", "hidden@example.org", "Unseen", LINK):
            assert secret not in text, f"{secret} in {address}"


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


def test_policy_changed_in_substance(session: Session, dana: User) -> None:
    """policy changed in substance: asked again, old acknowledgement kept"""
    soon = make.session(session.meeting, starts_in=DAY + HOUR)
    place = make.sign_up(dana, soon)
    make.tick()
    mail.outbox.clear()
    first = Acknowledgement.objects.get()
    version = make.new_policy(substance=True)
    make.give_link(soon)
    Session.objects.filter(pk=soon.pk).update(starts_at=make.now() + HOUR / 2)
    for _ in range(2):
        make.tick()
    [asked] = make.mails("dana@example.org")
    assert asked.subject.startswith("Please read the safe space policy")
    assert place.place_path in asked.body
    assert links.link_for(place, make.now()) == ""
    actions.acknowledge_for(registration=place, now=make.now())
    make.tick()
    assert len(make.mails_with(LINK, "dana@example.org")) == 1
    assert Acknowledgement.objects.filter(pk=first.pk).exists()
    assert [a.version_id for a in Acknowledgement.objects.order_by("pk")] == [
        first.version_id,
        version.pk,
    ]


def test_policy_reworded(session: Session, dana: User) -> None:
    """policy changed in substance: nobody is asked again when only words have changed"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(dana, soon)
    make.new_policy(substance=False)
    make.tick()
    assert len(make.mails_with(LINK)) == 1
    assert not Delivery.objects.filter(topic="acknowledge").exists()


@pytest.mark.parametrize("method", ["get", "head"])
def test_mail_scanner(client: Client, session: Session, method: str) -> None:
    """a mail scanner's GET or HEAD confirms and cancels nothing"""
    waiting = make.sign_up_stranger("dana@example.org", session)
    placed = make.sign_up(make.person(), session)
    before = everything()
    for registration in (waiting, placed):
        look = getattr(client, method)
        assert look(registration.place_path).status_code == 200
        for act in ("confirm", "cancel", "move", "acknowledge", "appearance", "forget"):
            assert look(f"{registration.place_path}{act}/").status_code == 405
    assert everything() == before
    assert status(waiting) == Status.UNCONFIRMED
    assert status(placed) == Status.REGISTERED


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the portal's own tables."""
    ours = [apps.get_app_config(name) for name in ("members", "meetings", "outbox", "audit")]
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=str)
        for app in ours
        for model in app.get_models()
    }


def test_group_messages(session: Session, ben: User) -> None:
    """group messages never show one recipient to another"""
    names = ["Zuzanna Zagorska", "Yannick Yvon", "Xaver Xanten"]
    people = [make.person(f"{n.split()[0].lower()}@example.org", name=n) for n in names]
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    for who in people:
        make.sign_up(who, soon)
    starts = soon.starts_at + HOUR
    actions.change_session(
        session=soon, by=ben, now=make.now(), starts_at=starts, ends_at=starts + HOUR
    )
    make.tick()
    actions.cancel_session(session=soon, reason="Ben is ill.", by=ben, now=make.now())
    make.tick()
    assert len(make.mails()) >= 9
    for message in make.mails():
        [address] = message.recipients()
        source = message.message().as_string() + str(calendars(message))
        for other, name in zip(people, names, strict=True):
            if other.email != address:
                assert other.email not in source
                assert name not in source and name.split()[0] not in source


def calendars(message: mail.EmailMultiAlternatives) -> list[str]:
    return [part.get_payload(decode=True).decode() for part in message.attachments]
