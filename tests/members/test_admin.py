"""People, policy and exclusions in the admin, and the command that makes the first admin."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from members.models import Affiliate, Affiliation, User
from tests import factories as make
from tests.meetings.actions.side_by_side import Thread
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry


@pytest.fixture
def admin(ada: User) -> Client:
    return visitor(ada)


def act(admin: Client, kind: str, name: str, *things: Any, **answers: str) -> Any:
    values = {"action": name, "_selected_action": [thing.pk for thing in things], **answers}
    return admin.post(reverse(f"admin:members_{kind}_changelist"), values, follow=True)


def shown(answer: Any) -> dict[str, Any]:
    """What a browser would send of a form that it has open."""
    inlines = [one.formset for one in answer.context["inline_admin_formsets"]]
    forms = [answer.context["adminform"].form]
    forms += [form for one in inlines for form in (one.management_form, *one.forms)]
    fields = [field for form in forms for field in form]
    sent = {
        field.html_name: value
        for field in fields
        if (value := field.value()) is not None and value is not False
    }
    return sent | {"seen": answer.context["seen"]}


def recorded(action: Action) -> int:
    return Entry.objects.filter(action=action).count()


# --- The first admin -----------------------------------------------------------------------------


def test_the_command_makes_an_admin_and_says_how_to_sign_in(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("make_admin", "Ada@Example.org")
    ada = User.objects.get(email="ada@example.org")
    assert ada.is_staff and ada.is_superuser and not ada.has_usable_password()
    said = capsys.readouterr().out
    assert "http://testserver/accounts/login/code/" in said
    assert "http://testserver/accounts/2fa/" in said and "http://testserver/admin/" in said


def test_the_command_refuses_what_is_no_address(db: None) -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("make_admin", "ada")
    assert not User.objects.exists()


def test_an_admin_without_second_factor_is_sent_to_set_one_up(ada: User) -> None:
    client = Client()
    client.force_login(ada)
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == reverse("mfa_index")


def test_where_none_is_asked_for_an_admin_enters_at_once(ada: User, settings: Any) -> None:
    settings.ADMIN_MFA_REQUIRED = False
    client = Client()
    client.force_login(ada)
    assert client.get("/admin/").status_code == 200


# --- People and affiliates -----------------------------------------------------------------------


def test_a_person_is_added_once(admin: Client, chidi: User) -> None:
    address = reverse("admin:members_user_add")
    assert admin.post(address, {"email": "fay@example.org", "name": "Fay"}).status_code == 302
    assert User.objects.get(email="fay@example.org").name == "Fay"
    again = admin.post(address, {"email": chidi.email, "name": "Somebody else"})
    assert again.status_code == 422 and "already exists" in text(again)
    assert User.objects.get(email=chidi.email).name == "Chidi"
    assert recorded(Action.PERSON_ADDED) == 1


def test_people_are_found_by_address_but_lists_show_none(admin: Client, dana: User) -> None:
    page = text(admin.get(reverse("admin:members_user_changelist"), {"q": "dana@example"}))
    assert "Dana" in page and "dana@example.org" not in page.replace('value="dana@example', "")
    assert "dana@example.org" in text(admin.get(f"/admin/members/user/{dana.pk}/change/"))


def test_nobody_is_changed_or_made_admin_here(admin: Client, eve: User) -> None:
    answer = admin.post(f"/admin/members/user/{eve.pk}/change/", {"is_staff": "on", "name": "X"})
    assert answer.status_code == 403
    eve.refresh_from_db()
    assert not eve.is_staff and eve.name == "Eve"


def test_an_affiliate_and_who_receives_its_reports(admin: Client, ben: User) -> None:
    values = {
        "name": "Wikimedia Nowhere",
        "slug": "nowhere",
        "kind": "chapter",
        "affiliations-TOTAL_FORMS": "1",
        "affiliations-INITIAL_FORMS": "0",
        "affiliations-0-person": ben.pk,
        "affiliations-0-receives_reports": "on",
    }
    assert admin.post(reverse("admin:members_affiliate_add"), values).status_code == 302
    tie = Affiliation.objects.get()
    assert tie.receives_reports and tie.affiliate == Affiliate.objects.get(slug="nowhere")
    assert recorded(Action.AFFILIATE_SAVED) == recorded(Action.AFFILIATION_SAVED) == 1


def test_who_saves_second_is_told_and_may_save_all_the_same(admin: Client, ben: User) -> None:
    affiliate = make.affiliate("Wikimedia Utopia", country="Utopia")
    tie = Affiliation.objects.create(person=ben, affiliate=affiliate, job_title="Helper")
    address = reverse("admin:members_affiliate_change", args=[affiliate.pk])

    first, second = shown(admin.get(address)), shown(admin.get(address))
    assert admin.post(address, first | {"country": "Atlantis"}).status_code == 302
    late = admin.post(address, second | {"name": "Wikimedia Eutopia"})
    assert late.status_code == 422 and "Somebody else has changed this" in text(late)
    assert "Wikimedia Eutopia" in text(late), "what was typed"
    affiliate.refresh_from_db()
    assert (affiliate.name, affiliate.country) == ("Wikimedia Utopia", "Atlantis")
    assert admin.post(address, shown(late)).status_code == 302, "on purpose now"
    affiliate.refresh_from_db()
    assert affiliate.name == "Wikimedia Eutopia"
    again = shown(admin.get(address))
    Affiliation.objects.filter(pk=tie.pk).update(job_title="Coach")
    assert admin.post(address, again).status_code == 422, "what hangs on it counts, too"


def test_what_an_affiliate_is_made_of_is_asked_as_on_its_page(admin: Client) -> None:
    """Also its languages; and retiring it is an act of its own, with its own entry."""
    affiliate = make.affiliate("Wikimedia Utopia", languages=["es"])
    address = reverse("admin:members_affiliate_change", args=[affiliate.pk])
    known = shown(admin.get(address))
    assert known["languages"] == "español" and "is_former" not in known
    wrong = admin.post(address, known | {"languages": '{"a": 1}'})
    assert wrong.status_code == 422 and "We do not know" in text(wrong)
    right = known | {"languages": "español, English", "is_former": "on"}
    saved = admin.post(address, right)
    assert saved.status_code == 302, saved.context["errors"]
    affiliate.refresh_from_db()
    assert (affiliate.languages, affiliate.is_former) == (["es", "en"], False)


@pytest.mark.django_db(transaction=True)
def test_who_saves_while_another_one_is_saving_is_told() -> None:
    """Looking whether somebody else has saved, and saving, are under one lock."""
    make.policy()
    client = visitor(make.person(name="Ada", is_staff=True, is_superuser=True))
    affiliate = make.affiliate("Wikimedia Utopia", country="Utopia")
    address = reverse("admin:members_affiliate_change", args=[affiliate.pk])
    form, answers = shown(client.get(address)), []
    with transaction.atomic():
        Affiliate.objects.filter(pk=affiliate.pk).update(country="Atlantis")
        late = Thread(lambda: answers.append(client.post(address, form | {"region": "The sea"})))
    late.ended()
    assert answers[0].status_code == 422
    affiliate.refresh_from_db()
    assert (affiliate.country, affiliate.region) == ("Atlantis", "")


@pytest.mark.parametrize("kind", ["auth_group", "account_emailaddress", "mfa_authenticator"])
def test_nothing_goes_past_our_actions(kind: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{kind}_changelist")
