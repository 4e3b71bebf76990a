import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import members.tokens


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0005_invitations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ListAct",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("removed", "removed"),
                            ("moved", "moved"),
                            ("first", "put first on the waiting list"),
                            ("attendance", "attendance"),
                        ],
                        max_length=10,
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acts",
                        to="meetings.session",
                    ),
                ),
            ],
        ),
    ]
