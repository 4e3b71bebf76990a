"""Who may set up a meeting, who may publish it, and who may copy which."""

from typing import Any

from django.urls import reverse

from meetings import rules
from meetings.models import CallLink, Meeting
from meetings.views.desk.facilitators import may_ask_more
from members.models import Membership, User
from tests import factories as make
from tests.meetings.desk.setting_up import NEW, fingerprint, form, store
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery

# --- Who may -------------------------------------------------------------------------------------


def test_who_may_start_and_who_may_open(
    ada: User, ben: User, chidi: User, dana: User, meeting: Meeting
) -> None:
    liaison = make.person(name="Lia")
    make.membership(liaison, role=Membership.Role.LIAISON)
    former = make.person(name="Fay")
    make.membership(former, status=Membership.Status.INACTIVE)
    of_a_draft = make.person(name="Dee")
    make.meeting(status="draft", facilitators=(of_a_draft,))
    of_what_was_cancelled = make.person(name="Cam")
    make.meeting(status="cancelled", facilitators=(of_what_was_cancelled,))
    may = {who: (rules.may_start(who), rules.may_open_directly(who))
           for who in (ada, ben, chidi, liaison, dana, former, of_a_draft,
                       of_what_was_cancelled)}  # fmt: skip
    assert may[ada] == may[ben] == (True, True)
    assert may[chidi] == may[liaison] == (True, False)
    nobody = (dana, former, of_a_draft, of_what_was_cancelled)
    assert [may[who] for who in nobody] == [(False, False)] * 4


def test_a_members_meeting_is_a_proposal_that_only_an_admin_publishes(
    ada: User, chidi: User
) -> None:
    client = visitor(chidi)
    made = store(client)
    assert made.proposal == "started" and list(made.facilitators.all()) == [chidi]
    publish = reverse("meetings:publish_meeting", args=[made.slug])
    assert "an admin of the network publishes it" in text(client.get(publish))
    assert client.post(publish).status_code == 409
    made.refresh_from_db()
    assert made.status == "draft"
    assert rules.publish_refusal(made, ada) is None
    assert visitor(ada).post(publish).status_code == 302
    made.refresh_from_db()
    assert (made.status, made.proposal) == ("published", "")


def test_who_has_no_business_here_finds_no_page(dana: User) -> None:
    assert visitor(dana).get(NEW).status_code == 404
    assert visitor(dana).post(NEW, form()).status_code == 404
    assert visitor().get(NEW).headers["Location"].startswith("/accounts/login/")


# --- A copy --------------------------------------------------------------------------------------


def test_a_copy_takes_everything_but_dates_links_people_and_status(
    ben: User, eve: User, meeting: Meeting
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(
        description="As *always*",
        questions=["Why?"],
        lead_minutes=[240],
        source_url="https://x.y/z",
    )
    meeting.hosts.add(make.affiliate("Wikimedia Somewhere"))
    meeting.facilitations.create(person=eve)
    old = make.session(
        meeting, link=make.LINK, capacity=9, recording="video", recording_purpose="To learn.",
        time_zone="Asia/Kathmandu", lasts=2 * make.HOUR,
    )  # fmt: skip
    make.sign_up(make.person(name="Fay"), old)
    address = f"{NEW}?copy={meeting.slug}"
    page = text(visitor(ben).get(address))
    assert "As *always*" in page and "Asia/Kathmandu" in page and 'value="120"' in page
    assert "4 hours" in page and "Wikimedia Somewhere" in page and "To learn." in page
    assert make.LINK not in page and "Fay" not in page
    made = store(visitor(ben), address, title="Once more", together=[str(eve.pk)])
    assert list(made.facilitators.all()) == [ben]  # the other is asked
    assert not CallLink.objects.filter(session__meeting=made).exists()
    assert (made.status, made.source_url, made.sessions.count()) == ("draft", "", 1)
    alone = store(visitor(ben), address, title="Alone")
    assert not alone.invitations.exists()


def test_who_ran_the_meeting_that_is_copied_is_asked_as_others_are(
    ben: User, chidi: User, eve: User, meeting: Meeting
) -> None:
    for one in (chidi, eve):
        meeting.facilitations.create(person=one)
    make.exclude(str(eve.email))
    together = [str(chidi.pk), str(eve.pk)]
    made = store(visitor(ben), f"{NEW}?copy={meeting.slug}", title="Once more", together=together)
    assert list(made.facilitators.all()) == [ben]
    asked = made.invitations.get()
    assert (asked.person, asked.by, asked.name) == (chidi, ben, "Chidi")
    assert Entry.objects.about(made).filter(actor=ben, action=Action.FACILITATOR_INVITED).exists()
    assert Delivery.objects.filter(topic="facilitate", recipient=chidi).count() == 1
    assert not Delivery.objects.filter(recipient=eve).exists()  # nor run it unasked
    answer = visitor(chidi).post(
        reverse("meetings:invitation", args=[asked.handle]), {"answer": "yes"}
    )
    assert answer.status_code == 302
    assert set(made.facilitators.all()) == {ben, chidi}


def test_more_than_so_many_a_day_are_asked_tomorrow(
    ben: User, chidi: User, meeting: Meeting, settings: Any
) -> None:
    in_memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "asked"}
    settings.CACHES = {**settings.CACHES, "default": in_memory}
    meeting.facilitations.create(person=chidi)
    for _number in range(20):
        assert may_ask_more(ben)
    client, address = visitor(ben), f"{NEW}?copy={meeting.slug}"
    sent = form(together=[str(chidi.pk)])
    seen = fingerprint(text(client.post(address, sent)))
    answer = client.post(address, sent | {"seen_dates": seen, "save": "1"})
    assert answer.status_code == 422 and "Please go on tomorrow" in text(answer)
    assert Meeting.objects.count() == 1


def test_only_what_one_runs_can_be_copied(
    ada: User, ben: User, eve: User, meeting: Meeting
) -> None:
    address = f"{NEW}?copy={meeting.slug}"
    assert visitor(eve).get(address).status_code == 404
    assert meeting.title not in text(visitor(eve).get(NEW))
    assert meeting.title in text(visitor(ben).get(NEW))
    assert visitor(ada).get(address).status_code == 200
