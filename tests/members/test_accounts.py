"""The account: how somebody is reached and shown things, and what they switched off."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as BrowserSession
from django.urls import reverse
from django.utils import timezone

from members.actions.accounts import forget_applications, forget_sign_ins, save_settings
from members.forms import ApplicationForm
from members.models import Membership, User
from members.rules import kinds, kinds_for, routes, wants
from members.wording import hides_something, mixes_scripts
from tests import factories as make
from tests.members.applying import apply, decide, member
from tests.visitors import give_second_factor, text, visitor
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery

ACCOUNT = "/accounts/"
LINK_AND_SAFETY = (
    "link", "moved", "session_cancelled", "place_cancelled", "place_gained", "acknowledge",
    "recording", "confirm", "no_link", "membership_approved", "still_active",
)  # fmt: skip


def on_both_ways(settings: object, **fields: object) -> User:
    settings.WIKI_MAIL = True
    return make.person(
        wikimedia_name="Chidi on the wiki", wikimedia_id=77, takes_wiki_mail=True,
        wikimedia_proved_at=timezone.now(), **fields,
    )  # fmt: skip


def channels(person: User) -> list[str]:
    return [route.channel for route in routes(person)]


def save(person: User, **chosen: object) -> None:
    known = {"preferred_route": "email", "time_zone": "", "language": "", "wanted": list(kinds)}
    save_settings(person=person, now=timezone.now(), **{**known, **chosen})
    person.refresh_from_db()


def test_messages_go_first_where_the_person_prefers_it(settings: object, policy: object) -> None:
    person = on_both_ways(settings)
    assert channels(person) == ["email", "wiki_mail"]
    save(person, preferred_route="wiki_mail")
    assert channels(person) == ["wiki_mail", "email"]


def test_an_account_that_nobody_proved_is_never_first(settings: object, policy: object) -> None:
    person = on_both_ways(settings, preferred_route="wiki_mail")
    person.wikimedia_proved_at = None
    assert channels(person) == ["email", "wiki_mail"]


def test_the_link_and_what_is_about_safety_cannot_be_switched_off(chidi: User) -> None:
    chidi.muted_topics = [*LINK_AND_SAFETY, "digest"]
    assert not set(LINK_AND_SAFETY) & set(kinds)
    assert all(wants(chidi, topic) for topic in LINK_AND_SAFETY)
    assert not wants(chidi, "digest") and wants(chidi, "feedback")


def test_only_admins_are_offered_what_only_they_get(ada: User, chidi: User) -> None:
    offered, to_chidi = ({kind.topic for kind in kinds_for(who)} for who in (ada, chidi))
    assert "membership_waits" in offered - to_chidi and to_chidi <= offered


def test_what_was_switched_off_does_not_go_out(ada: User) -> None:
    save(ada, wanted=[])
    apply()
    make.tick()
    assert make.mails(ada.email) == []
    row = Delivery.objects.get(recipient=ada, topic="membership_waits")
    assert (row.state, row.reason) == (Delivery.State.MOOT, "they do not want such messages")
    save(ada, wanted=["membership_waits"])
    apply(make.person(name="Jun"))
    make.tick()
    assert len(make.mails(ada.email)) == 1


def test_the_page_keeps_what_was_chosen(chidi: User) -> None:
    client = visitor(chidi)
    chosen = {"time_zone": "Africa/Lagos", "language": "es", "wanted": ["digest"]}
    answer = client.post(ACCOUNT, chosen)
    assert answer.status_code == 302 and answer.cookies["django_language"].value == "es"
    chidi.refresh_from_db()
    assert (chidi.time_zone, chidi.language) == ("Africa/Lagos", "es")
    assert wants(chidi, "digest") and not wants(chidi, "announcement")
    assert Entry.objects.filter(action=Action.SETTINGS_SAVED, actor=chidi).count() == 1
    page = text(client.get(ACCOUNT))
    assert 'value="Africa/Lagos"' in page


def test_a_form_that_comes_in_pieces_switches_nothing_off(chidi: User) -> None:
    assert visitor(chidi).post(ACCOUNT, {}).status_code == 422
    chidi.refresh_from_db()
    assert chidi.muted_topics == []


def test_an_unknown_zone_is_told_in_words_and_kept(chidi: User) -> None:
    answer = visitor(chidi).post(ACCOUNT, {"language": "auto", "time_zone": "Atlantis/Capital"})
    assert answer.status_code == 422
    assert "We know no time zone of that name" in text(answer)
    assert 'value="Atlantis/Capital"' in text(answer)


def test_each_address_and_name_has_its_proof(settings: object, policy: object) -> None:
    person = on_both_ways(settings, name="Chidi")
    EmailAddress.objects.create(user=person, email="second@example.org", verified=False)
    page = text(visitor(person).get(ACCOUNT))
    assert "second@example.org" in page and "not proved yet" in page
    assert "Chidi on the wiki on the Wikimedia wikis" in page
    assert page.count(">proved<") == 2


def test_a_light_user_who_signed_in_with_a_code_has_an_account_page(dana: User) -> None:
    page = text(visitor(dana).get(ACCOUNT))
    assert dana.email in page and "/members/application/" not in page


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_asks_as_much_for_many_addresses(
    more: int, chidi: User, django_assert_max_num_queries: object
) -> None:
    for number in range(more):
        EmailAddress.objects.create(user=chidi, email=f"c{number}@example.org", verified=True)
    client = visitor(chidi)
    client.get(ACCOUNT)
    with django_assert_max_num_queries(9):
        client.get(ACCOUNT)


# --- What is not kept ----------------------------------------------------------------------------


def test_applications_that_came_to_nothing_are_forgotten(ada: User, settings: object) -> None:
    no, yes = apply(make.person(name="Jun")), apply(make.person(name="Lou"))
    decide("decline", no, ada, reason="We could not find out who you are.")
    decide("approve", yes, ada, role="liaison")
    later = timezone.now() + dt.timedelta(days=40)
    assert forget_applications(later) == 0
    settings.APPLICATION_DAYS = 30
    assert forget_applications(later) == 1
    assert list(Membership.objects.all()) == [yes]
    assert User.objects.filter(name="Jun").exists()


def test_where_people_were_signed_in_is_forgotten(chidi: User, settings: object) -> None:
    """But not while somebody can still be by it: they have to be able to end it."""
    visitor(chidi).get(ACCOUNT)
    lasting = BrowserSession.objects.get().session_key
    for key in ("x", lasting):
        seen = {"user": chidi, "ip": "10.0.0.0", "user_agent": "Browser"}
        UserSession.objects.update_or_create(session_key=key, defaults=seen)
    assert forget_sign_ins(timezone.now()) == 0
    settings.SESSION_COOKIE_AGE = 24 * 3600
    later = timezone.now() + dt.timedelta(days=2)
    assert forget_sign_ins(later) == 1
    assert UserSession.objects.get().session_key == lasting
    BrowserSession.objects.update(expire_date=later)
    assert forget_sign_ins(later) == 1


# --- Names and words that are not what they seem -------------------------------------------------


def test_names_that_are_not_what_they_seem() -> None:
    assert mixes_scripts("Ch\u0456di") and not mixes_scripts("Chidi Анна")
    assert hides_something("Chi\u200bdi") and hides_something("Chidi \u05d0\u05d1")
    assert hides_something("Chi\u200cdi")
    assert not hides_something("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")


def test_an_admin_is_told_of_them_in_the_inbox_and_with_the_application(ada: User) -> None:
    member("Chidi")
    odd = apply(make.person(name="Ch\u0456di"))
    apply(make.person(name="Jun"))
    client = visitor(ada)
    assert text(client.get("/moderation/")).count("look at the name") == 1
    page = text(client.get(f"/moderation/members/{odd.person.handle}/"))
    assert "can be taken for that of somebody" in page and "several alphabets" in page


def test_a_statement_of_ten_thousand_characters_is_answered_in_words(chidi: User) -> None:
    form = ApplicationForm({"statement": "x" * 10_000}, person=chidi)
    assert "Please tell it in 2,000 characters." in str(form.errors["statement"])


def test_who_has_two_ways_chooses_on_the_page(settings: object, policy: object) -> None:
    person = on_both_ways(settings)
    client = visitor(person)
    assert "How should messages reach you first?" in text(client.get(ACCOUNT))
    assert client.post(ACCOUNT, {"language": "auto"}).status_code == 422
    chosen = {"language": "auto", "preferred_route": "wiki_mail"}
    assert client.post(ACCOUNT, chosen).status_code == 302
    assert channels(User.objects.get(pk=person.pk)) == ["wiki_mail", "email"]


def test_who_has_one_way_is_not_asked(chidi: User) -> None:
    assert "How should messages reach you first?" not in text(visitor(chidi).get(ACCOUNT))


# --- The second factor ---------------------------------------------------------------------------


def test_the_pages_of_the_second_factor_lead_back_and_speak_like_the_others(chidi: User) -> None:
    client, back = visitor(chidi), f'<a class="button quiet" href="{reverse("mfa_index")}">'
    assert back in text(client.get(reverse("mfa_activate_totp")))
    page = text(client.get(reverse("mfa_generate_recovery_codes")))
    assert "<title>Make new recovery codes" in page and back in page
    RecoveryCodes.activate(chidi)
    give_second_factor(client, chidi)
    session = client.session
    session["account_authentication_methods"][0]["reauthenticated"] = True
    session.save()
    page = text(client.get(reverse("mfa_view_recovery_codes")))
    assert "<title>Recovery codes" in page and back in page
