"""People, policy and exclusions in the admin, and the command that makes the first admin."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from members.models import Affiliate, Affiliation, Exclusion, PolicyVersion, User
from members.rules import identity
from tests import factories
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry


@pytest.fixture
def admin(ada: User) -> Client:
    return visitor(ada)


def act(admin: Client, kind: str, name: str, *things: Any, **answers: str) -> Any:
    values = {"action": name, "_selected_action": [thing.pk for thing in things], **answers}
    return admin.post(reverse(f"admin:members_{kind}_changelist"), values, follow=True)


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


@pytest.mark.parametrize("kind", ["auth_group", "account_emailaddress", "mfa_authenticator"])
def test_nothing_goes_past_our_actions(kind: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{kind}_changelist")


# --- The policy ----------------------------------------------------------------------------------


def texts(body: str, **ids: Any) -> dict[str, Any]:
    return {
        "texts-TOTAL_FORMS": "1",
        "texts-INITIAL_FORMS": "1" if ids else "0",
        "texts-0-language": "en",
        "texts-0-body": body,
        **{f"texts-0-{name}": value for name, value in ids.items()},
    }


def test_a_draft_is_written_changed_and_published(admin: Client) -> None:
    before = factories.policy().number
    admin.post(reverse("admin:members_policyversion_add"), texts("Be kind."))
    draft = PolicyVersion.objects.get(number=before + 1)
    change = reverse("admin:members_policyversion_change", args=[draft.pk])
    ids = {"id": draft.texts.get().pk, "version": draft.pk}
    assert admin.post(change, texts("Be kinder.", **ids)).status_code == 302
    assert PolicyVersion.objects.newest().number == before
    question = act(admin, "policyversion", "publish", draft)
    assert "never changes" in text(question)
    act(admin, "policyversion", "publish", draft, answered="1", needs_acknowledgement="on")
    newest = PolicyVersion.objects.newest()
    assert newest == draft and newest.needs_acknowledgement
    assert newest.texts.get().body == "Be kinder."


def test_a_published_version_cannot_be_changed(admin: Client) -> None:
    version = factories.new_policy()
    ids = {"id": version.texts.get().pk, "version": version.pk}
    change = reverse("admin:members_policyversion_change", args=[version.pk])
    assert admin.post(change, texts("Be wild.", **ids)).status_code == 403
    answer = act(admin, "policyversion", "publish", version, answered="1")
    assert "published already" in text(answer)
    assert version.texts.get().body == "Be kind."


def test_a_version_without_a_text_is_not_published(admin: Client) -> None:
    empty = PolicyVersion.objects.create(number=99)
    answer = act(admin, "policyversion", "publish", empty, answered="1")
    assert "without a text" in text(answer)
    assert not PolicyVersion.objects.published().filter(number=99).exists()


# --- Exclusions ----------------------------------------------------------------------------------


def exclusion(**changes: str) -> dict[str, str]:
    values = {
        "who": "Mallory@example.org",
        "scope": "everything",
        "reason": "Three warnings.",
        "starts_at_0": "2026-01-01",
        "starts_at_1": "12:00",
    }
    return values | changes


def test_of_an_excluded_person_only_a_hash_is_kept(admin: Client, ada: User) -> None:
    answer = admin.post(reverse("admin:members_exclusion_add"), exclusion(), follow=True)
    made = Exclusion.objects.get()
    assert made.identity == identity("mallory@example.org") and made.decided_by == ada
    page = text(admin.get(f"/admin/members/exclusion/{made.pk}/change/"))
    for shown in (text(answer), page):
        assert "mallory" not in shown.lower() and made.identity not in shown
    assert recorded(Action.EXCLUDED) == 1


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("who", {"who": "  "}),
        ("affiliate", {"scope": "affiliate"}),
        ("meeting_uid", {"scope": "meeting"}),
        ("meeting_uid", {"scope": "meeting", "meeting_uid": "the second one"}),
        ("ends_at", {"ends_at_0": "2025-01-01", "ends_at_1": "12:00"}),
    ],
)
def test_an_exclusion_says_what_is_missing(
    admin: Client, field: str, changes: dict[str, str]
) -> None:
    answer = admin.post(reverse("admin:members_exclusion_add"), exclusion(**changes))
    assert answer.status_code == 422 and field in answer.context["adminform"].form.errors
    assert not Exclusion.objects.exists()


def test_lifting_ends_it_now(admin: Client) -> None:
    made = factories.exclude("mallory@example.org")
    act(admin, "exclusion", "lift", made)
    assert not Exclusion.objects.in_force(factories.now()).exists()
    assert recorded(Action.EXCLUSION_LIFTED) == 1
