"""The digest as a message: to everyone who signed up, each alone, once."""

import pytest
from django.urls import reverse

from meetings import afterwards
from meetings.models import Digest, Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY
from tests.meetings.desk.digesting import SLIDES, publish, save, withdraw
from tests.visitors import text, visitor
from vsn.outbox.models import Delivery


def page(session: Session) -> str:
    return text(visitor().get(session.meeting.get_absolute_url()))


def on_the_list(session: Session, *names: str, **fields: object) -> list[Registration]:
    return [
        make.registration(session, make.person(f"{name}@example.org", name=name), **fields)
        for name in names
    ]


def test_everyone_who_signed_up_gets_it_once_and_alone(over: Session, ben: User) -> None:
    on_the_list(over, "came", attended=True)
    on_the_list(over, "away", attended=False)
    on_the_list(over, "gone", status="cancelled")
    on_the_list(over, "out", status="removed")
    save(over, ben)
    publish(over, ben, mail=True)
    make.tick()
    publish(over, ben, mail=True)
    withdraw(over, ben)
    publish(over, ben, mail=True)
    make.tick()
    told = make.mails_with("Canary notes")
    assert sorted(mail.to for mail in told) == [["away@example.org"], ["came@example.org"]]
    assert all(not mail.cc and not mail.bcc for mail in told)
    assert SLIDES["address"] in told[0].body and over.meeting.get_absolute_url() in told[0].body


def test_it_asks_how_it_was_where_that_was_not_asked_and_who_came(over: Session, ben: User) -> None:
    [came] = on_the_list(over, "came", attended=True)
    on_the_list(over, "away", attended=False)
    save(over, ben)
    publish(over, ben, mail=True)
    make.tick()
    assert f"/place/{came.key}/feedback/" in make.mails("came@example.org")[0].body
    assert "/feedback/" not in make.mails("away@example.org")[0].body
    # The question of its own does not follow on the same day.
    assert not Delivery.objects.filter(topic="feedback", recipient=came.person).exists()


def test_who_does_not_want_to_be_asked_is_not_asked_by_the_digest_either(
    over: Session, ben: User
) -> None:
    [came] = on_the_list(over, "came", attended=True)
    User.objects.filter(pk=came.person_id).update(muted_topics=["feedback"])
    save(over, ben)
    publish(over, ben, mail=True)
    make.tick()
    [mail] = make.mails("came@example.org")
    assert "Canary notes" in mail.body and "/feedback/" not in mail.body


def test_the_page_says_how_many_it_would_reach(over: Session, ben: User) -> None:
    on_the_list(over, "came")
    make.registration(over, make.unreachable("Una"))
    make.registration(over, None)  # was forgotten
    make.registration(over, make.person(muted_topics=["digest"]))
    save(over, ben)
    at = reverse("meetings:digest", args=[over.meeting.slug, over.number])
    assert "Send it to 1 person, too" in text(visitor(ben).get(at))
    Registration.objects.update(person=None)
    publish(over, ben)
    assert "Send it to" not in text(visitor(ben).get(at))


def test_published_without_sending_nobody_gets_a_message(over: Session, ben: User) -> None:
    on_the_list(over, "dana")
    save(over, ben)
    publish(over, ben)
    make.tick()
    assert not make.mails_with("Canary notes")


def test_taken_back_on_its_way_nothing_is_left_of_the_message(over: Session, ben: User) -> None:
    on_the_list(over, "dana")
    save(over, ben)
    publish(over, ben, mail=True)
    afterwards.plan_digests(make.now())
    withdraw(over, ben)
    make.tick()
    assert not [mail for mail in make.mails() if "What remains of it" in mail.subject]
    publish(over, ben, mail=True)
    make.tick()
    assert len(make.mails_with("Canary notes")) == 1


def test_taken_back_before_it_left_it_can_be_sent_later(over: Session, ben: User) -> None:
    on_the_list(over, "dana")
    save(over, ben)
    publish(over, ben, mail=True)
    withdraw(over, ben)
    make.tick()
    assert not make.mails_with("Canary notes")
    publish(over, ben, mail=True)
    make.tick()
    assert len(make.mails_with("Canary notes")) == 1


def test_a_message_that_waits_is_dropped_when_the_session_is_cancelled(
    over: Session, ben: User
) -> None:
    on_the_list(over, "dana")
    save(over, ben)
    publish(over, ben, mail=True)
    Session.objects.filter(pk=over.pk).update(status="cancelled")
    make.tick()
    assert not make.mails()
    assert "Canary" not in page(over)
    with pytest.raises(Refused):
        save(over, ben, "More", base=1)


def test_the_message_is_in_the_readers_language_and_says_which_the_notes_are_in(
    over: Session, ben: User
) -> None:
    [place] = on_the_list(over, "rosa")
    User.objects.filter(pk=place.person_id).update(language="es")
    save(over, ben, "Notes <b>as written</b>\n\nSecond part")
    publish(over, ben, mail=True)
    make.tick()
    [mail] = make.mails("rosa@example.org")
    html = mail.alternatives[0][0]
    assert '<html lang="es"' in html
    assert (
        '<div lang="en"><p>Notes &lt;b&gt;as written&lt;/b&gt;</p><p>Second part</p></div>' in html
    )
    assert "Notes <b>as written</b>" in mail.body


def test_months_later_nothing_is_sent_again(over: Session, ben: User) -> None:
    """The outbox forgets its rows after a while; the digest is old by then."""
    on_the_list(over, "dana")
    save(over, ben)
    publish(over, ben, mail=True)
    make.tick()
    Delivery.objects.all().delete()
    Digest.objects.update(mailed_at=make.now() - 8 * DAY)
    Session.objects.update(ends_at=make.now() - 8 * DAY, starts_at=make.now() - 9 * DAY)
    make.tick()
    assert len(make.mails_with("Canary notes")) == 1
