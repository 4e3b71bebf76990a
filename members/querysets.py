"""Questions to the tables of people and policies."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce, TruncDate

if TYPE_CHECKING:
    from members.models import Affiliate, PolicyVersion

LISTED = ["active", "inactive"]


def _present(today: dt.date, path: str = "") -> Q:
    """Affiliations that have not come to an end; `path` leads to them."""
    return Q(**{f"{path}ended_on__isnull": True}) | Q(**{f"{path}ended_on__gte": today})


class AffiliateQuerySet(models.QuerySet["Affiliate"]):
    def with_people(self, audience: Collection[str], today: dt.date) -> "AffiliateQuerySet":
        """Adds `people`: how many members and liaisons show this audience that they belong here."""
        to_membership = "affiliations__person__membership__"
        shown = _present(today, "affiliations__") & Q(
            **{
                f"{to_membership}status": "active",
                f"{to_membership}profile__shown_to__in": audience,
                f"{to_membership}profile__affiliations_shown_to__in": audience,
            }
        )
        return self.annotate(people=Count("affiliations__person", filter=shown, distinct=True))

    def of_people(self, people: models.QuerySet, today: dt.date) -> "AffiliateQuerySet":
        """Those to which any of these people (a queryset of ids) belongs now."""
        ties = apps.get_model("members", "Affiliation").objects.present(today)
        return self.filter(pk__in=ties.filter(person__in=people).values("affiliate"))


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def present(self, today: dt.date) -> "AffiliationQuerySet":
        return self.filter(_present(today))

    def said_alone(self, audience: Collection[str], today: dt.date) -> "AffiliationQuerySet":
        """Present ones that nobody has confirmed, of members who show them to this audience."""
        shown = self.present(today).filter(
            self_said=True,
            person__membership__status="active",
            person__membership__profile__shown_to__in=audience,
            person__membership__profile__affiliations_shown_to__in=audience,
        )
        return shown.order_by("pk")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def waiting(self) -> "MembershipQuerySet":
        """Applications that an admin has to do something about, the oldest first."""
        return self.filter(status="applied").order_by("applied_at", "pk")

    def to_be_asked(self, last: dt.date) -> "MembershipQuerySet":
        """Active ones of whom nothing was sure since that day, and who were not asked yet; the day
        as `sure_on`."""
        joined = TruncDate("person__date_joined", tzinfo=dt.UTC)
        sure = Coalesce("confirmed_on", "since", joined)
        active = self.filter(status="active", asked_on__isnull=True)
        return active.annotate(sure_on=sure).filter(sure_on__lte=last)

    def unanswered(self, last: dt.date) -> "MembershipQuerySet":
        """Active ones who were asked by that day and gave no answer, longest ago first."""
        return self.filter(status="active", asked_on__lte=last).order_by("asked_on", "pk")

    def proposing(self) -> "MembershipQuerySet":
        """Who named an affiliate that is not on the list, and no admin has said what becomes of
        it, the first one first."""
        named = self.filter(status__in=["applied", "asked", "active"], affiliate__isnull=True)
        return named.exclude(affiliate_named="").filter(affiliate_dismissed="").order_by("pk")

    def listed(self, audience: Collection[str]) -> "MembershipQuerySet":
        """Members and liaisons, present and former ones, whom this audience may find."""
        return self.filter(status__in=LISTED, profile__shown_to__in=audience)

    def at(
        self, affiliate: "Affiliate", audience: Collection[str], today: dt.date
    ) -> "MembershipQuerySet":
        """Those who show this audience that they belong to the affiliate now."""
        here = apps.get_model("members", "Affiliation").objects.present(today)
        people = here.filter(affiliate=affiliate).values("person")
        return self.filter(profile__affiliations_shown_to__in=audience, person__in=people)

    def shown(self, part: str, audience: Collection[str]) -> models.QuerySet:
        """The values of one part of their entries, each once, as far as they show it."""
        seen = self.filter(**{f"profile__{part}_shown_to__in": audience})
        values = seen.exclude(**{f"profile__{part}": ""}).values_list(f"profile__{part}", flat=True)
        return values.distinct().order_by(f"profile__{part}")

    def matching(
        self,
        audience: Collection[str],
        today: dt.date,
        *,
        words: Collection[str] = (),
        affiliate: "Affiliate | None" = None,
        country: str = "",
        language: str = "",
        role: str = "",
    ) -> "MembershipQuerySet":
        """What was asked for, looked for only in what each person shows to this audience: who is
        no longer active shows a name and nothing else."""
        former = role == "former"
        found = self.filter(status="inactive" if former else "active")
        if former and (affiliate or country or language):
            return found.none()
        if role in ("member", "liaison"):
            found = found.filter(role=role)
        if affiliate:
            found = found.at(affiliate, audience, today)
        if country:
            found = found.filter(profile__country=country, profile__country_shown_to__in=audience)
        if language:
            found = found.filter(
                profile__languages__contains=f",{language},",
                profile__languages_shown_to__in=audience,
            )
        column = "member_words" if "members" in audience else "public_words"
        for word in words:
            found = found.filter(**{f"profile__{column}__contains": word})
        return found

    def in_order(self) -> "MembershipQuerySet":
        """By name, accents and capitals aside: the words of an entry begin with it."""
        return self.order_by("profile__public_words", "pk")

    def with_everything(self, today: dt.date) -> "MembershipQuerySet":
        """With what an entry in the directory or an application shows; the affiliations that
        have not ended as `person.present_affiliations`."""
        ties = apps.get_model("members", "Affiliation").objects.present(today)
        ties = ties.select_related("affiliate").order_by("pk")
        return self.select_related("person", "profile", "affiliate").prefetch_related(
            Prefetch("person__affiliations", ties, to_attr="present_affiliations")
        )


class MembershipStepQuerySet(models.QuerySet["MembershipStep"]):
    def standing(self) -> "MembershipStepQuerySet":
        """Those after which nothing else happened to the membership. A vote decides nothing, nor
        does what became of an affiliate's name or of the question of the year."""
        later = self.model.objects.filter(
            ~Q(kind=OuterRef("kind")), membership=OuterRef("membership"), pk__gt=OuterRef("pk")
        )
        aside = ["voted", "dismissed", "confirmed"]
        return self.exclude(Exists(later.exclude(kind__in=aside)))

    def for_applicant(self) -> "MembershipStepQuerySet":
        """What is meant for the person it is about: all but how the members voted."""
        return self.exclude(kind="voted")


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def published(self) -> "PolicyVersionQuerySet":
        return self.filter(published_at__isnull=False)

    def drafts(self) -> "PolicyVersionQuerySet":
        return self.filter(published_at__isnull=True).order_by("pk")

    def newest(self) -> "PolicyVersion":
        """The version in force. The first one is part of the installation, so there is one."""
        return self.published().order_by("-number")[0]

    def required(self) -> "PolicyVersion | None":
        """That version itself, with its texts; None when there is none."""
        substance = self.published().filter(needs_acknowledgement=True)
        return substance.prefetch_related("texts").order_by("-number").first()

    def required_number(self) -> int:
        """The newest version that everyone has to acknowledge; 0 when there is none."""
        return (
            self.published()
            .filter(needs_acknowledgement=True)
            .aggregate(number=models.Max("number"))["number"]
            or 0
        )


