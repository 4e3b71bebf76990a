from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("learning_patterns", "0005_search"),
    ]

    operations = []
