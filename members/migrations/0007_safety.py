from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0006_messages_between_members"),
    ]

    operations = []
