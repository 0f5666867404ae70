"""The database itself keeps the chain: no second line of a number, no line changed or removed.

A row that opens the log for an erasure cannot be hidden: it stays while its organisation does.
"""

import django.utils.timezone
from django.db import migrations, models

from kortreist_web.core.triggers import append_only, stays_with_tenant


class Migration(migrations.Migration):
    """Add the constraint and the triggers."""

    dependencies = [("changes", "0101_chain")]
    operations = [
        migrations.AlterField(
            "change",
            "at",
            models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddConstraint(
            "change",
            models.UniqueConstraint(fields=("organisation", "number"), name="one_line_a_number"),
        ),
        append_only("changes_change"),
        stays_with_tenant("changes_erasure"),
    ]
