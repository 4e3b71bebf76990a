"""Certificates of participation: for who came, readable by a program, checked by their number."""

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from meetings import actions, certificates
from meetings.actions.certificates import ALPHABET, new_number
from meetings.models import Certificate, Meeting, Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry


@pytest.fixture
def over(meeting: Meeting) -> Session:
    meeting.hosts.add(make.affiliate("Wikimedia Somewhere"))
    return make.session(meeting, starts_in=-2 * make.DAY, time_zone="Europe/Vienna")


@pytest.fixture
def place(over: Session, dana: User) -> Registration:
    return make.registration(over, dana, attended=True)


def address(place: Registration) -> str:
    return reverse("meetings:certificate", args=[place.key])


def pdf(place: Registration, **headers: Any) -> PdfReader:
    answer = visitor(**headers).get(address(place), {"download": ""})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith('.pdf"') and "no-store" in answer["Cache-Control"]
    return PdfReader(io.BytesIO(answer.content))


def words(reader: PdfReader) -> str:
    return " ".join(reader.pages[0].extract_text().split())


def issued(place: Registration, name: str = "Dana Müller") -> Certificate:
    return actions.issue_certificate(registration=place, name=name, now=make.now())


# --- Getting one ---------------------------------------------------------------------------------


def test_who_came_corrects_the_name_and_gets_the_sheet(place: Registration, over: Session) -> None:
    client = visitor()
    page = text(client.get(address(place)))
    assert 'value="Dana"' in page and "90 minutes" in page and "Supporting volunteers" in page
    assert not Certificate.objects.exists()  # looking makes none
    page = text(client.post(address(place), {"name": "Dana Müller-Şahin"}, follow=True))
    made = Certificate.objects.get()
    assert "The certificate is made." in page and made.number in page
    assert "Save the certificate" in page and "Make the certificate" not in page
    answer = client.get(address(place), {"download": ""})
    assert answer["Content-Type"] == "application/pdf"
    assert (made.registration, made.session, made.name) == (place, over, "Dana Müller-Şahin")
    assert [e.data for e in Entry.objects.filter(action=Action.CERTIFICATE_ISSUED)] == [{}]
    reader = PdfReader(io.BytesIO(answer.content))
    said = words(reader)
    for part in (
        "Certificate of participation", "Dana Müller-Şahin", "Supporting volunteers",
        "90 minutes", "Wikimedia Somewhere", "Ben", made.number, "Volunteer Supporters Network",
        f"{settings.SITE_URL}/certificates/{made.number}/", f"{over.first_day.year}", "Vienna",
    ):  # fmt: skip
        assert part in said, part
    assert reader.metadata.title == f"Certificate of participation {made.number}"
    assert reader.trailer["/Root"]["/Lang"] == "en" and len(reader.pages) == 1
    width, height = reader.pages[0].mediabox.width, reader.pages[0].mediabox.height
    assert (round(width), round(height)) == (842, 595)  # A4, lying


def test_it_is_the_same_one_again(place: Registration) -> None:
    client = visitor()
    issued(place)
    first = client.get(address(place), {"download": ""}).content
    assert client.get(address(place), {"download": ""}).content == first
    assert issued(place) == Certificate.objects.get()
    with pytest.raises(Refused):
        issued(place, "Somebody else")
    answer = client.post(address(place), {"name": "Somebody else"})
    assert answer.status_code == 422 and "made already" in text(answer)
    assert Certificate.objects.get().name == "Dana Müller"


def test_the_day_of_issue_is_the_same_for_every_reader(over: Session) -> None:
    at = dt.datetime(2026, 6, 5, 23, 30, tzinfo=dt.UTC)
    for zone in ("Pacific/Auckland", "America/Lima"):
        with timezone.override(zone):
            facts = dict(certificates.words(over, name="Dana", issued_at=at).facts)
            assert facts["Issued on"] == "6 June 2026"  # in Vienna, as planned


def test_it_is_in_the_language_of_the_reader(place: Registration) -> None:
    issued(place)
    reader = pdf(place, accept_language="es")
    assert reader.trailer["/Root"]["/Lang"] == "es"


