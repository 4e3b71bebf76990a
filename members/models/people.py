"""Everyone is one `User`."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.tokens import make_key, new_handle

FEED = "feed"


class Preferred(models.TextChoices):
    """Which way messages go first, where there are two."""

    EMAIL = "email", _("by e-mail")
    WIKI_MAIL = "wiki_mail", _("as mail from the wiki")


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
    preferred_route = models.CharField(
        _("messages go first"), max_length=10, choices=Preferred, default=Preferred.EMAIL
    )
    # Kinds of messages that the person switched off (`rules.wants`); never the link itself.
    muted_topics = models.JSONField(_("switched off"), default=list, blank=True)
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
