"""People, affiliates, memberships, the safe space policy."""

from members.models.affiliates import Affiliate, Affiliation, FormerAddress
from members.models.mailing_list import ListAddress, ListRun
from members.models.memberships import Audience, Membership, MembershipStep, Profile
from members.models.messages import MemberMessage
from members.models.people import FEED, User, UserManager
from members.models.safe_space import (
    Acknowledgement,
    BanListCheck,
    Exclusion,
    ExclusionStep,
    PolicyText,
    PolicyVersion,
)

__all__ = [
    "FEED",
    "Acknowledgement",
    "Affiliate",
    "Affiliation",
    "Audience",
    "BanListCheck",
    "Exclusion",
    "ExclusionStep",
    "FormerAddress",
    "ListAddress",
    "ListRun",
    "MemberMessage",
    "Membership",
    "MembershipStep",
    "PolicyText",
    "PolicyVersion",
    "Profile",
    "User",
    "UserManager",
]
