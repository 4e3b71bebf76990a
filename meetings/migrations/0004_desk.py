from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_from_sign_up_pages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="asks_feedback",
            field=models.BooleanField(
                db_default=True, default=True, verbose_name="ask how it was, after each session"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="follow_up_months",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                help_text="Only people whom the portal still knows by then are asked: participants who are not members are forgotten some time after their last session.",
                verbose_name="ask again what came of it, after so many months",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="former_attendees",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="meeting",
            name="former_people",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="meeting",
            name="proposal",
            field=models.CharField(
                blank=True,
                choices=[
                    ("started", "being written"),
                    ("waiting", "waits for an admin"),
                    ("declined", "declined"),
                ],
                editable=False,
                max_length=10,
                verbose_name="proposal",
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="proposal_answer",
            field=models.CharField(blank=True, editable=False, max_length=500),
        ),
        migrations.AddField(
            model_name="meeting",
            name="proposed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="questions",
            field=models.JSONField(blank=True, default=list, verbose_name="questions on the form"),
        ),
        migrations.AddField(
            model_name="meeting",
            name="revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="programme",
            name="former_attendees",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="programme",
            name="former_people",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="registration",
            name="answers",
            field=models.JSONField(blank=True, default=list, verbose_name="answers"),
        ),
        migrations.AddField(
            model_name="registration",
            name="gave_feedback",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="registration",
            name="gave_follow_up",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="registration",
            name="language",
            field=models.CharField(blank=True, editable=False, max_length=15),
        ),
        migrations.AlterField(
            model_name="registration",
            name="source",
            field=models.CharField(
                choices=[
                    ("self", "signed up"),
                    ("facilitator", "added by a facilitator"),
                    ("import", "from a sign-up page"),
                    ("walk_in", "came without signing up"),
                ],
                default="self",
                max_length=12,
            ),
        ),
    ]
