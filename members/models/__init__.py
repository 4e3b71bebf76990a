"""People, affiliates, memberships, the safe space policy."""

from members.models.affiliates import Affiliate, Affiliation, FormerAddress
from members.models.memberships import Audience, Membership, MembershipStep, Profile
from members.models.messages import MemberMessage
from members.models.people import FEED, User, UserManager
from members.models.safe_space import Acknowledgement, Exclusion, PolicyText, PolicyVersion

__all__ = [
    "FEED",
    "Acknowledgement",
    "Affiliate",
    "Affiliation",
    "Audience",
    "Exclusion",
    "FormerAddress",
    "MemberMessage",
    "Membership",
    "MembershipStep",
    "PolicyText",
    "PolicyVersion",
    "Profile",
    "User",
    "UserManager",
]
