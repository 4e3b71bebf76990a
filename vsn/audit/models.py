"""One table that is only ever added to."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """Every act that leaves a trace. Nothing else is recorded, and nothing here is forgotten."""

    SIGNED_UP = "registration.signed_up", _("signed up")
    CONFIRMED = "registration.confirmed", _("confirmed the place")
    ADDED = "registration.added", _("was added by a facilitator")
    IMPORTED = "registrations.imported", _("brought people in from a sign-up page")
    CANCELLED = "registration.cancelled", _("cancelled the place")
    REMOVED = "registration.removed", _("was removed from the list")
    MOVED_PLACE = "registration.moved", _("moved to another session")
    RENAMED = "registration.renamed", _("changed how they appear")
    ATTENDANCE = "registration.attendance", _("marked attendance")
    ACKNOWLEDGED = "policy.acknowledged", _("acknowledged the safe space policy")
    POLICY_DRAFTED = "policy.drafted", _("worked on a draft of the safe space policy")
    POLICY_PUBLISHED = "policy.published", _("published a version of the safe space policy")
    EXCLUDED = "exclusion.added", _("excluded someone")
    EXCLUSION_LIFTED = "exclusion.lifted", _("lifted an exclusion")
    PROGRAMME_SAVED = "programme.saved", _("saved the programme")
    MEETING_CREATED = "meeting.created", _("created the meeting")
    MEETING_CHANGED = "meeting.changed", _("changed the meeting")
    MEETING_PUBLISHED = "meeting.published", _("published the meeting")
    MEETING_CANCELLED = "meeting.cancelled", _("cancelled the meeting")
    SESSION_CREATED = "session.created", _("created the session")
    SESSION_CHANGED = "session.changed", _("changed the session")
    SESSION_MOVED = "session.moved", _("moved the session")
    SESSION_PUBLISHED = "session.published", _("published the session")
    SESSION_CANCELLED = "session.cancelled", _("cancelled the session")
    LINK_SET = "link.set", _("set the video-call link")
    LINK_REMOVED = "link.removed", _("removed the video-call link")
    REPORTED = "report.made", _("reported a violation")
    REPORT_CHANGED = "report.changed", _("worked on a report")
    PATTERN_SAVED = "pattern.saved", _("saved the learning pattern")
    AFFILIATE_SAVED = "affiliate.saved", _("saved the affiliate")
    AFFILIATION_SAVED = "affiliation.saved", _("saved who works for an affiliate")
    PERSON_ADDED = "person.added", _("added a person")
    ADMIN_MADE = "person.admin", _("made someone an admin")
    PERSON_CONFIRMED = "person.confirmed", _("proved an address")
    PERSON_FORGOTTEN = "person.forgotten", _("was anonymised")
    PERSON_MERGED = "person.merged", _("turned out to be one with another person")
    WIKIMEDIA_PROVED = "person.wikimedia", _("proved a Wikimedia account")
    WIKIMEDIA_REMOVED = "person.no_wikimedia", _("disconnected the Wikimedia account")
    AFFILIATE_RETIRED = "affiliate.retired", _("retired the affiliate")
    AFFILIATE_REVIVED = "affiliate.revived", _("brought the affiliate back")
    AFFILIATE_MERGED = "affiliate.merged", _("merged another affiliate into this one")
    MEMBERSHIP_APPLIED = "membership.applied", _("applied")
    MEMBERSHIP_ASKED = "membership.asked", _("asked the applicant something")
    MEMBERSHIP_ANSWERED = "membership.answered", _("answered a question about the application")
    MEMBERSHIP_WITHDRAWN = "membership.withdrawn", _("withdrew the application")
    MEMBERSHIP_PLACED = "membership.placed", _("said which affiliate the applicant means")
    MEMBERSHIP_VOTED = "membership.voted", _("recorded a vote of the members")
    MEMBERSHIP_APPROVED = "membership.approved", _("approved an application")
    MEMBERSHIP_DECLINED = "membership.declined", _("declined an application")
    MEMBERSHIP_ENDED = "membership.ended", _("marked someone as no longer active")
    MEMBERSHIP_REINSTATED = "membership.reinstated", _("reinstated a member")
    MESSAGE_SENT = "message.sent", _("wrote to a member")
    PROFILE_SAVED = "profile.saved", _("changed the entry in the directory")
    ADMIN_UNMADE = "person.no_admin", _("took someone's rights as an admin away")
    PATTERN_IN_REVIEW = "pattern.in_review", _("asked for a review of the learning pattern")
    PATTERN_SENT_BACK = "pattern.sent_back", _("asked for changes of the learning pattern")
    PATTERN_PUBLISHED = "pattern.published", _("published the learning pattern")
    PATTERN_REVIEWED = "pattern.reviewed", _("found the learning pattern still right")
    PATTERN_ARCHIVED = "pattern.archived", _("archived the learning pattern")
    PATTERN_REVIVED = "pattern.revived", _("took the learning pattern out of the archive")
    PATTERN_ENDORSED = "pattern.endorsed", _("endorsed the learning pattern")
    PATTERN_UNENDORSED = "pattern.unendorsed", _("took an endorsement back")
    PATTERN_TRIED = "pattern.tried", _("told how trying the learning pattern went")
    PATTERN_UNTRIED = "pattern.untried", _("took back how trying it went")
    MEETING_PROPOSED = "meeting.proposed", _("proposed the meeting")
    PROPOSAL_ACCEPTED = "meeting.accepted", _("accepted the proposal of a meeting")
    PROPOSAL_DECLINED = "meeting.declined", _("declined the proposal of a meeting")
    FACILITATOR_INVITED = "facilitator.invited", _("asked someone to facilitate")
    FACILITATOR_JOINED = "facilitator.joined", _("agreed to facilitate")
    FACILITATOR_DECLINED = "facilitator.declined", _("would rather not facilitate")
    FACILITATOR_LEFT = "facilitator.left", _("no longer facilitates")
    FACILITATOR_REMOVED = "facilitator.removed", _("took someone's rights as a facilitator away")
    INVITATION_RECALLED = "facilitator.recalled", _("took an invitation to facilitate back")
    MOVED_BY_HAND = "registration.moved_by_hand", _("moved someone to another session")
    PUT_FIRST = "registration.put_first", _("put someone first on the waiting list")
    INVITED_AGAIN = "registration.invited_again", _("asked again to acknowledge the policy")
    SENT_AGAIN = "registration.sent_again", _("had the link sent again")
    UNDONE = "list.undone", _("took an act on the list back")
    WALKED_IN = "registration.walked_in", _("noted someone who came without signing up")
    COUNTED = "session.counted", _("noted how many came")
    ANNOUNCED = "announcement.sent", _("wrote to people on the list")
    DIGEST_SAVED = "digest.saved", _("worked on the digest")
    DIGEST_PUBLISHED = "digest.published", _("published the digest")
    DIGEST_WITHDRAWN = "digest.withdrawn", _("took the digest off the page")
    DIGEST_MAILED = "digest.mailed", _("had the digest sent to those who signed up")
    CERTIFICATE_ISSUED = "certificate.issued", _("got a certificate of participation")
    EXPORTED = "list.exported", _("exported the list")
    EXPORTED_ADDRESSES = "list.exported_addresses", _("exported the list with addresses")
    EXCLUSION_PROPOSED = "exclusion.proposed", _("proposed to exclude someone from everything")
    EXCLUSION_CONFIRMED = "exclusion.confirmed", _("agreed to an exclusion")
    EXCLUSION_REVIEWED = "exclusion.reviewed", _("reviewed an exclusion")
    EXCLUSION_DROPPED = "exclusion.dropped", _("did not agree to an exclusion")
    EXCLUSION_CHECKED = "exclusion.checked", _("asked whether someone is excluded")
    POLICY_DISCARDED = "policy.discarded", _("threw a draft of the safe space policy away")
    BAN_LIST_CHECKED = "person.ban_list_checked", _("looked someone up on the event ban list")
    LIST_EXPORTED = "mailing_list.exported", _("took the changes for the mailing list")
    LIST_DONE = "mailing_list.done", _("brought the mailing list up to date")
    AFFILIATE_PROPOSED = "affiliate.proposed", _("proposed an affiliate")
    AFFILIATE_DISMISSED = "affiliate.dismissed", _("dismissed a proposed affiliate")
    STILL_ACTIVE = "membership.still_active", _("said that the entry is still right")
    STILL_ACTIVE_ASKED = "membership.still_asked", _("was asked whether the entry is still right")
    DATA_DOWNLOADED = "person.downloaded", _("downloaded their data")
    SETTINGS_SAVED = "person.settings", _("changed their settings")
    REPORT_DELETED = "report.deleted", _("deleted a report when its time was over")
    REPORT_HANDED_ON = "report.handed_on", _("handed a report on")
    REPORT_REMINDED = "report.reminded", _("was reminded of a report")
    PATTERN_IMPORTED = "pattern.imported", _("brought a learning pattern in from a wiki")
    PATTERN_REMARKED = "pattern.remarked", _("remarked on the learning pattern")
    REMARK_SETTLED = "pattern.remark_settled", _("did what a remark asked for")
    PATTERN_TIED = "pattern.tied", _("tied a learning pattern to the meeting")
    PATTERN_UNTIED = "pattern.untied", _("took a learning pattern off the meeting")
    CATEGORY_ADDED = "category.added", _("added a category of learning patterns")
    QUESTION_ASKED = "question.asked", _("asked a question")
    QUESTION_TAKEN = "question.taken", _("took the question up")
    QUESTION_RELEASED = "question.released", _("gave the question back")
    QUESTION_LINKED = "question.linked", _("chose a learning pattern for the question")
    QUESTION_ANSWERED = "question.answered", _("answered the question")
    QUESTION_CLOSED = "question.closed", _("closed the question")
    QUESTION_REOPENED = "question.reopened", _("opened the question again")
    QUESTION_STUCK = "question.stuck", _("told what came of the answer")


class EntryQuerySet(models.QuerySet["Entry"]):
    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The journal is only ever added to.")

    update = delete = bulk_update = _refuse

    def about(self, thing: models.Model) -> "EntryQuerySet":
        """The entries about one thing, newest first."""
        return self.filter(about_type=thing._meta.label_lower, about_id=thing.pk)


class Entry(models.Model):
    """One act. `data` holds numbers and words of ours, never a link, an address or a text."""

    at = models.DateTimeField(_("at"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    action = models.CharField(_("action"), max_length=40, choices=Action)
    about_type = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    data = models.JSONField(_("details"), default=dict, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-id"]
        indexes = [models.Index(fields=["about_type", "about_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.about_type} {self.about_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("The journal is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The journal is only ever added to.")
