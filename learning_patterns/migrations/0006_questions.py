from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("learning_patterns", "0005_search"),
    ]

    operations = [
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
    ]
