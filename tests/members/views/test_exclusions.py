"""The pages of the exclusion list: what admins see and type, and what nobody tells outside."""

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, Session
from members.models import BanListCheck, Exclusion, User
from members.rules import identity, is_excluded_from_everything
from tests import factories as make
from tests.factories import DAY
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

MALLORY = "mallory@example.org"


@pytest.fixture
def bea(ada: User) -> User:
    """The second admin."""
    return make.person("bea@example.org", name="Bea", is_staff=True)


@pytest.fixture
def mallory(policy: object) -> User:
    return make.person(MALLORY, name="Mallory")


@pytest.fixture
def admin(ada: User) -> Client:
    return visitor(ada)


def filled(**changes: str) -> dict[str, str]:
    today = make.now().date()
    return {
        "who": "Mallory@example.org",
        "scope": "everything",
        "reason": "Three warnings.",
        "starts_on": str(today),
        "review_on": str(today + 200 * DAY),
    } | changes


ADD = "/moderation/exclusions/add/"


def test_an_admin_proposes_on_the_page_and_a_second_one_agrees(
    admin: Client, bea: User, mallory: User
) -> None:
    answer = admin.post(ADD, filled(), follow=True)
    assert "holds as soon as a second admin agrees" in text(answer)
    assert "You proposed this" in text(answer) and "I agree" not in text(answer)
    made = Exclusion.objects.get()
    confirm = reverse("members:decide_exclusion", args=[made.pk, "confirm"])
    assert admin.post(confirm, {"seen": "0"}).status_code == 409
    other = visitor(bea)
    assert "I agree" in text(other.get(reverse("members:exclusion", args=[made.pk])))
    assert other.post(confirm, {"seen": "0"}).status_code == 302
    assert other.post(confirm, {"seen": "0"}).status_code == 409
    assert is_excluded_from_everything(mallory, make.now())
    for page in ("/moderation/exclusions/", reverse("members:exclusion", args=[made.pk])):
        shown = text(other.get(page))
        assert "mallory" not in shown.lower() and made.identity not in shown


def test_what_is_only_proposed_is_not_called_decided(admin: Client, bea: User) -> None:
    admin.post(ADD, filled())
    made = Exclusion.objects.get()
    path = reverse("members:exclusion", args=[made.pk])
    own, others = text(admin.get(path)), text(visitor(bea).get(path))
    assert "Proposed by" in own and "Decided by" not in own
    assert ">Take it back<" in own and "Do not agree" not in own
    assert ">Do not agree<" in others and "Take it back" not in others
    visitor(bea).post(reverse("members:decide_exclusion", args=[made.pk, "confirm"]), {"seen": "0"})
    assert "Decided by" in text(admin.get(path))


def test_the_only_admin_is_told_what_to_do(admin: Client) -> None:
    for page in (ADD, "/moderation/exclusions/"):
        assert "You are the only admin" in text(admin.get(page))


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("who", {"who": "  "}),
        ("affiliate", {"scope": "affiliate"}),
        ("meeting", {"scope": "meeting"}),
        ("meeting", {"scope": "meeting", "meeting": "the second one"}),
        ("ends_on", {"ends_on": "2025-01-01"}),
        ("ends_on", {"ends_on": "9999-12-31"}),
        ("starts_on", {"starts_on": "0001-01-01"}),
        ("review_on", {"review_on": ""}),
        ("review_on", {"review_on": "2020-01-01"}),
        ("reason", {"reason": " "}),
    ],
)
def test_the_form_says_what_is_missing(admin: Client, field: str, changes: dict[str, str]) -> None:
    answer = admin.post(ADD, filled(**changes))
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert not Exclusion.objects.exists()


def test_the_last_day_counts(admin: Client, meeting: Meeting) -> None:
    day = make.now().date() + 3 * DAY
    values = filled(scope="meeting", meeting=str(meeting.uid), ends_on=str(day))
    assert admin.post(ADD, values).status_code == 302
    made = Exclusion.objects.get()
    assert made.in_force(make.now())
    assert made.ends_at.date() == day + DAY and made.meeting_uid == meeting.uid


def test_lists_do_not_ask_more_for_more_rows(admin: Client) -> None:
    make.exclude("one@example.org")
    admin.get("/moderation/exclusions/")  # what the header counts is kept for a while
    one = queries(admin, "/moderation/exclusions/")
    make.exclude("two@example.org")
    make.exclude("three@example.org", scope="affiliate", affiliate=make.affiliate())
    assert queries(admin, "/moderation/exclusions/") == one


# --- Is this person excluded? --------------------------------------------------------------------

LOOK_UP = "/moderation/exclusions/look-up/"


def test_an_admin_gets_a_yes_or_a_no_and_leaves_a_trace(admin: Client, ada: User) -> None:
    owner = make.person("work@example.org", name="Mallory", wikimedia_name="Mal",
                        wikimedia_proved_at=make.now())  # fmt: skip
    make.exclude(MALLORY)
    make.exclude("Mal")
    for asked, said in (
        ("MALLORY@example.org", "Yes: this is on the list."),
        (owner.email, "Yes: this is on the list."),  # excluded under the user name
        ("nobody@example.org", "No: nothing keeps them out."),
    ):
        answer = admin.post(LOOK_UP, {"who": asked})
        assert answer.status_code == 200 and said in text(answer)
    entries = Entry.objects.filter(action=Action.EXCLUSION_CHECKED)
    assert entries.count() == 3
    assert {(entry.actor, str(entry.data)) for entry in entries} == {(ada, "{}")}