@pytest.mark.parametrize(
    ("attended", "said"),
    [
        (None, "Nobody has noted yet who came. Please ask the facilitator"),
        (False, "noted that you did not come. If you did, please ask the facilitator"),
    ],
)
def test_who_is_not_marked_is_told_what_to_do(
    attended: bool | None, said: str, place: Registration
) -> None:
    Registration.objects.update(attended=attended)
    assert said in text(visitor().get(address(place)))
    answer = visitor().post(address(place), {"name": "Dana"})
    assert (answer.status_code, Certificate.objects.count()) == (422, 0)
    assert said in text(answer)
    assert visitor().get(address(place), {"download": ""})["Content-Type"].startswith("text/html")
    with pytest.raises(Refused):
        issued(Registration.objects.get())


def test_where_others_are_marked_it_says_so(place: Registration, over: Session) -> None:
    other = make.registration(over, make.person())
    assert "Nobody has noted that you came." in text(visitor().get(address(other)))


def test_before_the_end_there_is_none(meeting: Meeting, dana: User) -> None:
    place = make.registration(make.session(meeting), dana, attended=True)
    assert "when the session is over" in text(visitor().get(address(place)))
    with pytest.raises(Refused):
        issued(place)


def test_the_personal_page_leads_there_when_it_is_over(place: Registration) -> None:
    assert address(place) in text(visitor().get(place.place_path))
    Registration.objects.update(attended=False)
    assert address(place) not in text(visitor().get(place.place_path))


@pytest.mark.parametrize("gone", ["forgotten", "removed", "deleted"])
def test_who_went_a_moment_ago_gets_none(
    gone: str, place: Registration, dana: User, ben: User
) -> None:
    """No name may be written down of who is forgotten."""
    if gone == "forgotten":
        actions.forget_person(person=dana, now=make.now())
    elif gone == "removed":
        actions.remove(registration=place, reason="-", by=ben, now=make.now())
    else:
        Registration.objects.all().delete()
    with pytest.raises(Registration.DoesNotExist):
        issued(place)
    assert not Certificate.objects.exists()


# --- Letters -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["مريم عبد الله", "דנה כהן", "Ξένια", "Жанна", "Նարե", "Ḥasan"])
def test_names_are_written_in_their_own_script(name: str, place: Registration) -> None:
    """From right to left too: what is read back is in the order in which it is spoken."""
    issued(place, name)
    assert name in words(pdf(place))


def test_letters_that_it_lacks_are_said_before_it_is_made(place: Registration) -> None:
    Registration.objects.update(name="山田 花子")
    page = text(visitor().get(address(place)))
    assert "do not include 山 田 花 子" in page and "Leave a line free" in page
    answer = visitor().post(address(place), {"name": "山田 花子"})
    assert (answer.status_code, Certificate.objects.count()) == (422, 0)
    visitor().post(address(place), {"name": "山田 花子", "by_hand": "on"})
    made = Certificate.objects.get()
    said = words(pdf(place))
    assert "山" not in said and "The name as it was given is shown" in said
    assert "山田 花子" in text(visitor().get(reverse(CHECKED, args=[made.number])))


def test_a_mark_on_a_letter_is_no_box_either() -> None:
    assert certificates.unwritable("Da\u0308na\u0363") == "\u0363"
    assert certificates.can_write("مر\u200cيم")  # a joiner is never drawn


def test_titles_and_people_it_cannot_write_are_not_drawn_as_boxes(
    place: Registration, ben: User
) -> None:
    Meeting.objects.update(title="ボランティア支援")
    User.objects.filter(pk=ben.pk).update(name="अनन्या")
    issued(place)
    said = words(pdf(place))
    assert "/meetings/supporting-volunteers/" in said and "Facilitated by" not in said


@pytest.mark.parametrize("name", ["W" * 80, "Na me " * 13])
def test_long_names_and_titles_stay_on_one_sheet(name: str, place: Registration) -> None:
    Meeting.objects.update(title="How to support volunteers in many ways, " * 5)
    issued(place, name.strip())
    reader = pdf(place)
    assert len(reader.pages) == 1 and name.strip() in words(reader)


