"""Accounts that erased throw-away workspaces left, made on official figures, go."""

from typing import Any

from django.db import migrations


def remove_left(apps: Any, schema_editor: Any) -> None:
    """Remove accounts of invented codes that nobody has, or whose owner borrows other figures."""
    borrows = dict(
        apps.get_model("tenants", "Organisation").objects.values_list("code", "figures_code")
    )
    rows = apps.get_model("accounts", "AccountResult").objects.filter(place__startswith="X")
    kept = rows.values_list("pk", "place", "content__place__figures_from__number")
    left = [pk for pk, place, number in kept if number != borrows.get(place)]
    rows.filter(pk__in=left).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_withdrawn_editions"),
        ("tenants", "0004_throw_away_workspace"),
    ]

    operations = [migrations.RunPython(remove_left, migrations.RunPython.noop)]