class ExclusionQuerySet(models.QuerySet):
    def in_force(self, now: dt.datetime) -> "ExclusionQuerySet":
        """Begun, not over, and agreed; what is urgent counts for a while before that."""
        agreed = Q(state="agreed") | Q(state="proposed", provisional_until__gt=now)
        not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=now)
        return self.filter(agreed, not_over, starts_at__lte=now)

    def originals(self) -> "ExclusionQuerySet":
        """What admins decide about; the copies follow."""
        return self.filter(copy_of__isnull=True)

    def family(self, root_id: int) -> "ExclusionQuerySet":
        """An entry with all its copies."""
        return self.filter(Q(pk=root_id) | Q(copy_of=root_id))

    def to_review(self, today: dt.date, now: dt.datetime) -> "ExclusionQuerySet":
        """Those whose day to be looked at again has come, the longest waiting first."""
        not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=now)
        due = self.originals().filter(not_over, state="agreed", review_on__lte=today)
        return due.order_by("review_on", "pk")

    def to_confirm(self, now: dt.datetime) -> "ExclusionQuerySet":
        """Those that wait for a second admin."""
        not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=now)
        return self.originals().filter(not_over, state="proposed").order_by("pk")

    def lifted(self, now: dt.datetime) -> "ExclusionQuerySet":
        """Those that were agreed to and are over."""
        return self.originals().filter(state="agreed", ends_at__lte=now)
