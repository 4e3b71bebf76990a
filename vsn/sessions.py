"""Django's sessions in the database, found by a query that is put into SQL once (`vsn.hot`): every
page of somebody who is signed in asks it."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from vsn.backends import asking_person_of
from vsn.hot import Given, Hot
from vsn.trips import ask

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
        """Also keeps who is signed in with it, if it says so: the page asks for them next."""
        session, person = ask(
            _open.asking(key=self.session_key, now=timezone.now()),
            asking_person_of(self.session_key),
        )
        self.kept_person = next(iter(person), None)
        if not session:
            self._session_key = None
            return None
        return session[0]
