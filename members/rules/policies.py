"""How many have acknowledged the policy: counts, for those who may not know the names."""

from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from members.models import PolicyVersion, User


class Acknowledged(NamedTuple):
    """Of these people: who has acknowledged the version in force, who only an earlier one, and
    who none at all."""

    newest: int
    earlier: int
    none: int


def acknowledgement_counts(people: QuerySet[User]) -> Acknowledged:
    """Two queries, however many they are. For lists of facilitators: no names."""
    in_force = PolicyVersion.objects.published().aggregate(number=Max("number"))["number"] or 0
    known = User.objects.filter(pk__in=people.order_by().values("pk")).annotate(
        newest_known=Max("acknowledgements__version__number")
    )
    found = known.aggregate(
        newest=Count("pk", filter=Q(newest_known__gte=in_force)),
        earlier=Count("pk", filter=Q(newest_known__lt=in_force)),
        none=Count("pk", filter=Q(newest_known__isnull=True)),
    )
    return Acknowledged(**found)
