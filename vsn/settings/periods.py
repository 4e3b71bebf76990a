"""How long things are kept, and after what time people are asked."""

from vsn.settings.environment import env

# Participants are forgotten so long after their last session; who never confirmed, after sign-up.
RETENTION_DAYS: int = env.int("RETENTION_DAYS", default=90)
UNCONFIRMED_DAYS: int = env.int("UNCONFIRMED_DAYS", default=7)
# After a session its call link is erased.
CALL_LINK_HOURS: int = env.int("CALL_LINK_HOURS", default=24)
# After the end: reports that were closed, exclusions that are over, applications that came to
# nothing. Messages between members, after they were written.
REPORT_RETENTION_DAYS: int = env.int("REPORT_RETENTION_DAYS", default=365)
EXCLUSION_RETENTION_DAYS: int = env.int("EXCLUSION_RETENTION_DAYS", default=365)
APPLICATION_DAYS: int = env.int("APPLICATION_DAYS", default=365)
MESSAGE_DAYS: int = env.int("MESSAGE_DAYS", default=30)
# What somebody typed into a pattern and never saved.
UNSAVED_DAYS: int = env.int("UNSAVED_DAYS", default=30)
# Members are asked that often whether their entry is still right, and have so long to answer.
STILL_ACTIVE_MONTHS: int = env.int("STILL_ACTIVE_MONTHS", default=12)
STILL_ACTIVE_DAYS: int = env.int("STILL_ACTIVE_DAYS", default=60)
