"""Questions to the tables of meetings. What may not be seen is not found."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Window
from django.db.models.functions import Coalesce, Greatest, Now, RowNumber, TruncDate

from members.models import Acknowledgement
from vsn.outbox.models import Delivery

if TYPE_CHECKING:
    from meetings.models import Registration

ACTIVE = ["unconfirmed", "registered"]
# Whose mark counts: those on the list, and those who came without ever having been on it.
MARKED = ["registered", "walk_in"]
# A meeting that is called off takes along only the sessions that are not over.
KEPT = ["published", "cancelled"]


def about_places(**which: object) -> models.QuerySet[Delivery]:
    """What is or was owed about registrations; `about_id` and the like say which."""
    return Delivery.objects.filter(about_type="meetings.registration", **which)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Any) -> "MeetingQuerySet":
        """Published meetings for everyone, also when they were cancelled since; drafts and what
        became of them for who runs them."""
        seen = ~Q(status="draft") & Q(proposal="")
        if user is None or not user.is_authenticated:
            return self.filter(seen)
        if user.is_staff:
            return self
        return self.filter(seen | Q(pk__in=user.facilitations.values("meeting")))


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: Any) -> "SessionQuerySet":
        """Like meetings; a draft session of a public meeting is seen by who runs it only, and so
        it stays when it is called off."""
        seen = ~Q(status="draft") & ~Q(meeting__status="draft") & Q(meeting__proposal="")
        seen &= Q(never_public=False)
        if user is None or not user.is_authenticated:
            return self.filter(seen)
        if user.is_staff:
            return self
        return self.filter(seen | Q(meeting__in=user.facilitations.values("meeting")))

    def published(self) -> "SessionQuerySet":
        return self.filter(status="published", meeting__status="published")

    def not_called_off(self) -> "SessionQuerySet":
        """Published; also what was over before the rest of its meeting was cancelled."""
        return self.filter(status="published", meeting__status__in=KEPT)

    def upcoming(self, now: dt.datetime) -> "SessionQuerySet":
        """Not over yet, the next one first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: dt.datetime) -> "SessionQuerySet":
        """Over, the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "pk")

    def with_counts(self) -> "SessionQuerySet":
        """Adds `signed_up`: everyone on the list and the waiting list."""
        return self.annotate(
            signed_up=Count("registrations", filter=Q(registrations__status="registered"))
        )

    def with_attendance(self) -> "SessionQuerySet":
        """Adds `came`: how many came, by the marks or as they were counted, whichever is more;
        None where nobody has said. Sign-ups are another figure (`with_counts`)."""
        places = self.model._meta.get_field("registrations").related_model._default_manager
        marks = places.filter(session=OuterRef("pk"), attended__isnull=False, status__in=MARKED)
        marks = marks.order_by().values("session")
        marked = Subquery(marks.annotate(n=Count("pk", filter=Q(attended=True))).values("n"))
        counted, number = F("attendance"), models.IntegerField()
        return self.annotate(
            came=Greatest(
                Coalesce(marked, counted, output_field=number),
                Coalesce(counted, marked, output_field=number),
            )
        )

    def for_lists(self) -> "SessionQuerySet":
        """With everything a list of sessions shows, in a number of queries that is constant."""
        return self.select_related(
            "meeting", "meeting__programme", "meeting__platform_affiliate"
        ).prefetch_related(Prefetch("meeting__hosts"))


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> "RegistrationQuerySet":
        """On the list or about to be."""
        return self.filter(status__in=ACTIVE)

    def registered(self) -> "RegistrationQuerySet":
        """On the list or the waiting list."""
        return self.filter(status="registered")

    def on_the_day(self) -> "RegistrationQuerySet":
        """Those whose attendance is noted: on the list, waiting, or come without signing up."""
        return self.filter(status__in=MARKED)

    def counted(self, now: dt.datetime) -> "RegistrationQuerySet":
        """On the list of a session that took place, or came to it: what figures are made of."""
        return self.on_the_day().filter(
            session__status="published",
            session__meeting__status__in=KEPT,
            session__ends_at__lte=now,
        )

    def in_order(self) -> "RegistrationQuerySet":
        """In order of arrival."""
        return self.order_by("placed_at", "pk")

    def holding_a_place(self, sessions: Any) -> "RegistrationQuerySet":
        """Those on the list, not on the waiting list, of these sessions (a queryset or ids).

        The positions are counted in a query of their own: a further filter of the caller's must
        not take others out of the count.
        """
        counted = (
            self.model._default_manager.registered()
            .filter(session__in=sessions, session__capacity__isnull=False)
            .annotate(
                position=Window(
                    RowNumber(), partition_by=F("session_id"), order_by=[F("placed_at"), F("pk")]
                )
            )
            .filter(position__lte=F("session__capacity"))
        )
        return self.registered().filter(
            Q(session__capacity__isnull=True) | Q(pk__in=counted.values("pk")),
            session__in=sessions,
        )

    def ahead_of(self, registration: "Registration") -> "RegistrationQuerySet":
        """Everyone on the same list who came before."""
        return self.registered().filter(
            Q(placed_at__lt=registration.placed_at)
            | Q(placed_at=registration.placed_at, pk__lt=registration.pk),
            session=registration.session_id,
        )

    def having_acknowledged(self, required: int | Coalesce) -> "RegistrationQuerySet":
        """Whose person acknowledged the newest version at sign-up and version `required`."""
        return self.filter(
            Exists(
                Acknowledgement.objects.filter(
                    person=OuterRef("person"),
                    version__number__gte=OuterRef("policy_version__number"),
                ).filter(version__number__gte=required)
            )
        )

    def with_everything(self) -> "RegistrationQuerySet":
        """With what a personal page or a message needs."""
        return self.select_related(
            "person",
            "policy_version",
            "session__meeting__platform_affiliate",
            "session__call_link",
        )


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: Any) -> "ReportQuerySet":
        """For those it is addressed to, as long as they have the part in which it reached them,
        unless it is about them."""
        if not user.is_authenticated:
            return self.none()
        mine = self.filter(readers=user).exclude(concerned=user)
        if not user.is_staff:
            # The last day is part of it, as where it is said who receives them.
            today = TruncDate(Now(), tzinfo=dt.UTC)
            ties = user.affiliations.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=today))
            receives = Exists(ties.filter(receives_reports=True))
            mine = mine.filter(Q(session__meeting__facilitators=user) | Q(receives))
        return mine.distinct()