def test_what_is_only_proposed_is_no_plain_yes(admin: Client, bea: User) -> None:
    admin.post(ADD, filled())
    page = text(admin.post(LOOK_UP, {"who": MALLORY}))
    assert "No: it is proposed" in page and "Yes: " not in page and "Yes, for now" not in page
    Exclusion.objects.update(provisional_until=make.now() + DAY)
    assert "Yes, for now: it is proposed" in text(admin.post(LOOK_UP, {"who": MALLORY}))
    Exclusion.objects.update(state=Exclusion.State.AGREED, provisional_until=None)
    assert "Yes: this is on the list." in text(admin.post(LOOK_UP, {"who": MALLORY}))


def test_looking_up_is_limited(admin: Client) -> None:
    for _ in range(20):
        assert admin.post(LOOK_UP, {"who": "x@example.org"}).status_code == 200
    answer = admin.post(LOOK_UP, {"who": MALLORY})
    assert answer.status_code == 422 and "in an hour" in text(answer)


def test_known_and_unknown_addresses_look_the_same(admin: Client, dana: User) -> None:
    pages = set()
    for asked in ("dana@example.org", "nobody@example.org"):
        answer = admin.post(LOOK_UP, {"who": asked})
        start = text(answer).index("<main")
        pages.add(text(answer)[start:].replace(asked, "").split("csrfmiddlewaretoken")[0])
    assert len(pages) == 1


# --- The Foundation's list -----------------------------------------------------------------------


def test_of_the_foundations_list_only_a_yes_or_no_is_kept(
    admin: Client, ada: User, chidi: User
) -> None:
    address = reverse("members:check_ban_list", args=[chidi.handle])
    answer = admin.post(address, {"found": "yes"}, follow=True)
    assert "Propose to exclude them" in text(answer)
    check = BanListCheck.objects.get()
    assert (check.person, check.found, check.by) == (chidi, True, ada)
    entry = Entry.objects.get(action=Action.BAN_LIST_CHECKED)
    assert entry.actor == ada and entry.data == {}
    admin.post(address, {"found": "no"})
    assert BanListCheck.objects.get().found is False
    assert visitor(chidi).get(address).status_code == 404
    chidi.delete()
    assert not BanListCheck.objects.exists()


def test_who_gives_another_answer_meanwhile_is_told(admin: Client, ada: User, chidi: User) -> None:
    address = reverse("members:check_ban_list", args=[chidi.handle])
    bea = visitor(make.person(name="Bea", is_staff=True))
    seen = {"seen": admin.get(address).context["seen"]}
    assert bea.post(address, {"found": "yes", **seen}).status_code == 302
    late = admin.post(address, {"found": "no", **seen})
    assert late.status_code == 409 and "Somebody else has changed this" in text(late)
    assert BanListCheck.objects.get().found is True
    now = {"seen": late.context["seen"]}
    assert admin.post(address, {"found": "no", **now}).status_code == 302
    assert BanListCheck.objects.get().found is False


def test_nobody_looks_themselves_up(admin: Client, ada: User) -> None:
    address = reverse("members:check_ban_list", args=[ada.handle])
    assert admin.post(address, {"found": "no"}).status_code == 409
    assert not BanListCheck.objects.exists()


def test_whoever_was_found_is_excluded_without_typing_an_address(
    admin: Client, mallory: User
) -> None:
    values = {key: value for key, value in filled().items() if key != "who"}
    assert admin.post(f"{ADD}?person={mallory.handle}", values).status_code == 302
    assert Exclusion.objects.get().identity == identity(MALLORY)


# --- Neutral outside -----------------------------------------------------------------------------


def test_a_stranger_cannot_tell_an_excluded_address_from_any_other(meeting: Meeting) -> None:
    """The same answer in the same words, for excluded, known and unknown."""
    session = make.session(meeting)
    make.exclude(MALLORY)
    make.person("known@example.org")
    path = reverse("meetings:sign_up", args=[meeting.slug, session.number])
    answers = set()
    for reach in (MALLORY, "known@example.org", "unknown@example.org"):
        client = visitor()
        form = {"name": "Somebody", "visibility": "name", "policy": "on", "reach": reach}
        answer = client.post(path, form)
        shown = text(client.get(answer.headers["Location"])).replace(reach, "")
        answers.add(
            (
                answer.status_code,
                answer.headers["Location"],
                shown.split("<main")[1].split("</main")[0],
            )
        )
    assert len(answers) == 1


@pytest.mark.parametrize("urgent", [{}, {"urgent": "on"}])
def test_it_says_that_others_are_asked_only_where_there_are_others(
    urgent: dict[str, str], admin: Client, mallory: User
) -> None:
    page = text(admin.post(ADD, filled(**urgent), follow=True))
    assert "asked" not in page and "a second admin" in page


def test_who_is_kept_out_does_not_read_that_they_have_a_place(session: Session) -> None:
    place = make.sign_up(make.person(MALLORY), session)
    path = reverse("meetings:place", args=[place.key])
    assert "You are on the list" in text(visitor().get(path))
    make.exclude(MALLORY)
    page = text(visitor().get(path))
    assert "You are on the list" not in page and "We cannot sign you up" in page
