"""Versions of the policy: written by two admins without losing a word, published once and for
all, and who acknowledged them."""

import re
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Session
from members import actions, elsewhere
from members.actions import Text
from members.models import Acknowledgement, PolicyText, PolicyVersion, User
from members.rules import Refused
from members.rules.policies import Acknowledged, acknowledgement_counts
from tests import factories as make
from tests.meetings.actions.side_by_side import while_held
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry


@pytest.fixture
def admin(ada: User) -> Client:
    return visitor(ada)


@pytest.fixture
def draft(ada: User) -> PolicyVersion:
    return actions.begin_draft(by=ada, now=make.now())


def url(name: str, version: PolicyVersion) -> str:
    return reverse(f"members:{name}", args=[version.number])


def filled(*texts: tuple[str, str], seen: int = 0, **more: Any) -> dict[str, Any]:
    values = {"seen": seen, **more}
    for number, (language, body) in enumerate(texts):
        values |= {f"texts-{number}-language": language, f"texts-{number}-body": body}
    return values


def save(
    version: PolicyVersion, *texts: Text, by: User, seen: int = 0, substance: bool = True
) -> None:
    actions.save_draft(
        version=version, texts=texts, needs_acknowledgement=substance, seen=seen, by=by,
        now=make.now(),
    )  # fmt: skip


# --- Writing -------------------------------------------------------------------------------------


def test_a_draft_starts_with_the_words_of_the_newest(admin: Client, policy: PolicyVersion) -> None:
    answer = admin.post(reverse("members:new_draft"), follow=True)
    draft = PolicyVersion.objects.drafts().get()
    assert draft.number == policy.number + 1
    assert draft.texts.get().body == policy.texts.get().body
    assert policy.texts.get().body.split("\n")[0].strip("# ") in text(answer)
    admin.post(reverse("members:new_draft"))
    assert PolicyVersion.objects.drafts().count() == 1


def test_written_in_two_languages_and_compared(admin: Client, draft: PolicyVersion) -> None:
    newest = PolicyVersion.objects.newest()
    PolicyText.objects.filter(version=newest).update(body="Be kind to others.")
    values = filled(("en", "Be very kind to others."), ("es", "Sé amable."))
    assert admin.post(url("edit_draft", draft), values).status_code == 302
    assert set(draft.texts.values_list("language", flat=True)) == {"en", "es"}
    page = text(admin.get(url("compare_draft", draft)))
    assert re.search(r"Be\s?<ins>\s?very\s?</ins>\s?kind", page)
    assert "<ins>Sé amable.</ins>" in page
    # A language that is emptied goes.
    admin.post(url("edit_draft", draft), filled(("en", "Be kind."), ("es", ""), seen=1))
    assert draft.texts.get().language == "en"


def test_a_preview_stores_nothing(admin: Client, draft: PolicyVersion) -> None:
    before = draft.texts.get().body
    values = filled(("en", "Be *kind* <script>."), preview="1")
    page = text(admin.post(url("edit_draft", draft), values))
    assert "<em>kind</em>" in page and "<script>." not in page.split("<main")[1]
    assert draft.texts.get().body == before


@pytest.mark.parametrize(
    "texts",
    [(), (("en", " "),), (("en", "A"), ("en", "B")), (("", "A"),), (("klingon", "A"),)],
)
def test_what_cannot_be_kept_is_said(
    admin: Client, draft: PolicyVersion, texts: tuple[tuple[str, str], ...]
) -> None:
    before = list(draft.texts.values())
    answer = admin.post(url("edit_draft", draft), filled(*texts))
    assert answer.status_code == 422 and "error-summary" in text(answer)
    assert list(draft.texts.values()) == before


