from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Count


def tell_what_was_told(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """So far answers were told as soon as there were five."""
    feedback = apps.get_model("meetings", "Feedback").objects
    groups = feedback.order_by().values_list("session", "kind").annotate(count=Count("pk"))
    for session, kind, count in groups:
        if count >= 5:
            feedback.filter(session=session, kind=kind).update(is_told=True)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0010_reports")]

    operations = [
        migrations.AddField(
            model_name="feedback",
            name="is_told",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="session",
            name="never_public",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunPython(tell_what_was_told, migrations.RunPython.noop),
    ]
