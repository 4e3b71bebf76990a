"""Every pattern that is there already gets a first revision, which is what it shows."""

from django.db import migrations
from django.utils import timezone

COLUMNS = (
    "title",
    "language",
    "problem",
    "solution",
    "considerations",
    "when_to_use",
    "examples",
    "see_also",
    "related",
    "external_links",
    "references",
    "creators",
    "image",
)


def make(apps, schema_editor):
    Pattern = apps.get_model("learning_patterns", "Pattern")
    Revision = apps.get_model("learning_patterns", "Revision")
    now = timezone.now()
    for pattern in Pattern.objects.filter(revision=0).prefetch_related("categories"):
        content = {name: getattr(pattern, name) for name in COLUMNS}
        content["categories"] = " ".join(sorted(c.slug for c in pattern.categories.all()))
        Revision.objects.create(pattern=pattern, number=1, at=now, content=content)
        pattern.revision = pattern.shown = 1
        pattern.changed_at = now
        if pattern.status in ("published", "archived"):
            pattern.published_at = now
        pattern.save()


class Migration(migrations.Migration):
    dependencies = [("learning_patterns", "0003_revisions")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
