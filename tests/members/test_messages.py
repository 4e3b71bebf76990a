"""Members write to each other: no address is shown, nobody is flooded, and everybody can be left
alone."""

import datetime as dt
import uuid

import pytest

from meetings.actions import forget_person
from members.actions import messages
from members.models import MemberMessage, Membership, Profile, User
from members.rules import Refused
from members.rules.contact import A_DAY, A_DAY_TO_ONE
from tests import factories as make
from tests.members.applying import member
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db


def write(sender: Membership, to: Membership, words: str = "How do you do it?") -> MemberMessage:
    return messages.write(sender=sender.person, to=to, text=words, now=make.now())


def refused(sender: Membership, to: Membership) -> str:
    with pytest.raises(Refused) as no:
        write(sender, to)
    assert str(no.value.refusal)
    return no.value.refusal.code


def test_a_message_arrives_without_the_address_of_its_sender() -> None:
    ikram, jun = member("Ikram"), member("Jun")
    write(ikram, jun, "Line one\n<b>two</b> https://example.org/x")
    make.tick()
    (mail,) = make.mails(jun.person.email)
    assert mail.subject == "A message from Ikram" and "Line one" in mail.body
    assert f"/members/people/{ikram.person.handle}/write/" in mail.body
    assert "<b>" not in str(mail.alternatives[0][0])
    assert ikram.person.email not in str(mail.message())
    entry = Entry.objects.get(action=Action.MESSAGE_SENT)
    assert entry.actor == ikram.person and entry.data == {}
    assert "Line one" not in str(list(Delivery.objects.values()))


def test_who_is_not_a_member_writes_to_nobody(ada: User, eve: User) -> None:
    jun = member("Jun")
    outsider = Membership(person=eve)
    assert refused(outsider, jun) == "outside"
    applied = make.membership(make.person(), status="applied")
    assert refused(applied, jun) == "outside"
    assert refused(jun, jun) == "oneself"


def test_who_takes_no_messages_gets_none() -> None:
    ikram, jun = member("Ikram"), member("Jun", takes_messages=False)
    assert refused(ikram, jun) == "left_alone"
    assert "Write a message" not in text(visitor(ikram.person).get(jun.profile.get_absolute_url()))


def test_being_muted_looks_like_taking_no_messages() -> None:
    ikram, jun, silent = member("Ikram"), member("Jun"), member("Silent", takes_messages=False)
    write(ikram, jun)
    client = visitor(jun.person)
    assert client.post(f"/members/messages/{ikram.person.handle}/mute/").status_code == 302
    answers = {
        text(visitor(ikram.person).get(f"/members/people/{to.person.handle}/write/"))
        .partition("<main")[2]
        .partition("</main")[0]
        .replace(to.profile.name, "")
        for to in (jun, silent)
    }
    assert len(answers) == 1
    make.tick()
    assert not make.mails(jun.person.email)  # muted before it went out
    client.post(f"/members/messages/{ikram.person.handle}/unmute/")
    write(ikram, jun)


def test_the_entry_does_not_tell_who_is_muted() -> None:
    """A button that leads to a no would."""
    ikram, jun = member("Ikram"), member("Jun")
    jun.profile.muted.add(ikram.person)
    assert "Write a message" not in text(visitor(ikram.person).get(jun.profile.get_absolute_url()))
    kalina = member("Kalina").person
    assert "Write a message" in text(visitor(kalina).get(jun.profile.get_absolute_url()))


def test_nobody_is_found_by_trying_to_mute_them() -> None:
    ikram, jun = member("Ikram"), member("Jun", shown_to="nobody")
    answer = visitor(ikram.person).post(f"/members/messages/{jun.person.handle}/mute/")
    assert answer.status_code == 404 and not ikram.profile.muted.exists()


def test_who_is_excluded_from_everything_writes_to_nobody() -> None:
    ikram, jun = member("Ikram"), member("Jun")
    make.exclude(ikram.person.email, scope="meeting", meeting_uid=uuid.uuid4())
    write(ikram, jun)
    make.exclude(ikram.person.email.upper())
    assert refused(ikram, jun) == "excluded"
    make.tick()
    assert not make.mails(jun.person.email)  # nor does what was written before arrive


