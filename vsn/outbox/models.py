"""The outbox: one row for one message to one person. The row is the truth."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Delivery(models.Model):
    """Who is owed which topic about what. Never a text, an address or a link.

    queued → claimed (a worker holds it until `lease_until`) → sent, failed, expired, or moot
    (by the time of sending there was nothing to say any more).
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        CLAIMED = "claimed", _("being sent")
        SENT = "sent", _("sent")
        MOOT = "moot", _("no longer needed")
        FAILED = "failed", _("failed")
        EXPIRED = "expired", _("too late")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="deliveries"
    )
    topic = models.CharField(max_length=40)
    about_type = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    # Topic, thing, person and cause are unique: the same cause can never be told twice.
    cause = models.CharField(max_length=60)
    channel = models.CharField(max_length=20, blank=True)

    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    not_after = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["about_type", "about_id", "topic", "cause", "recipient"],
                name="one_delivery_per_cause",
            )
        ]
        indexes = [
            # Both hold open rows only, so a quiet tick costs the same however many were sent.
            models.Index(fields=["next_at"], name="outbox_queued", condition=Q(state="queued")),
            models.Index(
                fields=["lease_until"], name="outbox_claimed", condition=Q(state="claimed")
            ),
            models.Index(fields=["settled_at"], name="outbox_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.about_type} ({self.state})"

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a repeated message is recognised as one."""
        return f"<{self.uid}@{settings.SITE_HOST}>"


class Heartbeat(models.Model):
    """When a periodic job last did its work: a live process proves nothing, this does."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
