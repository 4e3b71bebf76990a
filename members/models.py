"""People, affiliates, the safe space policy."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.querysets import ExclusionQuerySet, PolicyVersionQuerySet
from members.tokens import make_key, new_handle

FEED = "feed"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None = None, **fields: Any) -> "User":
        """A person without a password: everyone signs in by code, passkey or Wikimedia."""
        person = self.model(email=email, **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Everyone is one of these, also who signed up with nothing but an address.

    Both ways to reach a person are optional. Until `confirmed_at` nobody has proved that they
    are this person: such light users are purged after UNCONFIRMED_DAYS.
    """

    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    wikimedia_name = models.CharField(
        _("Wikimedia user name"), max_length=255, unique=True, null=True, blank=True
    )
    # The central id stays when an account is renamed. Name and id are what somebody typed until
    # the person proved them, by signing in with Wikimedia or by an address in a wiki mail.
    wikimedia_id = models.BigIntegerField(_("Wikimedia id"), unique=True, null=True, blank=True)
    wikimedia_proved_at = models.DateTimeField(
        _("Wikimedia account proved at"), null=True, blank=True, editable=False
    )
    # As the wiki said when it was last asked.
    takes_wiki_mail = models.BooleanField(_("takes wiki mail"), default=False, editable=False)
    name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=15, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    handle = models.CharField(max_length=13, unique=True, default=new_handle, editable=False)
    # Part of the secret address of the personal calendar feed: counting up revokes it.
    feed_revision = models.PositiveIntegerField(default=0, editable=False)
    is_staff = models.BooleanField(_("admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        # Never the address: this turns up in lists. Nor a user name that nobody has proved.
        return self.name or self.proved_wikimedia_name or f"#{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        # "" would collide with the next person who has no address.
        self.email = (self.email or "").strip().lower() or None
        self.wikimedia_name = self.wikimedia_name or None
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return str(self)

    get_short_name = get_full_name

    @property
    def proved_wikimedia_name(self) -> str:
        """The user name if it is known to be theirs, else "": nobody is shown under another's."""
        return (self.wikimedia_proved_at and self.wikimedia_name) or ""

    @property
    def feed_key(self) -> str:
        """The unguessable part of the address of the personal calendar feed."""
        return make_key(FEED, self.handle, self.feed_revision)


class Affiliate(models.Model):
    """An organisation of the movement. Its code is what people write, not a key."""

    class Kind(models.TextChoices):
        CHAPTER = "chapter", _("chapter")
        THEMATIC = "thematic", _("thematic organisation")
        USER_GROUP = "user_group", _("user group")

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    code = models.CharField(_("code"), max_length=20, blank=True)
    other_name = models.CharField(_("also known as"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    country = models.CharField(_("country"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    homepage = models.URLField(_("homepage"), blank=True)
    in_network = models.BooleanField(_("takes part in the network"), default=False)
    is_former = models.BooleanField(_("no longer recognised"), default=False)

    class Meta:
        verbose_name = _("affiliate")
        verbose_name_plural = _("affiliates")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        return self.code or self.name


class Affiliation(models.Model):
    """A person's tie to an affiliate, for a time."""

    person = models.ForeignKey(User, models.CASCADE, related_name="affiliations")
    affiliate = models.ForeignKey(Affiliate, models.PROTECT, related_name="affiliations")
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    # Conduct reports addressed to the affiliate go to these people.
    receives_reports = models.BooleanField(_("receives conduct reports"), default=False)
    started_on = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")

    def __str__(self) -> str:
        return f"{self.person} – {self.affiliate}"


class Membership(models.Model):
    """A person's standing in the network."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        LIAISON = "liaison", _("liaison")

    class Status(models.TextChoices):
        APPLIED = "applied", _("applied")
        ACTIVE = "active", _("active")
        DECLINED = "declined", _("declined")
        INACTIVE = "inactive", _("no longer active")

    person = models.OneToOneField(User, models.CASCADE, related_name="membership")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.APPLIED)
    since = models.DateField(_("since"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"


class PolicyVersion(models.Model):
    """A version of the safe space policy. Once published it never changes."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    # A change of substance: nobody gets a link before they have acknowledged it.
    needs_acknowledgement = models.BooleanField(
        _("everyone is asked to acknowledge it again"), default=True
    )

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and PolicyVersion.objects.published().filter(pk=self.pk).exists():
            raise TypeError("A published version never changes.")
        super().save(*args, **kwargs)

    def text_in(self, language: str | None) -> "PolicyText | None":
        """The text in that language, else in English, else in any."""
        texts = {text.language: text for text in self.texts.all()}
        found = texts.get(language or "") or texts.get("en")
        return found or next(iter(texts.values()), None)


class PolicyText(models.Model):
    """The text of a version in one language, as Markdown."""

    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="texts")
    language = models.CharField(_("language"), max_length=15, default="en")
    body = models.TextField(_("text"), help_text=_("Markdown"))
    changes = models.TextField(_("what changed"), blank=True, help_text=_("Markdown"))

    class Meta:
        verbose_name = _("policy text")
        verbose_name_plural = _("policy texts")
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_text_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and self.version.published_at:
            raise TypeError("A published version never changes.")
        super().save(*args, **kwargs)


class Acknowledgement(models.Model):
    """Who acknowledged which version, when, and for which session.

    The session is named by its uid: members know nothing of meetings. Without a person it is
    what remains of someone who was forgotten: a count.
    """

    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="acknowledgements")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="acknowledgements")
    at = models.DateTimeField(_("at"))
    session_uid = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version", "session_uid"], name="one_acknowledgement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.at:%Y-%m-%d}"


class Exclusion(models.Model):
    """An entry on the exclusion list: a keyed hash of an address or user name, nothing else."""

    class Scope(models.TextChoices):
        EVERYTHING = "everything", _("everything")
        AFFILIATE = "affiliate", _("the platform of one affiliate")
        MEETING = "meeting", _("one meeting")

    identity = models.CharField(max_length=64, db_index=True, editable=False)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope)
    affiliate = models.ForeignKey(
        Affiliate, models.PROTECT, null=True, blank=True, verbose_name=_("affiliate")
    )
    meeting_uid = models.UUIDField(_("meeting"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    review_on = models.DateField(_("review on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exclusion")
        verbose_name_plural = _("exclusions")

    def __str__(self) -> str:
        return f"{self.get_scope_display()} #{self.pk}"

    def touches(self, *, meeting_uid: uuid.UUID, affiliate_id: int | None) -> bool:
        """True if it counts for a meeting on the platform of that affiliate."""
        if self.scope == self.Scope.EVERYTHING:
            return True
        if self.scope == self.Scope.MEETING:
            return self.meeting_uid == meeting_uid
        return self.affiliate_id is not None and self.affiliate_id == affiliate_id