def test_limits_to_one_and_to_all() -> None:
    ikram, jun = member("Ikram"), member("Jun")
    for _one in range(A_DAY_TO_ONE):
        write(ikram, jun)
    assert refused(ikram, jun) == "too_many"
    for number in range(A_DAY - A_DAY_TO_ONE):
        write(ikram, member(f"Other {number}"))
    assert refused(ikram, member("One more")) == "too_many"
    MemberMessage.objects.update(at=make.now() - dt.timedelta(hours=25))
    write(ikram, jun)


def test_whom_no_message_reaches_reads_it_on_the_page() -> None:
    ikram, jun = member("Ikram"), member("Jun")
    User.objects.filter(pk=jun.person_id).update(email=None)
    jun = Membership.objects.select_related("person", "profile").get(pk=jun.pk)
    write(ikram, jun, "canary words")
    assert not Delivery.objects.filter(recipient=jun.person).exists()
    assert "canary words" in text(visitor(jun.person).get("/members/messages/"))
    assert "canary words" not in text(visitor(ikram.person).get("/members/messages/"))


def test_an_answer_reaches_somebody_who_is_in_no_directory() -> None:
    ikram, jun = member("Ikram", shown_to="nobody"), member("Jun")
    address = f"/members/people/{ikram.person.handle}/write/"
    assert visitor(jun.person).get(address).status_code == 404
    write(ikram, jun)
    answer = visitor(jun.person).post(address, {"text": "Like this."}, follow=True)
    assert answer.status_code == 200 and "on its way" in text(answer)
    assert MemberMessage.objects.filter(recipient=ikram.person).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_many(count: int) -> None:
    jun = member("Jun")
    for number in range(count):
        sender = member(f"Sender {number}")
        write(sender, jun)
        jun.profile.muted.add(member(f"Muted {number}").person)
    client = visitor(jun.person)
    client.get("/members/messages/")
    assert queries(client, "/members/messages/") == 5


@pytest.mark.parametrize("words", ["", " ", "x" * 3001, "a\x00b", "\u202etxet"])
def test_what_is_no_message(words: str) -> None:
    ikram, jun = member("Ikram"), member("Jun")
    address = f"/members/people/{jun.person.handle}/write/"
    answer = visitor(ikram.person).post(address, {"text": words})
    assert answer.status_code == 422 and "errorlist" in text(answer)
    assert not MemberMessage.objects.exists()


def test_what_was_written_too_much_today_is_not_lost() -> None:
    ikram, jun = member("Ikram"), member("Jun")
    for _one in range(A_DAY_TO_ONE):
        write(ikram, jun)
    address = f"/members/people/{jun.person.handle}/write/"
    answer = visitor(ikram.person).post(address, {"text": "My long thought."})
    assert answer.status_code == 403 and "My long thought." in text(answer)


def test_messages_are_forgotten_after_a_while_and_with_the_person() -> None:
    ikram, jun = member("Ikram"), member("Jun")
    old = write(ikram, jun)
    MemberMessage.objects.filter(pk=old.pk).update(at=make.now() - dt.timedelta(days=31))
    new = write(ikram, jun)
    messages.forget_messages(make.now())
    assert list(MemberMessage.objects.all()) == [new]
    forget_person(person=ikram.person, now=make.now())
    assert not MemberMessage.objects.exists()
    assert not Profile.muted.through.objects.exists()
    make.tick()
    assert not make.mails(jun.person.email)


def test_who_answers_has_before_them_what_they_answer() -> None:
    ikram, jun = member("Ikram"), member("Jun")
    client, address = visitor(jun.person), f"/members/people/{ikram.person.handle}/write/"
    assert "What they wrote to you last" not in text(client.get(address))
    write(ikram, jun, "The first thing.")
    write(ikram, jun, "The <b>second</b> thing.")
    write(jun, ikram, "My own words.")
    page = text(client.get(address))
    assert "The &lt;b&gt;second&lt;/b&gt; thing." in page
    assert "The first thing." not in page and "My own words." not in page
