"""The portal's tables, with those columns only that the bare pages show."""

from django.db import models


class Meeting(models.Model):
    slug = models.SlugField()
    title = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "meetings_meeting"

    def __str__(self) -> str:
        return self.title


class Session(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sessions")
    status = models.CharField(max_length=10)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "meetings_session"

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}"


class Registration(models.Model):
    session = models.ForeignKey(Session, models.CASCADE, related_name="registrations")
    status = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    placed_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "meetings_registration"

    def __str__(self) -> str:
        return self.name


class SignUp(models.Model):
    """A table of its own: a row with the same words in it, and no rule about it."""

    session_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=80)
    visibility = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        db_table = "bare_sign_up"

    def __str__(self) -> str:
        return self.name
