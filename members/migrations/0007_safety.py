import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0006_messages_between_members"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ListAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "address",
                    models.EmailField(max_length=254, unique=True, verbose_name="e-mail address"),
                ),
            ],
            options={
                "verbose_name": "address on the mailing list",
                "verbose_name_plural": "addresses on the mailing list",
            },
        ),
        migrations.AddField(
            model_name="exclusion",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="agreed by",
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="copy_of",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="copies",
                to="members.exclusion",
            ),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="provisional_until",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="exclusion",
            name="state",
            field=models.CharField(
                choices=[("proposed", "proposed"), ("agreed", "agreed"), ("dropped", "not agreed")],
                default="agreed",
                max_length=8,
                verbose_name="state",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="wants_list",
            field=models.BooleanField(
                default=False, verbose_name="wants to be on the mailing list"
            ),
        ),
        migrations.AddField(
            model_name="policyversion",
            name="revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.CreateModel(
            name="BanListCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("found", models.BooleanField(verbose_name="is on the event ban list")),
                ("at", models.DateTimeField(verbose_name="at")),
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
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ban_list_check",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "look at the event ban list",
                "verbose_name_plural": "looks at the event ban list",
            },
        ),
        migrations.CreateModel(
            name="ExclusionStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("added", "put on the list"),
                            ("proposed", "proposed"),
                            ("confirmed", "agreed"),
                            ("dropped", "did not agree"),
                            ("reviewed", "looked at again"),
                            ("lifted", "lifted"),
                        ],
                        max_length=10,
                        verbose_name="step",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
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
                    "exclusion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="members.exclusion",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an exclusion",
                "verbose_name_plural": "steps of exclusions",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ListRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="number")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("added", models.PositiveIntegerField(verbose_name="added")),
                ("removed", models.PositiveIntegerField(verbose_name="removed")),
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
            ],
            options={
                "verbose_name": "update of the mailing list",
                "verbose_name_plural": "updates of the mailing list",
                "ordering": ["-number"],
            },
        ),
    ]
