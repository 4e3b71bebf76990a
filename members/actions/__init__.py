"""Changes to people and policies. Each is one transaction and leaves its trace."""

from members.actions.affiliates import save_affiliate, save_affiliations
from members.actions.exclusions import exclude, lift_exclusion
from members.actions.people import (
    add_person,
    find_or_make_person,
    make_admin,
    owner_of,
    prove_email,
    remember,
    set_reader,
)
from members.actions.policies import acknowledge, draft_policy, draft_policy_texts, publish_policy

__all__ = [
    "acknowledge",
    "add_person",
    "draft_policy",
    "draft_policy_texts",
    "exclude",
    "find_or_make_person",
    "lift_exclusion",
    "make_admin",
    "owner_of",
    "prove_email",
    "publish_policy",
    "remember",
    "save_affiliate",
    "save_affiliations",
    "set_reader",
]
