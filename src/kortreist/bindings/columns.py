"""The columns of a table of bindings, and the words that may stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kortreist.baseline.known_changes import max_tonnes
from kortreist.bindings.binding import FlowAccount, Kind, Status
from kortreist.facts import load

__all__ = [
    "ACCOUNT_WORDS",
    "COLUMNS",
    "KIND_WORDS",
    "NO",
    "STATUS_WORDS",
    "YES",
    "Column",
    "is_small_money",
    "number_limits",
    "smallest_nok",
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Parameters
    ----------
    name : str
        As the how-to writes it.
    also : tuple of str
        Other headings that are read as the same.
    """

    name: str
    also: tuple[str, ...] = ()


#: Field → column. Only ``id`` and ``navn`` must be there; what is left out is not known.
COLUMNS: dict[str, Column] = {
    "id": Column("id"),
    "name": Column("navn", ("namn", "name")),
    "kind": Column("type", ("kind",)),
    "status": Column("status"),
    "signed_by": Column("signeres", ("signerast", "signed_by")),
    "start": Column("start"),
    "lifetime": Column("levetid", ("lifetime",)),
    "capital": Column("kapital_kr", ("capital", "capital_nok")),
    "running": Column("drift_kr_år", ("drift_kr_ar", "drift_kr_aar", "running", "running_nok")),
    "low": Column("utslipp_t_år_lav", ("utslepp_t_år_låg", "utslipp_t_ar_lav", "low")),
    "central": Column(
        "utslipp_t_år_midt", ("utslepp_t_år_midt", "utslipp_t_ar_midt", "_midt", "midt", "central")
    ),
    "high": Column(
        "utslipp_t_år_høy", ("utslepp_t_år_høg", "utslipp_t_ar_hoy", "_høy", "_høg", "høy", "high")
    ),
    "source": Column("kilde", ("kjelde", "source")),
    "in_baseline": Column("del_i_referansebane", ("in_baseline",)),
    "exit_year": Column("utgang_år", ("utgang_ar", "exit_year")),
    "exit_nok": Column("utgang_kr", ("exit_nok",)),
    "closes": Column("stenger", ("stengjer", "closes")),
    "alternative_to": Column("alternativ_til", ("alternative_to",)),
    "mode": Column("virkning", ("verknad", "mode")),
    "account": Column("konto", ("account",)),
    "once": Column("engangs", ("eingongs", "once")),
    "last": Column("utslipp_til_år", ("utslepp_til_år", "last")),
    "driver": Column("driver"),
    "zero_confirmed": Column("null_bekreftet", ("null_stadfesta", "zero_confirmed")),
    "reversal_cost": Column("tap_andel", ("reversal_cost",)),
    "from_climate_money": Column("klimapenger", ("klimapengar", "from_climate_money")),
    "waiting_cost": Column("vente_kr", ("waiting_cost",)),
    "needs_by": Column("trengs_innen", ("trengst_innan", "needs_by")),
    "own_share": Column("egenandel", ("eigendel", "own_share")),
    "price_year": Column("prisår", ("prisar", "price_year")),
    "unit": Column("enhet", ("eining", "unit")),
    "decider": Column("bestemmes_av", ("vert_avgjort_av", "decider")),
    "lines": Column("budsjettlinjer", ("lines",)),
}
#: Fields that hold tonnes, kroner that a binding costs, and shares.
_TONNES = ("low", "central", "high")
_MONEY = ("capital", "running")
_SHARES = ("in_baseline", "reversal_cost", "own_share")


def number_limits() -> dict[str, tuple[float, float]]:
    """Return the fields that hold numbers, by the least and the most they may be.

    What is outside is a misprint: the limits are facts (``binding_limits``), and those of tonnes
    are the ones of known changes.
    """
    return _limits_on(date.today())


@lru_cache(maxsize=1)
def _limits_on(day: date) -> dict[str, tuple[float, float]]:
    rows = load().table("binding_limits", day)
    limits = {str(row["id"]): (float(row["minimum"]), float(row["maximum"])) for row in rows}
    limits |= dict.fromkeys(_TONNES, (0.0, max_tonnes()))
    # Nobody knows the prices of later years than the next budget's.
    limits["price_year"] = (limits["price_year"][0], min(limits["price_year"][1], day.year + 1.0))
    return limits | dict.fromkeys(_SHARES, (0.0, 1.0))


def smallest_nok() -> float:
    """Return the NOK below which an investment or a yearly cost is a misprint."""
    return load().figure("bindings/smallest_nok").value


def is_small_money(field: str, nok: float) -> bool:
    """Tell whether an amount is so small that its zeros must have been left out."""
    return field in _MONEY and nok != 0.0 and abs(nok) < smallest_nok()


KIND_WORDS: dict[str, Kind] = {
    "vei": "road", "veg": "road", "road": "road",
    "bygg": "building", "bygning": "building", "building": "building",
    "oppvarming": "heating", "varme": "heating", "heating": "heating",
    "kjøretøy": "fleet", "køyretøy": "fleet", "bilpark": "fleet", "fleet": "fleet",
    "transportavtale": "transport_contract", "transportkontrakt": "transport_contract",
    "transport_contract": "transport_contract",
    "avfallsavtale": "waste_contract", "avfallskontrakt": "waste_contract",
    "waste_contract": "waste_contract",
    "parkering": "parking", "parking": "parking",
    "areal": "land", "land": "land",
    "energi": "energy", "energy": "energy",
    "annet": "other", "anna": "other", "other": "other",
}  # fmt: skip
STATUS_WORDS: dict[str, Status] = {
    "idé": "idea", "ide": "idea", "idea": "idea",
    "planlagt": "planned", "planned": "planned",
    "vedtatt": "adopted", "vedteke": "adopted", "adopted": "adopted",
    "kontrakt": "contracted", "inngått": "contracted", "contracted": "contracted",
    "i drift": "running", "løpende": "running", "løpande": "running", "running": "running",
}  # fmt: skip
ACCOUNT_WORDS: dict[str, FlowAccount] = {
    "territorialt": "territorial", "direkte": "territorial", "territorial": "territorial",
    "areal": "land", "arealbruk": "land", "myr": "land", "land": "land",
    "forbruk": "consumption", "consumption": "consumption",
}  # fmt: skip
YES = ("ja", "yes", "true", "1", "sann")
NO = ("nei", "no", "false", "0", "usann")