def test_two_admins_at_once_lose_nothing(admin: Client, draft: PolicyVersion, ada: User) -> None:
    """Who comes second sees what the first one saved, keeps what they typed, and decides."""
    bea = make.person(name="Bea", is_staff=True)
    assert "seen" in text(admin.get(url("edit_draft", draft)))
    save(draft, Text("en", "Bea wrote this."), by=bea)
    answer = admin.post(url("edit_draft", draft), filled(("en", "Ada wrote this.")))
    assert answer.status_code == 409
    page = text(answer)
    assert "<del>Bea</del><ins>Ada</ins> wrote this." in page  # theirs and hers
    assert "Ada wrote this.</textarea>" in page
    assert draft.texts.get().body == "Bea wrote this."
    # The page shows the state they have seen now, so saving again is a decision.
    assert 'name="seen" value="1"' in page
    admin.post(url("edit_draft", draft), filled(("en", "Both wrote this."), seen=1))
    assert draft.texts.get().body == "Both wrote this."


@pytest.mark.django_db(transaction=True)
def test_two_admins_save_at_the_same_moment() -> None:
    make.policy()
    ada, bea = (make.person(name=name, is_staff=True) for name in ("Ada", "Bea"))
    draft = actions.begin_draft(by=ada, now=make.now())
    while_held(
        draft,
        partial(save, draft, Text("en", "Ada's."), by=ada),
        partial(save, draft, Text("en", "Bea's."), by=bea),
    )
    draft.refresh_from_db()
    assert draft.revision == 1 and draft.texts.get().body in {"Ada's.", "Bea's."}


def test_a_draft_is_thrown_away(admin: Client, draft: PolicyVersion) -> None:
    stale = admin.post(url("discard_draft", draft), {"seen": "7"}, follow=True)
    assert "in the meantime" in text(stale)
    assert admin.post(url("discard_draft", draft), {"seen": "0"}).status_code == 302
    assert not PolicyVersion.objects.drafts().exists()
    assert Entry.objects.filter(action=Action.POLICY_DISCARDED).count() == 1
    assert PolicyVersion.objects.newest().number == 1


# --- Publishing ----------------------------------------------------------------------------------


def test_before_publishing_it_says_whom_it_reaches(
    admin: Client, draft: PolicyVersion, session: Session, ada: User
) -> None:
    later = make.session(session.meeting)
    for who in make.people(2):
        make.sign_up(who, session)
    make.sign_up(make.person(), later)
    make.sign_up(session.registrations.first().person, later)
    assert elsewhere.asked_again(make.now()) == (3, 4)
    page = text(admin.get(url("publish_draft", draft)))
    assert "3 people who are on a list are asked" in page
    assert "The links for 4 places wait" in page
    save(draft, Text("en", "Be kind."), by=ada, substance=False)
    page = text(admin.get(url("publish_draft", draft)))
    assert "Nobody is asked again" in page and "3 people" not in page


def test_published_on_the_page_it_asks_everyone_again(
    admin: Client, draft: PolicyVersion, session: Session, chidi: User
) -> None:
    make.give_link(session)
    make.sign_up(chidi, session)
    answer = admin.post(url("publish_draft", draft), {"seen": "0"}, follow=True)
    assert "is in force" in text(answer)
    assert PolicyVersion.objects.newest() == draft
    make.tick()
    told = [m for m in make.mails("chidi@example.org") if "has changed in substance" in m.body]
    assert len(told) == 1
    entry = Entry.objects.get(action=Action.POLICY_PUBLISHED)
    assert entry.actor is not None and entry.data == {"number": draft.number}


def test_what_was_not_seen_is_not_published(admin: Client, draft: PolicyVersion, ada: User) -> None:
    save(draft, Text("en", "Something else."), by=ada)
    assert admin.post(url("publish_draft", draft), {"seen": "0"}).status_code == 409
    assert PolicyVersion.objects.newest().number == 1


def test_a_version_without_a_text_is_not_published(ada: User) -> None:
    empty = PolicyVersion.objects.create(number=99)
    with pytest.raises(Refused) as no:
        actions.publish_policy(version=empty, by=ada, now=make.now())
    assert no.value.refusal.code == "empty"
    assert PolicyVersion.objects.newest().number == 1


