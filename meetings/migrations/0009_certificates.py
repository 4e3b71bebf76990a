import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0008_digests_and_feedback"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        editable=False, max_length=24, unique=True, verbose_name="number"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("issued_at", models.DateTimeField(verbose_name="issued at")),
                (
                    "registration",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="certificate",
                        to="meetings.registration",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="meetings.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificate",
                "verbose_name_plural": "certificates",
            },
        ),
        migrations.AddField(
            model_name="registration",
            name="former",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.CreateModel(
            name="AddressExport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            (
                                "call",
                                "the call is run with another tool that needs the addresses",
                            ),
                            (
                                "urgent",
                                "people have to be told something that the portal cannot send",
                            ),
                            (
                                "organiser",
                                "the host asked for them, and those on the list know it",
                            ),
                            ("other", "something else"),
                        ],
                        max_length=10,
                        verbose_name="what for",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="why")),
                ("people", models.PositiveIntegerField(verbose_name="people")),
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
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="address_exports",
                        to="meetings.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "export of addresses",
                "verbose_name_plural": "exports of addresses",
                "ordering": ["-pk"],
            },
        ),
    ]
