"""`record`: the one way into the journal."""

import datetime as dt

from django.db import models

from vsn.audit.models import Action, Entry
from vsn.hot import adding
from vsn.trips import later


def record(
    action: Action,
    about: models.Model,
    *,
    by: models.Model | None,
    now: dt.datetime,
    **data: str | int | bool | None,
) -> Entry:
    """Adds an entry inside the caller's transaction, at the latest with the commit (`vsn.trips`).

    `by` is None when nobody signed in did it (a stranger, or the portal itself). `data` must hold
    no link, address or text that somebody wrote.
    """
    made = entry(action, about, by=by, now=now, **data)
    later(adding(made))
    return made


def entry(
    action: Action,
    about: models.Model,
    *,
    by: models.Model | None,
    now: dt.datetime,
    **data: str | int | bool | None,
) -> Entry:
    """The same, for whoever stores it together with what it is about."""
    return Entry(
        at=now,
        actor_id=by.pk if by else None,
        action=action,
        about_type=about._meta.label_lower,
        about_id=about.pk,
        data=data,
    )
