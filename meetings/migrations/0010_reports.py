"""Notes about reports become rows of their own, with author and time; an old text has neither."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def keep_notes(apps, schema_editor):
    Report = apps.get_model("meetings", "Report")
    Note = apps.get_model("meetings", "ReportNote")
    Report.objects.update(touched_at=F("made_at"))
    # When an old one was closed is not known; its time counts from when it was made.
    Report.objects.filter(status="closed").update(closed_at=F("made_at"))
    Note.objects.bulk_create(
        Note(report=report, at=report.made_at, text=report.old_notes)
        for report in Report.objects.exclude(old_notes="")
    )


def join_notes(apps, schema_editor):
    Report = apps.get_model("meetings", "Report")
    for report in Report.objects.filter(notes__isnull=False).distinct():
        texts = report.notes.exclude(text="").order_by("pk").values_list("text", flat=True)
        report.old_notes = "\n\n".join(texts)
        report.save(update_fields=["old_notes"])


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0009_certificates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField(model_name="report", old_name="notes", new_name="old_notes"),
        migrations.AddField(
            model_name="report",
            name="closed_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="closed at"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="reminded_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="reminders",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="report",
            name="revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="report",
            name="touched_at",
            field=models.DateTimeField(null=True, verbose_name="last worked on"),
        ),
        migrations.CreateModel(
            name="ReportNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "new"),
                            ("open", "being worked on"),
                            ("closed", "closed"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="meetings.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "note about a report",
                "verbose_name_plural": "notes about reports",
                "ordering": ["pk"],
            },
        ),
        migrations.RunPython(keep_notes, join_notes),
        migrations.AlterField(
            model_name="report",
            name="touched_at",
            field=models.DateTimeField(verbose_name="last worked on"),
        ),
        migrations.RemoveField(model_name="report", name="old_notes"),
    ]
