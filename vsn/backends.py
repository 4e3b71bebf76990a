"""Who a browser belongs to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigAutoField, Exists, OuterRef, Q, QuerySet

from meetings.models import Facilitator
from members.models import Membership, User
from vsn.hot import Given, Hot


def _with_desk() -> QuerySet[User]:
    runs_one = Facilitator.objects.filter(person=OuterRef("pk"))
    belongs = Membership.objects.filter(person=OuterRef("pk"), status=Membership.Status.ACTIVE)
    people = User.objects.annotate(
        has_desk=Q(is_staff=True) | Q(Exists(runs_one)) | Q(Exists(belongs))
    )
    return people.filter(pk=Given("pk", BigAutoField()))


# With every page of somebody who is signed in.
_person = Hot(_with_desk)


class Backend(AuthenticationBackend):
    """allauth's, which also says in the same query whether the navigation of the person leads to a
    desk: they run a meeting, or may start or propose one."""

    def get_user(self, user_id: Any) -> User | None:
        person = next(iter(_person(pk=user_id)), None)
        return person if person and self.user_can_authenticate(person) else None
