"""The safe space policy's first version is part of the installation: no sign-up without it."""

import datetime as dt
from pathlib import Path

from django.db import migrations

TEXT = Path(__file__).resolve().parent.parent / "policies" / "safe_space_1.en.md"


def publish_first_version(apps, schema_editor):
    version = apps.get_model("members", "PolicyVersion").objects.create(
        number=1, published_at=dt.datetime.now(dt.UTC), needs_acknowledgement=True
    )
    apps.get_model("members", "PolicyText").objects.create(
        version=version, language="en", body=TEXT.read_text(encoding="utf-8")
    )


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]
    operations = [migrations.RunPython(publish_first_version, migrations.RunPython.noop)]
