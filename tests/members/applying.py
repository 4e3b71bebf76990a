"""People who want to join, as the pages would make them."""

from typing import Any

from members.actions import memberships, save_entry
from members.actions.memberships import Application
from members.models import Membership, Profile, User
from tests import factories as make

Role, Status, Work = Membership.Role, Membership.Status, Membership.Work


def application(**fields: Any) -> Application:
    """Of a volunteer who wants to be a liaison."""
    fields.setdefault("role", Role.LIAISON)
    fields.setdefault("work", Work.OTHER)
    fields.setdefault("statement", "I welcome newcomers.")
    return Application(**fields)


def apply(who: User | None = None, **fields: Any) -> Membership:
    who = who or make.person(name="Ikram")
    return memberships.apply(person=who, application=application(**fields), now=make.now())


def apply_as_staff(who: User | None = None, **fields: Any) -> Membership:
    """Of somebody whom an affiliate employs to support volunteers."""
    if "affiliate" not in fields:
        fields["affiliate"] = make.affiliate("Wikimedia Somewhere", code="WMSW")
    fields.setdefault("job_title", "Community support")
    return apply(who, role=Role.MEMBER, work=Work.SUPPORTS, **fields)


def decide(act: str, membership: Membership, by: User, **more: Any) -> Membership:
    """An admin decides on what they see now."""
    membership.refresh_from_db()
    more.setdefault("seen", membership.revision)
    getattr(memberships, act)(membership=membership, by=by, now=make.now(), **more)
    membership.refresh_from_db()
    return membership


def member(name: str, *, role: str = Role.MEMBER, **entry: Any) -> Membership:
    """A member with an entry; by default everyone may see all of it."""
    parts = ("shown_to", "affiliations_shown_to", "country_shown_to", "languages_shown_to",
             "about_shown_to")  # fmt: skip
    fields = dict.fromkeys(parts, "public") | entry
    membership = make.membership(make.person(name=name), role=role)
    profile = Profile(membership=membership, name=name, **fields)
    save_entry(entry=profile, by=membership.person, now=make.now())
    return membership
