"""The database itself refuses to change or remove these rows."""

from django.db import migrations

from kortreist_web.core.triggers import append_only


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [("participation", "0001_initial"), ("changes", "0001_initial")]
    operations = [
        append_only("participation_answer"),
        append_only("participation_answereditem"),
        append_only("participation_tracelink"),
        append_only("participation_moderationact"),
    ]