def test_a_published_version_never_changes(admin: Client, ada: User, policy: PolicyVersion) -> None:
    before = PolicyText.objects.values().get()
    for name in ("edit_draft", "publish_draft", "discard_draft"):
        assert admin.post(url(name, policy), filled(("en", "Be wild."))).status_code == 404
    for act in (
        partial(save, policy, Text("en", "Be wild."), by=ada),
        partial(actions.publish_policy, version=policy, by=ada, now=make.now()),
        partial(actions.discard_draft, version=policy, seen=0, by=ada, now=make.now()),
    ):
        with pytest.raises(Refused) as no:
            act()
        assert no.value.refusal.code == "published"
    assert PolicyText.objects.values().get() == before


def test_an_older_draft_does_not_follow_a_newer_version(ada: User, draft: PolicyVersion) -> None:
    make.new_policy(number=draft.number + 1)
    with pytest.raises(Refused) as no:
        actions.publish_policy(version=draft, by=ada, now=make.now())
    assert no.value.refusal.code == "overtaken"


# --- Who acknowledged what -----------------------------------------------------------------------


def test_counts_for_facilitators_hold_no_names(
    policy: PolicyVersion, chidi: User, dana: User, ben: User
) -> None:
    make.acknowledged(chidi)
    newest = make.new_policy()
    make.acknowledged(dana, newest)
    make.acknowledged(dana, policy)
    found = acknowledgement_counts(User.objects.filter(pk__in=[chidi.pk, dana.pk, ben.pk]))
    assert found == Acknowledged(newest=1, earlier=1, none=1)
    assert acknowledgement_counts(User.objects.none()) == (0, 0, 0)


def test_admins_see_names_each_once_and_search_them(
    admin: Client, policy: PolicyVersion, chidi: User, dana: User
) -> None:
    for who in (chidi, chidi, dana):
        given = make.acknowledged(who)
        Acknowledgement.objects.filter(pk=given.pk).update(session_uid=make.session().uid)
    Acknowledgement.objects.create(person=None, version=policy, at=make.now())
    page = admin.get(url("acknowledged", policy))
    assert page.context["page"].paginator.count == 2
    assert "1 acknowledgement by somebody who was forgotten" in text(page)
    found = text(admin.get(url("acknowledged", policy), {"q": "chid"}))
    assert "Chidi" in found and "Dana" not in found
    # Addresses and names that nobody proved find nobody.
    assert "Dana" not in text(admin.get(url("acknowledged", policy), {"q": "example.org"}))


def test_lists_do_not_ask_more_for_more_rows(admin: Client, policy: PolicyVersion) -> None:
    pages = (url("acknowledged", policy), reverse("members:drafts"))
    make.acknowledged(make.person())
    one = [queries(admin, page) for page in pages]
    for who in make.people(2):
        make.acknowledged(who)
    make.new_policy()
    assert [queries(admin, page) for page in pages] == one


def test_languages_are_spelt_as_their_speakers_do(admin: Client, draft: PolicyVersion) -> None:
    page = text(admin.get(url("edit_draft", draft)))
    assert ">Australian English<" in page and ">Español de Argentina<" in page


def test_what_is_only_looked_at_is_not_about_to_be_published(
    admin: Client, draft: PolicyVersion
) -> None:
    """Publishing takes what is saved: what was typed since would be left behind."""
    address = url("publish_draft", draft)
    assert address in text(admin.get(url("edit_draft", draft)))
    looked_at = admin.post(
        url("edit_draft", draft), filled(("en", "Be kinder."), preview="1"), follow=True
    )
    assert "This is not saved yet." in text(looked_at) and address not in text(looked_at)


def test_who_is_asked_again_reads_what_changed(session: Session, dana: User) -> None:
    place = make.sign_up(dana, session)
    path = reverse("meetings:place", args=[place.key])
    assert "has changed in substance" not in text(visitor().get(path))
    make.new_policy(changes="No **screenshots** of faces.")
    page = text(visitor().get(path))
    assert "The policy has changed in substance since you acknowledged version 1." in page
    assert "No <strong>screenshots</strong> of faces." in page
    assert reverse("members:policy_versions") in page


def test_who_is_asked_for_the_first_time_reads_of_no_change(session: Session) -> None:
    place = make.registration(session, make.person())
    page = text(visitor().get(reverse("meetings:place", args=[place.key])))
    assert "Before you get the link" in page and "has changed in substance" not in page
