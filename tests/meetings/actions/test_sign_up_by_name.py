"""Getting onto a list by a Wikimedia user name: a name that somebody typed is a claim, and what
proves it is the address in the wiki's mail."""

import pytest
from django.utils import timezone

from meetings import actions
from meetings.models import Meeting, Registration, Session
from members.models import User
from members.rules import Refused, routes
from tests import factories as make
from tests.factories import DAY, HOUR
from tests.meetings.accounts import Accounts
from tests.meetings.actions.test_registrations import recorded
from vsn.audit.models import Action
from vsn.mediawiki.client import Account
from vsn.outbox.channels import Route
from vsn.outbox.models import Delivery

Status = Registration.Status


def by_name(session: Session, account: Account, **fields: object) -> None:
    actions.sign_up_stranger(
        session=session, reach=account, details=make.details(**fields), now=timezone.now()
    )


def owed(topic: str) -> list[Delivery]:
    return list(Delivery.objects.filter(topic=topic).order_by("next_at"))


@pytest.fixture
def danas(accounts: Accounts) -> Account:
    return accounts.add("Dana of Malta")


@pytest.fixture
def proved(danas: Account) -> User:
    """Dana signed in with Wikimedia once."""
    return make.person(
        None, name="Dana", wikimedia_name=danas.name, wikimedia_id=danas.central_id,
        wikimedia_proved_at=make.now(), takes_wiki_mail=True,
    )  # fmt: skip


# --- A claim, until it is confirmed ---------------------------------------------------------------


def test_by_name_waits_for_the_confirmation_by_wiki_mail(session: Session, danas: Account) -> None:
    by_name(session, danas, name="Dee")
    place = Registration.objects.get()
    assert (place.status, place.placed_at, place.name) == (Status.UNCONFIRMED, None, "Dee")
    person = place.person
    assert (person.email, person.confirmed_at, person.wikimedia_proved_at) == (None, None, None)
    assert routes(person) == (Route("wiki_mail", f"Dana of Malta|{danas.central_id}"),)
    assert [row.recipient for row in owed("confirm")] == [person]


def test_confirming_proves_the_account(session: Session, danas: Account) -> None:
    by_name(session, danas, name="Dee")
    now = timezone.now()
    place = actions.confirm(registration=Registration.objects.get(), now=now)
    person = User.objects.get(pk=place.person_id)
    assert (place.status, place.person, person.name) == (Status.REGISTERED, person, "Dee")
    assert person.confirmed_at == person.wikimedia_proved_at == now
    assert person.proved_wikimedia_name == "Dana of Malta"
    assert recorded(Action.CONFIRMED) == [Action.CONFIRMED]
    assert len(owed("signed_up")) == 1


def test_the_same_name_twice_is_the_same_person(meeting: Meeting, danas: Account) -> None:
    for _ in range(2):
        by_name(make.session(meeting), danas)
    again = make.session(meeting)
    for name in ("Old", "New"):
        by_name(again, danas, name=name)
    assert User.objects.filter(wikimedia_id=danas.central_id).count() == 1
    assert Registration.objects.count() == 3
    assert Registration.objects.get(session=again).name == "New"


def test_a_renamed_account_is_the_same_person(
    meeting: Meeting, accounts: Accounts, danas: Account
) -> None:
    by_name(make.session(meeting), danas)
    renamed = accounts.rename(danas.name, "Dee of Gozo")
    by_name(make.session(meeting), renamed)
    assert [p.registrations.count() for p in User.objects.filter(wikimedia_name=renamed.name)] == [
        2
    ]
    assert not User.objects.filter(wikimedia_name=danas.name).exists()


def test_who_takes_a_name_that_became_free_is_somebody_else(
    meeting: Meeting, accounts: Accounts, danas: Account
) -> None:
    by_name(make.session(meeting), danas)
    accounts.rename(danas.name, "Dee of Gozo")
    newcomer = Account(danas.name, 999, emailable=True, blocked=False)
    by_name(make.session(meeting), newcomer)
    first, second = Registration.objects.order_by("pk")
    assert first.person != second.person
    assert (first.person.wikimedia_id, second.person.wikimedia_id) == (danas.central_id, 999)


