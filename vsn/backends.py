"""Who a browser belongs to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.usersessions.models import UserSession
from django.db.models import BigAutoField, CharField, Exists, OuterRef, Q, QuerySet, Subquery

from meetings.models import Facilitator
from members.models import Membership, User
from vsn.hot import Given, Hot
from vsn.trips import Question


def _with_desk() -> QuerySet[User]:
    runs_one = Facilitator.objects.filter(person=OuterRef("pk"))
    belongs = Membership.objects.filter(person=OuterRef("pk"), status=Membership.Status.ACTIVE)
    return User.objects.annotate(
        has_desk=Q(is_staff=True) | Q(Exists(runs_one)) | Q(Exists(belongs))
    )


def _signed_in() -> QuerySet[UserSession, Any]:
    return UserSession.objects.filter(session_key=Given("key", CharField())).values("user")


_person = Hot(lambda: _with_desk().filter(pk=Given("pk", BigAutoField())))
_person_of = Hot(lambda: _with_desk().filter(pk=Subquery(_signed_in())))


def asking_person_of(key: str) -> Question:
    """Who signed in with this browser's session: at most one, if allauth has noted it down."""
    return _person_of.asking(key=key)


class Backend(AuthenticationBackend):
    """allauth's, which also says in the same query whether the navigation of the person leads to a
    desk: they run a meeting, or may start or propose one."""

    def get_user(self, user_id: Any) -> User | None:
        # Asked for together with the session, which alone says whose it is (`vsn.sessions`).
        kept = getattr(getattr(context.request, "session", None), "kept_person", None)
        person = kept if kept and kept.pk == user_id else next(iter(_person(pk=user_id)), None)
        return person if person and self.user_can_authenticate(person) else None
