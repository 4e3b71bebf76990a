"""How long something is kept: the page about privacy and the job that ends it say the same."""

from typing import Any

import pytest
from django.utils import timezone

from members.actions import messages
from tests.factories import DAY
from tests.members.applying import member
from tests.visitors import text, visitor


@pytest.mark.parametrize(
    ("setting", "days", "words"),
    [
        ("RETENTION_DAYS", 41, "41 days after your last session we forget"),
        ("UNCONFIRMED_DAYS", 42, "deleted after 42 days"),
        ("CALL_LINK_HOURS", 43, "erased 43 hours after"),
        ("OUTBOX_RETENTION_DAYS", 44, "is kept for 44 days"),
        ("MESSAGE_DAYS", 45, "deleted after 45 days"),
        ("APPLICATION_DAYS", 46, "deleted 46 days after"),
        ("REPORT_RETENTION_DAYS", 47, "deleted 47 days after"),
        ("EXCLUSION_RETENTION_DAYS", 52, "goes 52 days after"),
        ("STILL_ACTIVE_MONTHS", 48, "every 48 months"),
        ("UNSAVED_DAYS", 51, "never saved is deleted after 51 days"),
        ("SESSION_COOKIE_AGE", 49 * 24 * 3600, "forgotten after 49 days"),
    ],
)
def test_the_page_about_privacy_follows_the_settings(
    setting: str, days: int, words: str, settings: Any, db: None
) -> None:
    assert words not in text(visitor().get("/privacy/"))
    setattr(settings, setting, days)
    assert words in text(visitor().get("/privacy/"))


def test_the_job_follows_the_setting_of_the_page(settings: Any, policy: Any) -> None:
    """Here for messages; applications and sign-ins in test_accounts, the rest beside its job."""
    mona, nia, now = member("Mona"), member("Nia"), timezone.now()
    messages.write(sender=mona.person, to=nia, text="Hello", now=now - 20 * DAY)
    assert messages.forget_messages(now) == 0
    settings.MESSAGE_DAYS = 10
    assert messages.forget_messages(now) == 1
