"""The database itself refuses to change or remove these rows."""

from django.db import migrations

from kortreist_web.core.triggers import append_only


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [("hearings", "0001_initial"), ("changes", "0001_initial")]
    operations = [
        append_only("hearings_submission"),
        append_only("hearings_submissionfile"),
        append_only("hearings_extension"),
    ]
