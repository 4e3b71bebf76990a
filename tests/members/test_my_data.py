"""Your data: all of it, to take along, and gone when you say so."""

import json
import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from learning_patterns.models import Pattern, Revision
from meetings.models import (
    Certificate,
    Facilitator,
    Meeting,
    Registration,
    Session,
)
from members import holdings
from members.actions import my_data
from members.models import MembershipStep, Profile, User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, LINK
from tests.meetings.actions.test_people import tables_that_hold
from tests.members.somebody import WORDS, shown_again, somebody
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

DATA, DELETE = "/me/data/", "/me/data/delete/"


@pytest.fixture
def zoe(ada: User, ben: User, session: Session) -> User:
    return somebody(ada, ben, session)


def held(person: User) -> dict[str, Any]:
    return {section.key: rows for section, rows in my_data.held(person)}


# --- See -----------------------------------------------------------------------------------------


def test_no_column_that_names_a_person_is_left_out() -> None:
    """Every model is asked: a new one that points to people has to say what it holds of them."""
    told = {column for section in holdings.sections.values() for column in section.holds}
    pointing = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is User
        if not field.many_to_many  # the table between is asked itself
    }
    # Rights that nobody is given here, and sign-ins that allauth is told not to keep.
    unused = {"members.user_groups.user", "members.user_user_permissions.user",
              "socialaccount.socialaccount.user"}  # fmt: skip
    # Shown to nobody whom it is about: what others reported, what an admin looked up.
    unused |= {"meetings.report_concerned.user", "members.banlistcheck.person"}
    assert pointing - unused <= told, sorted(pointing - unused - told)


def test_everything_is_shown_in_plain_words(zoe: User) -> None:
    assert not [key for key, rows in held(zoe).items() if not rows]
    page = text(visitor(zoe).get(DATA))
    for words in ("third.street@example.org", "Quux the Editor", "I am Quux.", "Dear Zoe Quux!",
                  "Quux needs captions", "Quux likes it", "VSN-Q1"):  # fmt: skip
        assert words.replace("'", "&#x27;") in page, words
    assert LINK not in page and "Something happened." not in page


def test_the_language_is_shown_by_its_name(zoe: User) -> None:
    assert held(zoe)["you"][0]["language"] == "Español"


def test_what_others_said_in_confidence_is_not_part_of_it(zoe: User, session: Session) -> None:
    make.report(session=session, text="canary: Zoe Quux shouted")
    assert "canary" not in json.dumps(held(zoe), default=str)
    assert held(zoe)["reports"] == [{"at": held(zoe)["reports"][0]["at"]}]


def test_why_somebody_was_taken_off_a_list_is_for_those_who_run_the_meeting(
    chidi: User, session: Session
) -> None:
    make.sign_up(chidi, session)
    Registration.objects.update(status="removed", removed_reason="canary")
    assert held(chidi)["places"][0]["status"] and "canary" not in str(held(chidi))
    assert "canary" not in visitor(chidi).post(f"{DATA}download/json/").content.decode()


def test_a_section_that_is_not_asked_for_holds_nothing(zoe: User, ada: User, ben: User) -> None:
    """It is looked before which sections hold anything: whatever each would tell is found."""
    EmailAddress.objects.filter(user=ben).delete()  # his address is known, and never proved
    MembershipStep.objects.update(by=ada)  # of what was decided about Zoe
    Profile.muted.through.objects.all().delete()
    for who in (zoe, ada, ben):
        who = User.objects.get(pk=who.pk)
        everything = {section.key: section.rows(who) for section in holdings.sections.values()}
        assert held(who) == everything
    assert held(ben)["addresses"] and held(zoe)["membership_steps"] and held(zoe)["directory"]


