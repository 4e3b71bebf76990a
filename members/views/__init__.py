"""Pages: load, ask whether it may be seen, call one action, answer."""

from members.views.accounts import account
from members.views.admins import admins, unmake_admin
from members.views.affiliates import (
    add_affiliate,
    affiliate,
    affiliates,
    change_affiliate,
    merge_affiliate,
    retire_affiliate,
    revive_affiliate,
)
from members.views.affiliations import (
    add_affiliation,
    change_affiliation,
    confirm_affiliation,
    drop_affiliation,
)
from members.views.directory import directory, leave_affiliate, member, profile
from members.views.exclusions import (
    add_exclusion,
    check_ban_list,
    decide_exclusion,
    exclusion,
    exclusions,
    look_up_exclusion,
)
from members.views.history import history
from members.views.joining import answer, application, apply, withdraw
from members.views.mailing_list import mailing_list, mailing_list_file, want_list
from members.views.messages import mute, received, unmute, write
from members.views.moderation import decide, decided, membership, moderation
from members.views.my_data import delete_me, deleted, download_data, my_data
from members.views.policies import policy, policy_version, policy_versions
from members.views.policies_admin import (
    acknowledged,
    compare_draft,
    discard_draft,
    drafts,
    edit_draft,
    new_draft,
    publish_draft,
)
from members.views.proposals import dismiss_proposed, proposed_affiliates, put_proposed
from members.views.yearly import (
    confirm_active,
    confirm_members,
    end_members,
    leave_network,
    remind_members,
    still_active,
    to_ask,
)

__all__ = [
    "account",
    "acknowledged",
    "add_affiliate",
    "add_affiliation",
    "add_exclusion",
    "admins",
    "affiliate",
    "affiliates",
    "answer",
    "application",
    "apply",
    "change_affiliate",
    "change_affiliation",
    "check_ban_list",
    "compare_draft",
    "confirm_active",
    "confirm_affiliation",
    "confirm_members",
    "decide",
    "decide_exclusion",
    "decided",
    "delete_me",
    "deleted",
    "directory",
    "discard_draft",
    "dismiss_proposed",
    "download_data",
    "drafts",
    "drop_affiliation",
    "edit_draft",
    "end_members",
    "exclusion",
    "exclusions",
    "history",
    "leave_affiliate",
    "leave_network",
    "look_up_exclusion",
    "mailing_list",
    "mailing_list_file",
    "member",
    "membership",
    "merge_affiliate",
    "moderation",
    "mute",
    "my_data",
    "new_draft",
    "policy",
    "policy_version",
    "policy_versions",
    "profile",
    "proposed_affiliates",
    "publish_draft",
    "put_proposed",
    "received",
    "remind_members",
    "retire_affiliate",
    "revive_affiliate",
    "still_active",
    "to_ask",
    "unmake_admin",
    "unmute",
    "want_list",
    "withdraw",
    "write",
]
