"""The log becomes a chain; the lines there are get their numbers and digests."""

from django.db import migrations, models

from kortreist_web.changes.chain import BEGINNING, digest_of


def _open(apps, editor):
    """Take the triggers away: the table is altered and its lines get what they lack."""
    where = " ON changes_change" if editor.connection.vendor == "postgresql" else ""
    for verb in ("update", "delete"):
        editor.execute(f"DROP TRIGGER IF EXISTS changes_change_no_{verb}{where}")


def _chain(apps, editor):
    lines, heads = apps.get_model("changes", "Change"), apps.get_model("changes", "ChainHead")
    newest = {}
    for line in lines.objects.order_by("id").iterator(500):
        number, digest = newest.get(line.organisation_id, (0, BEGINNING))
        line.number, line.previous = number + 1, digest
        line.digest = digest_of(line)
        values = {"number": line.number, "previous": line.previous, "digest": line.digest}
        lines.objects.filter(pk=line.pk).update(**values)
        newest[line.organisation_id] = line.number, line.digest
    for organisation, (number, digest) in newest.items():
        heads.objects.create(organisation_id=organisation, number=number, digest=digest)


class Migration(migrations.Migration):
    """Add the columns and the heads, and fill them."""

    dependencies = [("changes", "0100_append_only"), ("tenants", "0001_initial")]
    operations = [
        migrations.RunPython(_open, migrations.RunPython.noop),
        migrations.AddField(
            "change", "number", models.BigIntegerField(default=0, editable=False), False
        ),
        migrations.AddField(
            "change",
            "previous",
            models.CharField(default="", editable=False, max_length=64),
            False,
        ),
        migrations.AddField(
            "change", "digest", models.CharField(default="", editable=False, max_length=64), False
        ),
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=models.PROTECT, related_name="+", to="tenants.organisation"
                    ),
                ),
            ],
        ),
        migrations.RunPython(_chain, migrations.RunPython.noop),
    ]
