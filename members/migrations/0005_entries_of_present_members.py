"""Who is a member already gets an entry in the directory, seen by members only.

Applications without a moment get one: the inbox is sorted by it.
"""

import datetime as dt
import unicodedata

from django.db import migrations


def make_entries(apps, schema_editor):
    membership_model = apps.get_model("members", "Membership")
    profile_model = apps.get_model("members", "Profile")
    for membership in membership_model.objects.select_related("person").iterator():
        person = membership.person
        proved = person.wikimedia_name if person.wikimedia_proved_at else ""
        name = person.name or proved or f"#{person.pk}"
        ties = person.affiliations.filter(ended_on__isnull=True).select_related("affiliate")
        first = ties.order_by("pk").first()
        profile_model.objects.create(
            membership=membership,
            name=name,
            country=first.affiliate.country if first else "",
            public_words=_plain(name),
            member_words=_plain(" ".join([name, *(tie.affiliate.name for tie in ties)])),
        )
    waiting = membership_model.objects.filter(status="applied", applied_at__isnull=True)
    waiting.update(applied_at=dt.datetime.now(dt.UTC))


def _plain(text):
    parts = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in parts if not unicodedata.combining(c)).split())


class Migration(migrations.Migration):
    dependencies = [("members", "0004_memberships")]
    operations = [migrations.RunPython(make_entries, migrations.RunPython.noop)]
