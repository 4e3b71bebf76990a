"""Who a browser belongs to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef, Q

from meetings.models import Facilitator
from members.models import Membership, User


class Backend(AuthenticationBackend):
    """allauth's, which also says in the same query whether the navigation of the person leads to a
    desk: they run a meeting, or may start or propose one."""

    def get_user(self, user_id: Any) -> User | None:
        runs_one = Facilitator.objects.filter(person=OuterRef("pk"))
        belongs = Membership.objects.filter(person=OuterRef("pk"), status=Membership.Status.ACTIVE)
        people = User.objects.annotate(
            has_desk=Q(is_staff=True) | Q(Exists(runs_one)) | Q(Exists(belongs))
        )
        person = people.filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
