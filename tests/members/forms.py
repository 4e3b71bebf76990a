"""The forms of members and moderation, with values that are right."""

from django.urls import reverse

from members.actions import memberships
from tests import factories
from tests.form import Form, Values
from tests.world import World


def _asked(w: World) -> str:
    """Where the applicant answers, after an admin asked."""
    now = factories.now()
    memberships.ask(membership=w.applied, text="Why?", by=w.ada, seen=0, now=now)
    return reverse("members:answer")


def _decision(act: str, valid: Values, *kept: str) -> Form:
    """What an admin decides about the application."""
    return Form(
        lambda w: reverse("members:decide", args=[w.applied.person.handle, act]),
        lambda w: {"seen": "0", **valid},
        lambda w: w.ada,
        set(kept),
    )


FORMS: dict[str, Form] = {
    "apply": Form(
        lambda w: reverse("members:apply"),
        lambda w: {
            "work": "supports",
            "affiliate": "",
            "affiliate_named": "Wikimedians of Example",
            "country": "Ghana",
            "job_title": "Community manager",
            "statement": "I look after forty volunteers.",
            "role": "member",
        },
        lambda w: w.eve,
        kept={"affiliate_named", "country", "job_title", "statement"},
    ),
    "answer": Form(
        _asked,
        lambda w: {"seen": "1", "text": "The one in Ghana."},
        lambda w: w.applied.person,
        kept={"text"},
    ),
    "an entry in the directory": Form(
        lambda w: reverse("members:profile"),
        lambda w: {
            "name": "Chidi A.",
            "country": "Nigeria",
            "languages": "English, Igbo",
            "about": "Ask me about events.",
            "shown_to": "public",
            "affiliations_shown_to": "members",
            "country_shown_to": "members",
            "languages_shown_to": "nobody",
            "about_shown_to": "public",
            "takes_messages": "on",
        },
        lambda w: w.chidi,
        kept={"name", "country", "languages", "about"},
    ),
    "a message to a member": Form(
        lambda w: reverse("members:write", args=[w.listed.person.handle]),
        lambda w: {"text": "How do you welcome people?"},
        lambda w: w.chidi,
        kept={"text"},
    ),
    "ask an applicant": _decision("ask", {"text": "Which affiliate?"}, "text"),
    "decline": _decision("decline", {"reason": "We could not find out who you are."}, "reason"),
    "approve": _decision("approve", {"role": "liaison"}),
    "a vote": _decision(
        "vote", {"votes_for": "7", "votes_against": "2", "voted_on": "2026-01-31"}, "votes_for"
    ),
    "which affiliate": Form(
        lambda w: reverse("members:decide", args=[w.applied.person.handle, "affiliate"]),
        lambda w: {"seen": "0", "affiliate": str(w.affiliate.pk)},
        lambda w: w.ada,
    ),
    "change an affiliate": Form(
        lambda w: reverse("members:change_affiliate", args=[w.affiliate.slug]),
        lambda w: {
            "name": "Wikimedia Elsewhere",
            "code": "WME",
            "other_name": "Elsewhere",
            "kind": "chapter",
            "country": "Elsewhere",
            "region": "ESEAP",
            "languages": "Español, en",
            "homepage": "https://elsewhere.example.org/",
        },
        lambda w: w.ada,
        kept={"name", "code", "other_name", "country", "region", "languages"},
    ),
    "merge affiliates": Form(
        lambda w: reverse("members:merge_affiliate", args=[w.affiliate.slug]),
        lambda w: {"gone": str(factories.affiliate().pk)},
        lambda w: w.ada,
    ),
}
