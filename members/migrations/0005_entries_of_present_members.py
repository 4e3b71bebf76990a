"""Who is a member already gets an entry in the directory, seen by members only.

Applications without a moment get one: the inbox is sorted by it.
"""

import datetime as dt
import unicodedata

from django.db import migrations

# Letters that are no letter with a mark, and are still typed without one.
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def make_entries(apps, schema_editor):
    membership_model = apps.get_model("members", "Membership")
    profile_model = apps.get_model("members", "Profile")
    without = membership_model.objects.filter(profile__isnull=True)  # not after going back
    for membership in without.select_related("person").iterator():
        person = membership.person
        proved = person.wikimedia_name if person.wikimedia_proved_at else ""
        name = (person.name or proved or f"#{person.pk}")[:80]  # a user name can be longer
        ties = person.affiliations.filter(ended_on__isnull=True).select_related("affiliate")
        first = ties.order_by("pk").first()
        found_by = [] if membership.status == "inactive" else [tie.affiliate.name for tie in ties]
        profile_model.objects.create(
            membership=membership,
            name=name,
            country=first.affiliate.country if first else "",
            public_words=_plain(name),
            member_words=_plain(" ".join([name, *found_by])),
        )
    waiting = membership_model.objects.filter(status="applied", applied_at__isnull=True)
    waiting.update(applied_at=dt.datetime.now(dt.UTC))


def _plain(text):
    parts = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return " ".join(bare.translate(LETTERS).split())


class Migration(migrations.Migration):
    dependencies = [("members", "0004_memberships")]
    operations = [migrations.RunPython(make_entries, migrations.RunPython.noop)]