def test_nobody_sees_it_but_oneself(zoe: User, chidi: User, ada: User) -> None:
    for who in (chidi, ada):
        page = text(visitor(who).get(DATA))
        assert "third.street" not in page and "Quux needs captions" not in page
    assert visitor().get(DATA).url.startswith("/accounts/login/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_many(count: int, chidi: User) -> None:
    for _one in range(count):
        make.sign_up(chidi, make.session())
    client = visitor(chidi)
    client.get(DATA)
    assert queries(client, DATA) == 11


# --- Take along ----------------------------------------------------------------------------------


def test_the_file_for_programs_holds_all_of_it(zoe: User) -> None:
    answer = visitor(zoe).post(f"{DATA}download/json/")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="my-data-')
    content = json.loads(answer.content)
    assert content.keys() == {"made_at", *holdings.sections}
    assert content["places"][0]["note"] == "Quux needs captions"
    assert content["addresses"][0]["address"] == "zoe.quux@example.org"
    assert LINK not in answer.content.decode()


def test_the_file_for_people_stands_alone(zoe: User) -> None:
    answer = visitor(zoe).post(f"{DATA}download/html/")
    page = answer.content.decode()
    assert "Quux needs captions" in page and '<html lang="es"' in page
    assert "<script" not in page and "<link" not in page and "src=" not in page
    assert re.search(rf"guardaba sobre ti el <time [^>]*>\w+ \d+ de \w+ de {make.now():%Y}, ", page)


def test_that_it_was_taken_is_in_the_journal(chidi: User) -> None:
    visitor(chidi).post(f"{DATA}download/json/")
    assert Entry.objects.get(action=Action.DATA_DOWNLOADED, actor=chidi).data == {"kind": "json"}


# --- Delete --------------------------------------------------------------------------------------


def test_no_table_names_somebody_who_deleted_their_data(zoe: User) -> None:
    """The scan of every table: all columns, texts and JSON."""
    assert len(tables_that_hold(*WORDS)) > 12
    User.objects.filter(pk=zoe.pk).update(language="en")  # the words below
    client = shown_again(zoe)
    page = text(client.get(DELETE))
    assert "What goes" in page and "What stays, without your name" in page
    answer = client.post(DELETE)
    assert answer.status_code == 302 and answer.url == reverse("members:deleted")
    # The mailing list is kept elsewhere; she is still to be taken off there, as the page said.
    assert "until an admin has taken it off there" in page
    assert tables_that_hold(*WORDS, "912345678904711") == []
    assert not client.session.keys(), "signed out"
    assert "2 sign-ups remain as a count" in text(client.get(answer.url))


def test_what_remains_is_without_a_name(zoe: User) -> None:
    shown_again(zoe).post(DELETE)
    been = Registration.objects.get(attended=True)
    assert (been.person, been.name, been.answers, been.country) == (None, "", [], "Malta")
    pattern = Pattern.objects.get(slug="p")
    assert pattern.creators == "Ana, someone and Bo" and pattern.author is None
    assert Revision.objects.get().content["creators"] == "Ana, someone and Bo"
    assert pattern.wiki_content == {"title": "A"}
    assert Certificate.objects.get().number == "VSN-Q1"


def test_the_last_admin_hands_over_first(ada: User) -> None:
    client = visitor(ada)
    page = text(client.get(DELETE))
    assert "This is the last admin." in page and "Delete everything about me now" not in page
    assert client.post(DELETE).status_code == 409 and User.objects.filter(pk=ada.pk).exists()
    with pytest.raises(Refused):
        my_data.delete_me(person=ada, now=timezone.now())
    make.person(name="Second", is_staff=True)
    assert client.post(DELETE).status_code == 302


def test_who_alone_runs_what_is_to_come_hands_over_first(
    ben: User, chidi: User, meeting: Meeting, session: Session
) -> None:
    client = visitor(ben)
    assert "“Supporting volunteers” are still to come" in text(client.get(DELETE))
    assert client.post(DELETE).status_code == 409
    Facilitator.objects.create(meeting=meeting, person=chidi)
    assert client.post(DELETE).status_code == 302
    assert Session.objects.filter(pk=session.pk).exists()


def test_who_ran_what_is_over_may_go(ben: User, meeting: Meeting) -> None:
    make.session(meeting, starts_in=-5 * DAY)
    assert my_data.delete_me(person=ben, now=timezone.now()) == 0


def test_who_has_a_second_factor_shows_it_once_more(chidi: User) -> None:
    Authenticator.objects.create(user=chidi, type="totp", data={"secret": "x"})
    client = visitor(chidi)
    answer = client.post(DELETE)
    assert answer.status_code == 302 and "/accounts/" in answer.url
    # Which code, is said: the one from the mailbox does not do.
    assert "Enter the number that your authenticator app shows" in text(client.get(answer.url))
    assert User.objects.filter(pk=chidi.pk).exists()
    assert shown_again(chidi).post(DELETE).url == reverse("members:deleted")


def test_looking_at_it_deletes_nothing(chidi: User) -> None:
    visitor(chidi).get(DELETE)
    visitor(chidi).head(DELETE)
    assert User.objects.filter(pk=chidi.pk).exists()
