"""Your data: all of it, to take along, and gone when you say so."""

import datetime as dt
import json
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning_patterns.models import Category, Endorsement, Pattern, Remark, Revision, Trial
from meetings.models import (
    Announcement,
    Certificate,
    Digest,
    Facilitator,
    Invitation,
    ListAct,
    Meeting,
    Registration,
    Session,
)
from members import holdings
from members.actions import memberships, messages, my_data, yearly
from members.actions.accounts import save_settings
from members.models import Affiliation, ListAddress, User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, LINK
from tests.meetings.actions.test_people import tables_that_hold
from tests.members.applying import application, decide, member
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

DATA, DELETE = "/me/data/", "/me/data/delete/"
WORDS = ("quux", "zoe.", "third.street")


@pytest.fixture
def zoe(ada: User, ben: User, session: Session) -> User:
    """Somebody with something of everything."""
    now = timezone.now()
    zoe = make.person(
        "zoe.quux@example.org", name="Zoe Quux", wikimedia_name="Quux the Editor",
        wikimedia_id=912_345_678_904_711, wikimedia_proved_at=now, language="es", last_login=now,
    )  # fmt: skip
    EmailAddress.objects.create(user=zoe, email="third.street@example.org", verified=False)
    Authenticator.objects.create(
        user=zoe, type="webauthn", data={"name": "Zoe's key", "credential": {}}
    )
    UserSession.objects.create(user=zoe, session_key="q", ip="10.0.0.0", user_agent="Quux Browser")
    _belongs(zoe, ada, now)
    _meets(zoe, ben, session, now)
    _learns(zoe, now)
    save_settings(
        person=zoe, preferred_route="email", time_zone="Europe/Vienna", language="es",
        wanted=[], now=now,
    )  # fmt: skip
    LogEntry.objects.create(user=zoe, action_flag=1, object_repr="Something")
    make.exclude("zoe.quux@example.org")
    ListAddress.objects.create(address="zoe.quux@example.org")
    make.tick()
    return User.objects.get(pk=zoe.pk)


def _belongs(zoe: User, ada: User, now: dt.datetime) -> None:
    form = application(statement="I am Quux.", affiliate_named="Quuxians", job_title="Quuxer")
    joined = memberships.apply(person=zoe, application=form, now=now)
    decide("approve", decide("ask", joined, ada, text="Who?") and _answered(joined), ada,
           role="liaison")  # fmt: skip
    Affiliation.objects.create(person=zoe, affiliate=make.affiliate(), job_title="Quux-in-chief")
    friend = member("Friend").person
    messages.write(sender=zoe, to=friend.membership, text="Quux says hello.", now=now)
    messages.write(sender=friend, to=joined, text="Dear Zoe Quux!", now=now)
    friend.membership.profile.muted.add(zoe)
    yearly.confirm(membership=joined, by=zoe, now=now)


def _answered(membership: Any) -> Any:
    membership.refresh_from_db()
    memberships.answer(
        membership=membership, text="Quux!", by=membership.person, seen=membership.revision,
        now=timezone.now(),
    )  # fmt: skip
    return membership


def _meets(zoe: User, ben: User, session: Session, now: dt.datetime) -> None:
    place = make.sign_up(zoe, session, name="Zoe Quux", note="Quux needs captions")
    past = make.session(session.meeting, starts_in=-5 * DAY)
    been = make.registration(
        past, zoe, answers=[["Topic?", "Quux"]], attended=True, country="Malta"
    )
    Certificate.objects.create(
        number="VSN-Q1", session=past, registration=been, name="Zoe Quux", issued_at=now
    )
    theirs = make.meeting(title="Run by two", facilitators=(zoe, ben))
    Invitation.objects.create(meeting=theirs, person=zoe, by=ben, made_at=now)
    Announcement.objects.create(
        meeting=theirs, by=zoe, at=now, audience="everyone", subject="S", text="T"
    )
    Digest.objects.create(session=past, text="Notes", written_by=zoe, saved_at=now)
    ListAct.objects.create(session=past, by=zoe, at=now, kind="attendance", before={})
    make.report(session=session, reporter=zoe)
    assert place.person == zoe


def _learns(zoe: User, now: dt.datetime) -> None:
    pattern = Pattern.objects.create(
        slug="p", title="A pattern", problem="P", solution="S", author=zoe, revision=1, shown=1,
        creators="Ana, Zoe Quux and Bo", wiki_content={"creators": "Ana, Zoe Quux", "title": "A"},
    )  # fmt: skip
    pattern.categories.add(Category.objects.get_or_create(name="x", slug="x")[0])
    content = {"title": "A pattern", "problem": "P", "creators": "Ana, Zoe Quux and Bo"}
    Revision.objects.create(pattern=pattern, number=1, author=zoe, at=now, content=content)
    Remark.objects.create(pattern=pattern, number=1, text="R", author=zoe, at=now)
    Endorsement.objects.create(pattern=pattern, person=zoe, reason="Quux likes it", at=now)
    Trial.objects.create(
        pattern=pattern, person=zoe, outcome="worked", place="Here", story="S", at=now
    )


def shown_again(person: User) -> Client:
    """A browser in which they have just shown their second factor once more."""
    client = visitor(person)
    session = client.session
    record = {"method": "mfa", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client


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
    assert queries(client, DATA) == 30


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
    assert tables_that_hold(*WORDS, "912345678904711") == ["members_listaddress"]
    assert not client.session.keys(), "signed out"
    assert "2 places remain as a count" in text(client.get(answer.url))


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
    answer = visitor(chidi).post(DELETE)
    assert answer.status_code == 302 and "/accounts/" in answer.url
    assert User.objects.filter(pk=chidi.pk).exists()
    assert shown_again(chidi).post(DELETE).url == reverse("members:deleted")


def test_looking_at_it_deletes_nothing(chidi: User) -> None:
    visitor(chidi).get(DELETE)
    visitor(chidi).head(DELETE)
    assert User.objects.filter(pk=chidi.pk).exists()
