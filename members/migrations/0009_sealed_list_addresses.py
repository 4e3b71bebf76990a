"""Addresses on the mailing list are locked: whoever reads the table does not read them."""

from django.conf import settings
from django.db import migrations, models

from vsn import sealed


def lock_addresses(apps, schema_editor):
    for row in apps.get_model("members", "ListAddress").objects.iterator():
        row.keyed = sealed.keyed(f"mailing list:{row.address}", settings.IDENTITY_KEYS[0])
        row.locked = sealed.lock(row.address, settings.ADDRESS_KEYS)
        row.save(update_fields=["keyed", "locked"])


def open_addresses(apps, schema_editor):
    """What cannot be read any more goes."""
    for row in apps.get_model("members", "ListAddress").objects.iterator():
        try:
            row.address = sealed.unlock(row.locked, settings.ADDRESS_KEYS)
            row.save(update_fields=["address"])
        except sealed.Unreadable:
            row.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0008_accounts"),
    ]

    operations = [
        # Each step leads back, too: the column comes back empty before it is filled.
        migrations.AlterField(
            model_name="listaddress",
            name="address",
            field=models.EmailField(max_length=254, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="listaddress",
            name="keyed",
            field=models.CharField(editable=False, max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="listaddress",
            name="locked",
            field=models.TextField(default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(lock_addresses, open_addresses),
        migrations.AlterField(
            model_name="listaddress",
            name="keyed",
            field=models.CharField(editable=False, max_length=64, unique=True),
        ),
        migrations.RemoveField(model_name="listaddress", name="address"),
    ]
