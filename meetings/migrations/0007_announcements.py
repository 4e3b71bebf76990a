import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import members.tokens


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0006_list_acts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "handle",
                    models.CharField(
                        default=members.tokens.new_handle,
                        editable=False,
                        max_length=13,
                        unique=True,
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everyone", "everyone on the list and the waiting list"),
                            ("places", "those who have a place"),
                            ("waiting", "those on the waiting list"),
                            ("chosen", "those who were chosen"),
                        ],
                        max_length=10,
                        verbose_name="to",
                    ),
                ),
                ("subject", models.CharField(max_length=150, verbose_name="subject")),
                ("text", models.TextField(max_length=5000, verbose_name="text")),
                ("recipients", models.PositiveIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announcements",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announcements",
                        to="meetings.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "message to a list",
                "verbose_name_plural": "messages to lists",
                "ordering": ["-pk"],
            },
        ),
        migrations.AlterField(
            model_name="registration",
            name="status",
            field=models.CharField(
                choices=[
                    ("unconfirmed", "not confirmed yet"),
                    ("registered", "signed up"),
                    ("cancelled", "cancelled"),
                    ("removed", "removed by a facilitator"),
                    ("walk_in", "came without signing up"),
                ],
                default="unconfirmed",
                max_length=12,
                verbose_name="status",
            ),
        ),
    ]
