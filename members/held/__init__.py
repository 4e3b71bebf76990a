"""What this app, the outbox, the journal and signing in hold about a person."""

from django.utils.translation import gettext_lazy as _

from members.held import rows
from members.held.rows import table
from members.holdings import Section

__all__ = ["REMOVED", "SECTIONS", "table"]

REMOVED = _("It is deleted.")

SECTIONS = (
    Section(
        key="you",
        title=_("You"),
        labels={
            "name": _("Name"), "language": _("Language"), "time_zone": _("Time zone"),
            "preferred_route": _("Messages go first"), "switched_off": _("Switched off"),
            "joined": _("Known here since"), "confirmed": _("Proved since"),
            "last_sign_in": _("Signed in last"), "admin": _("Admin"),
        },
        rows=rows.person_rows, after=REMOVED, page="members:account",
    ),
    Section(
        key="addresses",
        title=_("Your e-mail addresses"),
        labels={
            "address": _("Address"), "proved": _("Proved"),
            "messages_go_here": _("Messages go here"),
        },
        rows=rows.addresses_rows, after=REMOVED, page="account_email",
        holds=("account.emailaddress.user",), found_by=(),
    ),
    Section(
        key="wikimedia",
        title=_("Your Wikimedia account"),
        labels={
            "user_name": _("User name"), "number": _("Number of the account"),
            "proved": _("Proved since"), "takes_wiki_mail": _("Takes mail from the wiki"),
        },
        rows=rows.wikimedia_rows, after=REMOVED, page="account_wikimedia",
    ),
    Section(
        key="sign_ins",
        title=_("Where you are signed in"),
        labels={
            "since": _("Since"), "last_seen": _("Seen last"), "network": _("Network"),
            "browser": _("Browser"),
        },
        rows=rows.sign_ins_rows, page="usersessions_list",
        after=_("You are signed out everywhere."),
        holds=("usersessions.usersession.user",),
    ),
    Section(
        key="second_factors",
        title=_("Your second factor and passkeys"),
        labels={"kind": _("Kind"), "since": _("Since"), "last_used": _("Used last")},
        rows=rows.factors_rows, after=REMOVED, page="mfa_index",
        holds=("mfa.authenticator.user",),
    ),
    Section(
        key="acknowledgements",
        title=_("The safe space policy, as you acknowledged it"),
        labels={"version": _("Version"), "at": _("When")},
        rows=rows.acknowledgements_rows, page="members:policy_versions", stays=True,
        after=_("That somebody acknowledged it stays, without your name."),
        holds=("members.acknowledgement.person",),
    ),
    Section(
        key="membership",
        title=_("Your membership"),
        labels={
            "role": _("Role"), "status": _("Status"), "since": _("Since"), "until": _("Until"),
            "applied": _("Applied"), "work": _("What you do"), "affiliate": _("Affiliate"),
            "country": _("Country"), "job_title": _("Job title"),
            "statement": _("How you support volunteers"), "still_right": _("Still right on"),
        },
        rows=rows.membership_rows, after=REMOVED, page="members:application",
        holds=("members.membership.person", "members.membership.decided_by"),
    ),
    Section(
        key="membership_steps",
        title=_("How your membership came about"),
        labels={"at": _("When"), "step": _("Step"), "text": _("Text")},
        rows=rows.steps_rows, after=REMOVED, page="members:application",
        holds=("members.membershipstep.by",),
        found_by=("members.membershipstep.membership__person",),
    ),
    Section(
        key="affiliations",
        title=_("Your affiliates"),
        labels={
            "affiliate": _("Affiliate"), "job_title": _("Job title"), "since": _("Since"),
            "until": _("Until"), "says_so_alone": _("Only you say so"),
            "receives_reports": _("Receives conduct reports"),
        },
        rows=rows.affiliations_rows, after=REMOVED, page="members:profile",
        holds=("members.affiliation.person",),
    ),
    Section(
        key="directory",
        title=_("Your entry in the directory"),
        labels={
            "name": _("Name"), "country": _("Country"), "languages": _("Languages"),
            "about": _("About you"), "who_finds_you": _("Who finds you"),
            "affiliates": _("Who sees your affiliates"), "country_for": _("Who sees your country"),
            "languages_for": _("Who sees your languages"), "about_for": _("Who sees the rest"),
            "takes_messages": _("Members may write to you"),
            "people_muted": _("People you do not hear from"),
        },
        rows=rows.entry_rows, after=REMOVED, page="members:profile",
        holds=("members.profile_muted.user",), found_by=("members.profile.membership__person",),
    ),
    Section(
        key="messages",
        title=_("Messages between you and members"),
        labels={"at": _("When"), "from": _("From"), "to": _("To"), "text": _("Text")},
        rows=rows.messages_rows, after=_("They are deleted, also those that you wrote."),
        page="members:messages",
        holds=("members.membermessage.sender", "members.membermessage.recipient"),
    ),
    Section(
        key="mailing_list",
        title=_("Your address on the network's mailing list"),
        labels={"address": _("Address")},
        rows=rows.mailing_list_rows,
        stays=True,
        after=_(
            "The list is kept elsewhere: the address alone stays here, encrypted, until an admin "
            "has taken it off there."
        ),
    ),
    Section(
        key="deliveries",
        title=_("Messages that went out to you"),
        labels={"at": _("When"), "kind": _("Kind"), "state": _("State"), "way": _("Way")},
        rows=rows.deliveries_rows,
        after=_("What still waits is not sent any more; the rest is deleted."),
        holds=("outbox.delivery.recipient",),
    ),
    Section(
        key="journal",
        title=_("What you did here"),
        labels={"at": _("When"), "act": _("What")},
        rows=rows.journal_rows, stays=True,
        after=_("That it was done stays in the journal, without your name."),
        holds=(
            "audit.entry.actor", "admin.logentry.user", "members.exclusion.decided_by",
            "members.exclusion.confirmed_by", "members.exclusionstep.by",
            "members.banlistcheck.by", "members.listrun.by",
        ),
    ),
)  # fmt: skip
