"""Changes to people and policies. Each is one transaction and leaves its trace."""

from members.actions.admins import keep_an_admin, unmake_admin
from members.actions.affiliates import (
    merge_affiliates,
    retire_affiliate,
    revive_affiliate,
    save_affiliate,
    save_affiliations,
)
from members.actions.exclusions import (
    carry_over,
    confirm_exclusion,
    drop_exclusion,
    exclude,
    lift_exclusion,
    look_up_excluded,
    note_ban_list,
    review_exclusion,
)
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
from members.actions.policies import (
    Text,
    acknowledge,
    begin_draft,
    discard_draft,
    publish_policy,
    save_draft,
)
from members.actions.profiles import end_affiliation, save_entry

__all__ = [
    "Text",
    "acknowledge",
    "add_person",
    "begin_draft",
    "carry_over",
    "confirm_exclusion",
    "discard_draft",
    "disconnect_wikimedia",
    "drop_exclusion",
    "end_affiliation",
    "exclude",
    "find_or_make_by_account",
    "find_or_make_person",
    "keep_account",
    "keep_an_admin",
    "keep_excluded",
    "lift_exclusion",
    "look_up_excluded",
    "make_admin",
    "merge_affiliates",
    "note_ban_list",
    "owner_of",
    "prove",
    "prove_email",
    "prove_wikimedia",
    "publish_policy",
    "refresh_account",
    "remember",
    "retire_affiliate",
    "review_exclusion",
    "revive_affiliate",
    "save_affiliate",
    "save_affiliations",
    "save_draft",
    "save_entry",
    "set_reader",
    "unmake_admin",
]
