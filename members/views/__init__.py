"""Pages: load, ask whether it may be seen, call one action, answer."""

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
from members.views.directory import directory, leave_affiliate, member, profile
from members.views.history import history
from members.views.joining import answer, application, apply, withdraw
from members.views.messages import mute, received, unmute, write
from members.views.moderation import decide, decided, membership, moderation
from members.views.policies import policy, policy_version, policy_versions

__all__ = [
    "add_affiliate",
    "admins",
    "affiliate",
    "affiliates",
    "answer",
    "application",
    "apply",
    "change_affiliate",
    "decide",
    "decided",
    "directory",
    "history",
    "leave_affiliate",
    "member",
    "membership",
    "merge_affiliate",
    "moderation",
    "mute",
    "policy",
    "policy_version",
    "policy_versions",
    "profile",
    "received",
    "retire_affiliate",
    "revive_affiliate",
    "unmake_admin",
    "unmute",
    "withdraw",
    "write",
]
