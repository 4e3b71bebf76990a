from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0007_safety"),
    ]

    operations = [
        migrations.AddField(
            model_name="affiliation",
            name="self_said",
            field=models.BooleanField(default=False, verbose_name="said by the person alone"),
        ),
        migrations.AddField(
            model_name="membership",
            name="affiliate_dismissed",
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AddField(
            model_name="membership",
            name="asked_on",
            field=models.DateField(blank=True, null=True, verbose_name="asked on"),
        ),
        migrations.AddField(
            model_name="membership",
            name="confirmed_on",
            field=models.DateField(blank=True, null=True, verbose_name="still right on"),
        ),
        migrations.AddField(
            model_name="user",
            name="muted_topics",
            field=models.JSONField(blank=True, default=list, verbose_name="switched off"),
        ),
        migrations.AddField(
            model_name="user",
            name="preferred_route",
            field=models.CharField(
                choices=[("email", "by e-mail"), ("wiki_mail", "as mail from the wiki")],
                default="email",
                max_length=10,
                verbose_name="messages go first",
            ),
        ),
        migrations.AlterField(
            model_name="membershipstep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("applied", "applied"),
                    ("asked", "asked"),
                    ("answered", "answered"),
                    ("withdrew", "withdrew the application"),
                    ("voted", "recorded the vote of the members"),
                    ("approved", "approved"),
                    ("declined", "declined"),
                    ("ended", "marked as no longer active"),
                    ("left", "said that they are no longer active"),
                    ("confirmed", "said that all of it is still right"),
                    ("dismissed", "did not add the affiliate to the list"),
                    ("reinstated", "reinstated"),
                ],
                max_length=10,
                verbose_name="step",
            ),
        ),
    ]
