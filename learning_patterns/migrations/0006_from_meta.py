"""Which page of Meta a pattern was brought in from."""

from importlib import import_module

from django.db import migrations, models

search = import_module("learning_patterns.migrations.0005_search")


def without_search(apps, schema_editor):
    """SQLite makes the table anew for a unique column, and its triggers go with the old one."""
    if schema_editor.connection.vendor == "sqlite":
        search.drop(apps, schema_editor)


def with_search(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        search.build(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("learning_patterns", "0005_search"),
    ]

    operations = [
        migrations.RunPython(without_search, with_search),
        migrations.AddField(
            model_name="pattern",
            name="wiki_page",
            field=models.CharField(
                blank=True,
                editable=False,
                max_length=255,
                null=True,
                unique=True,
                verbose_name="page on Meta",
            ),
        ),
        migrations.AddField(
            model_name="pattern",
            name="wiki_revision",
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="pattern",
            name="wiki_content",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.RunPython(with_search, without_search),
    ]
