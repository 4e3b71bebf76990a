"""Django's sessions in the database, found by a query that is put into SQL once (`vsn.hot`): every
page of somebody who is signed in asks it."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from vsn.hot import Given, Hot

_LETTERS = set(VALID_KEY_CHARS)
_open = Hot(
    lambda: Session.objects.filter(
        session_key=Given("key", CharField()), expire_date__gt=Given("now", DateTimeField())
    )
)


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key: str | None) -> bool:
        """A key that we never gave out, such as one with characters that no database takes, is
        none."""
        return bool(key and super()._validate_session_key(key)) and set(key) <= _LETTERS

    def _get_session_from_db(self) -> Session | None:
        found = next(iter(_open(key=self.session_key, now=timezone.now())), None)
        if found is None:
            self._session_key = None
        return found
