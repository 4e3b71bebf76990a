"""Changes to people and policies. Each is one transaction and leaves its trace."""

from members.actions.admins import keep_an_admin, unmake_admin
from members.actions.affiliates import (
    merge_affiliates,
    retire_affiliate,
    revive_affiliate,
    save_affiliate,
    save_affiliations,
)
from members.actions.exclusions import carry_over, exclude, lift_exclusion
from members.actions.identities import (
    disconnect_wikimedia,
    find_or_make_by_account,
    keep_account,
    keep_excluded,
    prove,
    prove_wikimedia,
    refresh_account,
)
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
from members.actions.profiles import end_affiliation, save_entry

__all__ = [
    "acknowledge",
    "add_person",
    "carry_over",
    "disconnect_wikimedia",
    "draft_policy",
    "draft_policy_texts",
    "end_affiliation",
    "exclude",
    "find_or_make_by_account",
    "find_or_make_person",
    "keep_account",
    "keep_an_admin",
    "keep_excluded",
    "lift_exclusion",
    "make_admin",
    "merge_affiliates",
    "owner_of",
    "prove",
    "prove_email",
    "prove_wikimedia",
    "publish_policy",
    "refresh_account",
    "remember",
    "retire_affiliate",
    "revive_affiliate",
    "save_affiliate",
    "save_affiliations",
    "save_entry",
    "set_reader",
    "unmake_admin",
]
