"""The digest: written by two at once without loss, shown to nobody before its time, sent once."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from meetings import tasks
from meetings.models import CallLink, Digest, Meeting, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import HOUR, LINK
from tests.meetings.desk.digesting import SLIDES, publish, save, withdraw
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

RECORDING = {"kind": "recording", "label": "Film", "address": "https://videos.somewhere.org/w/9"}

GOOGLE = "https://meet.google.com/abc-defg-hij"


def at(session: Session, name: str = "digest") -> str:
    return reverse(f"meetings:{name}", args=[session.meeting.slug, session.number])


def page(session: Session, who: Client | None = None) -> str:
    return text((who or visitor()).get(session.meeting.get_absolute_url()))


# --- Writing -------------------------------------------------------------------------------------


def test_a_draft_is_seen_by_nobody_but_who_runs_the_meeting(
    over: Session, ben: User, eve: User, chidi: User, dana: User
) -> None:
    place = make.registration(over, dana)
    save(over, ben)
    for who in (None, eve, chidi):
        assert "Canary" not in page(over, visitor(who))
        assert visitor(who).get(at(over)).status_code == 404
    assert "Canary" not in text(visitor().get(place.place_path))
    assert "Canary" in text(visitor(ben).get(at(over)))


def test_saving_by_the_page_keeps_what_was_typed_as_a_draft(over: Session, ben: User) -> None:
    form = {"text": "**Patience**", "base": "0", "kind_2": "slides", "label_2": "Slides"}
    answer = visitor(ben).post(at(over), {**form, "address_2": SLIDES["address"]}, follow=True)
    assert "Saved as a draft" in text(answer)
    digest = Digest.objects.get()
    assert (digest.text, digest.links, digest.revision) == ("**Patience**", [SLIDES], 1)
    assert digest.published_at is None and digest.written_by == ben
    assert Entry.objects.about(over).get().action == Action.DIGEST_SAVED


def test_a_preview_shows_the_notes_as_html_and_saves_nothing(over: Session, ben: User) -> None:
    answer = visitor(ben).post(at(over), {"text": "**Patience**", "preview": "1", "base": "0"})
    assert answer.status_code == 200 and "<strong>Patience</strong>" in text(answer)
    assert "**Patience**" in text(answer)
    assert not Digest.objects.exists()


def test_what_two_write_at_once_is_shown_to_the_second_with_both_texts(
    over: Session, ben: User, ada: User
) -> None:
    save(over, ada, "What Ada wrote")
    answer = visitor(ben).post(at(over), {"text": "What Ben wrote", "base": "0"})
    assert answer.status_code == 409
    assert "What Ada wrote" in text(answer) and "What Ben wrote" in text(answer)
    assert Digest.objects.get().text == "What Ada wrote"
    assert 'name="base" value="1"' in text(answer)
    assert visitor(ben).post(at(over), {"text": "Both", "base": "1"}).status_code == 302
    assert Digest.objects.get().text == "Both"


def test_the_same_again_changes_nothing(over: Session, ben: User) -> None:
    save(over, ben)
    save(over, ben)
    assert Digest.objects.get().revision == 1


@pytest.mark.parametrize(
    ("kind", "address", "words"),
    [
        ("slides", "http://commons.wikimedia.org/x.pdf", "begin with https://"),
        ("slides", "javascript:alert(1)", "begin with https://"),
        ("document", "https://user:secret@somewhere.org/", "a browser can open"),
        ("document", "https://nowhere", "a browser can open"),
        ("document", "/patterns/one-person/", "begin with https://"),
        ("pattern", "/members/", "no address of a learning pattern"),
        ("pattern", "//evil.example/patterns/x/", "no address of a learning pattern"),
    ],
)
def test_an_address_that_cannot_stand_there_is_refused_in_words(
    kind: str, address: str, words: str, over: Session, ben: User
) -> None:
    form = {"text": "Kept notes", "base": "0", "kind_1": kind, "address_1": address}
    answer = visitor(ben).post(at(over), form)
    assert answer.status_code == 422
    assert words in text(answer) and "Kept notes" in text(answer)
    with pytest.raises(Refused):
        save(over, ben, links=[{"kind": kind, "label": "", "address": address}])


def test_a_pattern_may_be_a_path_of_this_portal(over: Session, ben: User, settings: object) -> None:
    form = {"base": "0", "kind_1": "pattern", "address_1": f"{settings.SITE_URL}/patterns/one/"}
    assert visitor(ben).post(at(over), form).status_code == 302
    assert Digest.objects.get().links[0]["address"] == "/patterns/one/"


@pytest.mark.parametrize("where", ["text", "address"])
def test_the_link_to_the_call_never_gets_into_a_digest(
    where: str, meeting: Meeting, ben: User
) -> None:
    session = make.session(meeting, starts_in=-HOUR / 2, link=LINK)
    form = {"text": "Notes", "base": "0", "kind_1": "document", "address_1": SLIDES["address"]}
    form |= {"text": f"Again at {LINK}"} if where == "text" else {"address_1": LINK + "?pwd=x"}
    answer = visitor(ben).post(at(session), form)
    assert answer.status_code == 422 and "the link to the call itself" in text(answer)
    assert not Digest.objects.exists()


def test_a_link_that_was_erased_does_not_come_back_in_a_digest(meeting: Meeting, ben: User) -> None:
    session = make.session(meeting, starts_in=-30 * HOUR, link=GOOGLE)
    tasks.keep()
    assert not CallLink.objects.get().ciphertext
    for notes in (f"Again at {GOOGLE}.", f"[The room]({GOOGLE}?x=1)"):
        with pytest.raises(Refused, match="call_link"):
            save(session, ben, notes)
    save(session, ben, "Our page: https://meta.wikimedia.org/wiki/Volunteer_Supporters_Network")


def test_the_link_of_another_meeting_does_not_get_into_a_digest(over: Session, ben: User) -> None:
    make.give_link(make.session(make.meeting()))
    with pytest.raises(Refused, match="call_link"):
        save(over, ben, f"See you at {LINK}")


def test_a_room_that_was_set_after_the_notes_were_saved_is_not_published(
    meeting: Meeting, ben: User
) -> None:
    session = make.session(meeting, starts_in=-HOUR / 2)
    save(session, ben, f"Next time at {LINK}")
    make.give_link(make.session(meeting))
    answer = visitor(ben).post(at(session, "publish_digest"), {"base": "1"})
    assert answer.status_code == 422 and "the link to the call itself" in text(answer)
    assert Digest.objects.get().published_at is None


def test_thirteen_links_are_too_many(over: Session, ben: User) -> None:
    with pytest.raises(Refused):
        save(over, ben, links=[SLIDES] * 13)


def test_nothing_is_written_before_the_session_begins(session: Session, ben: User) -> None:
    assert "from the start of the session on" in text(visitor(ben).get(at(session)))
    answer = visitor(ben).post(at(session), {"text": "Kept notes", "base": "0"})
    assert answer.status_code == 422 and "Kept notes" in text(answer)
    assert not Digest.objects.exists()


# --- Publishing ----------------------------------------------------------------------------------


def test_published_it_stands_on_the_page_of_the_meeting_at_once(over: Session, ben: User) -> None:
    save(over, ben, "Notes with <script>alert(1)</script> and *weight*")
    before = page(over)
    publish(over, ben)
    assert "What remains of it" not in before
    assert "<em>weight</em>" in page(over) and "<script>alert" not in page(over)
    assert SLIDES["address"] in page(over)
    save(over, ben, "Other words", base=1)
    assert "Other words" in page(over)
    assert withdraw(over, ben)
    assert "Other words" not in page(over) and SLIDES["address"] not in page(over)


def test_the_personal_page_shows_it_when_the_session_is_over(
    over: Session, ben: User, dana: User
) -> None:
    place = make.registration(over, dana)
    assert "stand here as soon as" in text(visitor().get(place.place_path))
    save(over, ben)
    publish(over, ben)
    assert "Canary notes" in text(visitor().get(place.place_path))


def test_a_recording_is_shown_only_where_one_was_announced(over: Session, ben: User) -> None:
    save(over, ben, links=[SLIDES, RECORDING])
    publish(over, ben)
    assert RECORDING["address"] not in page(over)
    assert "not recorded, so a recording is not shown" in text(visitor(ben).get(at(over)))
    over.recording, over.recording_purpose = "video", "For those at home."
    over.save()
    assert RECORDING["address"] in page(over)


def test_what_is_published_is_what_was_read(over: Session, ben: User, ada: User) -> None:
    save(over, ben)
    save(over, ada, "Changed since", base=1)
    answer = visitor(ben).post(at(over, "publish_digest"), {"base": "1", "mail": "on"})
    assert answer.status_code == 409 and "Changed since" in text(answer)
    digest = Digest.objects.get()
    assert digest.published_at is None and digest.mailed_at is None


def test_nothing_is_not_published(over: Session, ben: User) -> None:
    save(over, ben, " ", links=[])
    assert visitor(ben).post(at(over, "publish_digest"), {"base": "1"}).status_code == 422
    save(over, ben, "Something", base=1)
    publish(over, ben)
    with pytest.raises(Refused):
        save(over, ben, "", links=[], base=2)


def test_every_step_is_in_the_history(over: Session, ben: User) -> None:
    save(over, ben)
    publish(over, ben, mail=True)
    withdraw(over, ben)
    assert not withdraw(over, ben)
    actions_taken = [entry.action for entry in Entry.objects.about(over).order_by("pk")]
    assert actions_taken == [
        Action.DIGEST_SAVED, Action.DIGEST_PUBLISHED, Action.DIGEST_MAILED, Action.DIGEST_WITHDRAWN
    ]  # fmt: skip
    assert "Canary" not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_ten_queries_at_most(people: int, over: Session, ben: User) -> None:

    for _ in range(people - 1):
        make.session(over.meeting, starts_in=-dt.timedelta(days=3))
    save(over, ben)
    assert queries(visitor(ben), at(over)) <= 10
