"""Editions and files that tests of the account share."""

import datetime as dt

import pytest

from kortreist_web.accounts.models import InventoryFigure, Vintage


@pytest.fixture
def account(place):
    """Eksempeldal's account, of the edition that ships."""
    from kortreist_web.accounts.bundled import ensure_bundled
    from kortreist_web.accounts.computation import compute_account

    ensure_bundled()
    return compute_account(place)


@pytest.fixture
def make_file():
    """Return the content of a CSV of the inventory: {(number, year): tonnes of cars}."""

    def make(figures):
        rows = ["Kommunenummer;Kommune;År;Sektor;Utslippskilde;Utslipp"]
        names = {"4005": "Notodden", "4003": "Skien", "4026": "Tinn"}
        rows += [
            f"{n};{names[n]};{y};Veitrafikk;Personbiler;{str(t).replace('.', ',')}"
            for (n, y), t in figures.items()
        ]
        return ("\n".join(rows) + "\n").encode()

    return make


@pytest.fixture
def country(db):
    """An edition with three municipalities."""
    vintage = Vintage.objects.create(
        engine_id="mdir-2026-06-01-made", date=dt.date(2026, 6, 1), origin="made", years=[2024]
    )
    tonnes = {
        "4005": {"road_transport": 20_000.0, "agriculture": 10_000.0},
        "4003": {"road_transport": 60_000.0, "industry_oil_gas": 200_000.0},
        "4026": {"road_transport": 12_000.0, "agriculture": 6_000.0},
    }
    InventoryFigure.objects.bulk_create(
        InventoryFigure(vintage=vintage, place=p, year=2024, sector=s, source=s, tonnes=t)
        for p, sectors in tonnes.items()
        for s, t in sectors.items()
    )
    return vintage