def test_the_fonts_may_be_passed_on() -> None:
    assert "reproduce and distribute" in (certificates.FONTS / "LICENSE").read_text()
    found = {path.name for path in certificates.FONTS.glob("*.ttf")}
    assert found == {certificates.SERIF, certificates.SANS}


# --- Checking the number -------------------------------------------------------------------------

CHECKED = "meetings:checked_certificate"


def test_numbers_cannot_be_guessed() -> None:
    numbers = {new_number() for _ in range(200)}
    assert len(numbers) == 200 and len(set(ALPHABET)) == 32  # 12 times 5 bits
    assert all(re.fullmatch(r"VSN(-[0-9A-HJKMNP-TV-Z]{4}){3}", number) for number in numbers)


@given(st.data())
def test_a_number_is_read_however_it_is_typed(data: st.DataObject) -> None:
    number = new_number()
    between = st.sampled_from(["", " ", "-", "–", " - ", "."])
    letters = number.replace("-", "") if data.draw(st.booleans()) else number[3:].replace("-", "")
    typed = "".join(c + data.draw(between) for c in letters)
    typed = typed.lower() if data.draw(st.booleans()) else typed
    typed = typed.replace("0", data.draw(st.sampled_from("0Oo"))) if "VSN" in letters else typed
    assert actions.read_number(typed) == number


@pytest.mark.parametrize("typed", ["", "VSN", "VSN-1", "U" * 12, "1" * 5000, "VSN-7K3M-9QF2-T4W"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert actions.read_number(typed) == ""


def test_whoever_has_the_number_reads_what_it_says(place: Registration) -> None:
    made = issued(place)
    typed, check = made.number.lower().replace("-", " "), reverse("meetings:check_certificate")
    answer = visitor().post(check, {"number": typed}, follow=True)
    assert answer.redirect_chain == [(reverse(CHECKED, args=[made.number]), 302)]
    page = text(answer)
    assert "certificate is genuine." in page and "Supporting volunteers" in page
    assert "Dana Müller" in page and "dana@" not in page
    assert "noindex" in page and "no-store" in page


def test_an_unknown_number_is_answered_in_words(policy: object) -> None:
    for typed in ("VSN-7K3M-9QF2-T4WX", "nonsense"):
        answer = visitor().get(reverse(CHECKED, args=[typed]))
        assert (answer.status_code, "There is no certificate with" in text(answer)) == (404, True)


def test_nobody_tries_many_numbers(place: Registration) -> None:
    path = reverse(CHECKED, args=[issued(place).number])
    guesser = visitor(x_forwarded_for="192.0.2.7")
    for _ in range(30):
        assert guesser.get(reverse(CHECKED, args=[new_number()])).status_code == 404
    late = guesser.get(path)
    assert late.status_code == 429 and "Dana" not in text(late)


@pytest.mark.parametrize("now", [{"attended": False}, {"status": "removed"}])
def test_attendance_taken_back_is_seen_by_whoever_checks(place: Registration, now: Any) -> None:
    made = issued(place)
    Registration.objects.update(**now)
    page = text(visitor().get(reverse(CHECKED, args=[made.number])))
    assert "is not valid" in page and "certificate is genuine." not in page


def test_of_who_was_forgotten_the_session_remains(place: Registration, dana: User) -> None:
    made = issued(place)
    actions.forget_person(person=dana, now=make.now())
    made.refresh_from_db()
    assert (made.name, made.registration_id) == ("", place.pk)
    page = text(visitor().get(reverse(CHECKED, args=[made.number])))
    assert "certificate is genuine." in page and "Supporting volunteers" in page
    assert "deleted at the wish of the person" in page and "Dana" not in page


@pytest.mark.parametrize("owner_has_one", [True, False])
def test_of_two_who_turn_out_to_be_one_no_name_is_left_behind(
    owner_has_one: bool, place: Registration, over: Session, chidi: User, dana: User
) -> None:
    issued(place)
    own = make.registration(over, chidi, attended=True)
    if owner_has_one:
        issued(own, "Chidi")
    actions.adopt(owner=chidi, light=dana, now=make.now())
    actions.forget_person(person=chidi, now=make.now())
    assert set(Certificate.objects.values_list("name", flat=True)) == {""}
