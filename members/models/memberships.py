"""A person's standing in the network, how it came about, and their entry in the directory."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models.affiliates import Affiliate
from members.models.people import User
from members.querysets import MembershipQuerySet, MembershipStepQuerySet


class Membership(models.Model):
    """A person's standing in the network. While it is applied for, `role` is the one wanted."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        LIAISON = "liaison", _("liaison")

    class Status(models.TextChoices):
        APPLIED = "applied", _("applied")
        ASKED = "asked", _("asked back")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ACTIVE = "active", _("active")
        DECLINED = "declined", _("declined")
        INACTIVE = "inactive", _("no longer active")

    class Work(models.TextChoices):
        """What somebody does, as far as the rules of the network ask."""

        SUPPORTS = "supports", _("I am employed by an affiliate to support volunteers")
        EMPLOYED = "employed", _("I am employed by an affiliate for something else")
        FOUNDATION = "foundation", _("I work for the Wikimedia Foundation, as staff or contractor")
        OTHER = "other", _("None of these: I volunteer, or work elsewhere")

    person = models.OneToOneField(User, models.CASCADE, related_name="membership")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.APPLIED)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    # What the person applied with last.
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    work = models.CharField(_("what they do"), max_length=10, choices=Work, blank=True)
    affiliate = models.ForeignKey(
        Affiliate,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("affiliate"),
    )
    # An affiliate that is not on our list, as they wrote it.
    affiliate_named = models.CharField(_("another affiliate"), max_length=200, blank=True)
    # Why an admin did not put it on the list.
    affiliate_dismissed = models.CharField(max_length=300, blank=True, editable=False)
    country = models.CharField(_("country"), max_length=100, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    statement = models.TextField(_("what they wrote"), blank=True)

    # Their own wish: nobody is put on the mailing list without having asked for it.
    wants_list = models.BooleanField(_("wants to be on the mailing list"), default=False)

    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    # The last day on which it was sure that all of this is right, and when that was asked since.
    confirmed_on = models.DateField(_("still right on"), null=True, blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    # Counts every step: whoever decides says which one they saw.
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = [models.Index(fields=["status", "applied_at"])]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    @property
    def is_waiting(self) -> bool:
        """True while somebody has to do something: an admin, or the applicant who was asked."""
        return self.status in {self.Status.APPLIED, self.Status.ASKED}


class MembershipStep(models.Model):
    """One step of an application or of a membership. `text` is the question, answer or reason."""

    class Kind(models.TextChoices):
        APPLIED = "applied", _("applied")
        ASKED = "asked", _("asked")
        ANSWERED = "answered", _("answered")
        WITHDREW = "withdrew", _("withdrew the application")
        VOTED = "voted", _("recorded the vote of the members")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        ENDED = "ended", _("marked as no longer active")
        LEFT = "left", _("said that they are no longer active")
        CONFIRMED = "confirmed", _("said that all of it is still right")
        DISMISSED = "dismissed", _("did not add the affiliate to the list")
        REINSTATED = "reinstated", _("reinstated")

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="steps")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    kind = models.CharField(_("step"), max_length=10, choices=Kind)
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role, blank=True)
    text = models.TextField(_("text"), blank=True)
    votes_for = models.PositiveIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveIntegerField(_("votes against"), null=True, blank=True)
    voted_on = models.DateField(_("day of the vote"), null=True, blank=True)

    objects = MembershipStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a membership")
        verbose_name_plural = _("steps of memberships")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class Audience(models.TextChoices):
    """Who may see a part of an entry in the directory."""

    PUBLIC = "public", _("everyone")
    MEMBERS = "members", _("members and liaisons")
    NOBODY = "nobody", _("nobody")


def _shown_to(part: object) -> models.CharField:
    return models.CharField(part, max_length=7, choices=Audience, default=Audience.MEMBERS)


class Profile(models.Model):
    """An entry in the directory: what the person tells, and who sees it. Never an address."""

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="profile")
    name = models.CharField(_("name"), max_length=80)
    country = models.CharField(_("country"), max_length=100, blank=True)
    # Language codes with a comma on either side of each, so that one can be looked for: ",en,es,".
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    about = models.TextField(_("about you"), blank=True)

    shown_to = _shown_to(_("Who finds you in the directory?"))
    affiliations_shown_to = _shown_to(_("Affiliates and job titles"))
    country_shown_to = _shown_to(_("Country"))
    languages_shown_to = _shown_to(_("Languages"))
    about_shown_to = _shown_to(_("What you wrote about you"))
    takes_messages = models.BooleanField(_("Members may write to you"), default=True)
    # Whom the person does not want to hear from.
    muted = models.ManyToManyField(User, blank=True, related_name="+", verbose_name=_("muted"))

    # What a search may find, without accents and capitals: for everyone, and for members.
    public_words = models.TextField(editable=False, default="")
    member_words = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = _("entry in the directory")
        verbose_name_plural = _("entries in the directory")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:member", args=[self.membership.person.handle])

    @property
    def language_codes(self) -> list[str]:
        return [code for code in self.languages.split(",") if code]