def test_names_never_make_one_person_of_two(
    session: Session, danas: Account, dana: User, accounts: Accounts
) -> None:
    """An address of hers, a typed name, another typed name: three until somebody proves more."""
    place = make.sign_up(dana, session)
    by_name(session, danas)
    by_name(session, accounts.add("Dana"))
    assert Registration.objects.count() == 3
    for one in Registration.objects.filter(status=Status.UNCONFIRMED):
        actions.confirm(registration=one, now=timezone.now())
    assert len({r.person_id for r in Registration.objects.registered()}) == 3
    place.refresh_from_db()
    dana.refresh_from_db()
    assert place.person == dana and dana.wikimedia_name is None


# --- An account that is somebody's already --------------------------------------------------------


def test_a_proved_account_belongs_to_that_person_whoever_types_it(
    session: Session, danas: Account, proved: User
) -> None:
    by_name(session, danas, name="Not Dana")
    place = Registration.objects.get()
    assert (place.person, place.status) == (proved, Status.UNCONFIRMED)
    proved.refresh_from_db()
    assert (proved.name, proved.language) == ("Dana", "")


def test_who_is_on_the_list_is_told_so_by_mail_only_and_once_an_hour(
    session: Session, danas: Account, proved: User
) -> None:
    make.sign_up(proved, session, name="Dana")
    for _ in range(3):
        by_name(session, danas, name="Eve")
    assert Registration.objects.get().name == "Dana"
    assert [row.recipient for row in owed("already")] == [proved]


def test_who_has_an_address_too_is_written_to_there(
    session: Session, danas: Account, proved: User
) -> None:
    proved.email = "dana@example.org"
    proved.save()
    by_name(session, danas)
    make.tick()
    [message] = make.mails("dana@example.org")
    assert message.subject.startswith("Please confirm")


# --- Nobody is flooded, nobody excluded gets in ---------------------------------------------------


def test_three_messages_an_hour_whatever_is_typed(meeting: Meeting, danas: Account) -> None:
    for _ in range(5):
        by_name(make.session(meeting), danas)
    later = [row.next_at > timezone.now() + HOUR / 2 for row in owed("confirm")]
    assert later == [False, False, False, True, True]


@pytest.mark.parametrize("as_listed", ["Dana of Malta", "dana_of_malta"])
def test_whom_the_list_names_is_refused_by_mail_only(
    session: Session, danas: Account, as_listed: str
) -> None:
    make.exclude(as_listed)
    by_name(session, danas)
    assert not Registration.objects.exists()
    assert [row.recipient.wikimedia_name for row in owed("refused")] == [danas.name]


def test_excluded_between_signing_up_and_confirming(session: Session, danas: Account) -> None:
    by_name(session, danas)
    make.exclude(danas.name)
    with pytest.raises(Refused) as no:
        actions.confirm(registration=Registration.objects.get(), now=timezone.now())
    assert no.value.refusal.code == "excluded"
    assert User.objects.get(wikimedia_id=danas.central_id).wikimedia_proved_at is None


def test_who_never_confirms_is_forgotten(session: Session, danas: Account) -> None:
    by_name(session, danas)
    User.objects.update(date_joined=make.now() - 8 * DAY)
    Registration.objects.update(created_at=make.now() - 8 * DAY)
    actions.purge_unconfirmed(make.now())
    assert not User.objects.filter(wikimedia_id=danas.central_id).exists()


# --- Added by hand --------------------------------------------------------------------------------


def test_added_by_name_is_invited_and_proves_the_account_by_saying_yes(
    session: Session, danas: Account, ben: User
) -> None:
    place = actions.add_by_hand(
        session=session, reach=danas, name="Dana", by=ben, now=timezone.now()
    )
    assert (place.status, place.source) == (Status.REGISTERED, Registration.Source.FACILITATOR)
    assert place.person.wikimedia_proved_at is None
    actions.acknowledge_for(registration=place, now=timezone.now())
    person = User.objects.get(pk=place.person_id)
    assert person.proved_wikimedia_name == danas.name


def test_whom_the_list_names_is_not_added_by_hand(
    session: Session, danas: Account, ben: User
) -> None:
    make.exclude(danas.name)
    with pytest.raises(Refused) as no:
        actions.add_by_hand(session=session, reach=danas, name="D", by=ben, now=timezone.now())
    assert no.value.refusal.code == "excluded"
    assert not Registration.objects.exists()
