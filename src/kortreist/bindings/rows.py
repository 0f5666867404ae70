"""From a row of the table to a binding or an alternative of one."""

from __future__ import annotations

from kortreist.bindings.binding import Binding, Exit, Flow
from kortreist.bindings.cells import Row, alias, refuse
from kortreist.bindings.columns import ACCOUNT_WORDS, KIND_WORDS, STATUS_WORDS
from kortreist.connectors.numbers import NumberError, read_number
from kortreist.errors import Phrase
from kortreist.facts import load
from kortreist.i18n import DATA_LANGUAGES
from kortreist.measures.prices import price_level

__all__ = ["from_row"]

_MODES = {"øker": "adds", "aukar": "adds", "adds": "adds", "holder": "holds", "held": "holds",
          "holds": "holds"}  # fmt: skip


def from_row(
    row: Row, sign: str, measures: frozenset[str], parent: Binding | None = None
) -> Binding:
    """Return the binding of a row.

    Parameters
    ----------
    row : Row
    sign : str
        Before decimals, in the whole file.
    measures : frozenset of str
        Ids that may be closed.
    parent : Binding, optional
        What the row is an alternative of: kind, status, signing, start and lifetime that are
        left out are as there.

    Raises
    ------
    InputError
        A cell that cannot hold.
    """
    id_ = row.text("id")
    if id_ is None:
        raise refuse(row, "id", "empty")
    zero = parent is not None and (alias(id_) == "null" or id_.lower().endswith(":null"))
    name = row.text("name")
    if name is None and not zero:
        raise refuse(row, "name", "empty")
    status = row.word("status", STATUS_WORDS) or (parent.status if parent else "planned")
    start = row.whole("start", sign)
    lifetime = row.whole("lifetime", sign)
    if parent is not None and not zero:
        lifetime = parent.lifetime if lifetime is None else lifetime
    if parent is not None:
        start = parent.start if start is None else start
    level = _price_level(row, sign)
    signed_by, month = row.month("signed_by") or (None, None)
    if parent is not None and signed_by is None:
        signed_by, month = parent.signed_by, parent.signed_month
    if signed_by is not None and start is not None and signed_by > start and parent is None:
        raise refuse(row, "signed_by", "signed_after_start")
    return Binding(
        id=id_,
        name=name or "",
        kind=row.word("kind", KIND_WORDS) or (parent.kind if parent else "other"),
        status=status,
        signed_by=signed_by,
        signed_month=month,
        start=start,
        lifetime=lifetime,
        capital=_times(row.number_of("capital", sign), level),
        running=_times(row.number_of("running", sign), level),
        flows=_flows(row, sign, status == "running"),
        exits=_exits(row, sign, start, lifetime, level),
        reversal_cost=row.number_of("reversal_cost", sign),
        zero=zero,
        zero_confirmed=bool(row.yes("zero_confirmed")),
        closes=_closes(row, measures),
        own_share=_or(row.number_of("own_share", sign), 1.0),
        from_climate_money=bool(row.yes("from_climate_money")),
        waiting_cost=_or(_times(row.number_of("waiting_cost", sign), level), 0.0),
        needs_by=row.year("needs_by"),
        unit=row.text("unit") or "",
        decider=row.text("decider") or "",
        lines=row.parts("lines"),
    )


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _times(value: float | None, level: float) -> float | None:
    return None if value is None else value * level


def _price_level(row: Row, sign: str) -> float:
    """Return what a krone of the row's price year is in the newest price level."""
    year = row.whole("price_year", sign)
    if year is None or year > price_level().year:
        return 1.0
    return float(price_level().of(year))


def _flows(row: Row, sign: str, running: bool) -> tuple[Flow, ...]:
    """Return the flow of a row; none where no tonnes are written, which is unknown."""
    low, central, high = (row.number_of(f, sign) for f in ("low", "central", "high"))
    if central is None:
        if low is not None or high is not None:
            raise refuse(row, "central", "empty")
        return ()
    low, high = _or(low, central), _or(high, central)
    if not low <= central:
        raise refuse(row, "low", "not_ordered")
    if not central <= high:
        raise refuse(row, "high", "not_ordered")
    mode = row.word("mode", _MODES) or "adds"
    written = row.text("source") or ""
    source = _source(written)
    account = row.word("account", ACCOUNT_WORDS) or ACCOUNT_WORDS.get(alias(written), "territorial")
    if mode == "holds" and not source:
        raise refuse(row, "source", "no_source")
    driver = row.text("driver") or ""
    if driver and driver not in {r["id"] for r in load().table("drivers")}:
        raise refuse(row, "driver", "no_driver")
    # What runs already is in the account, and in every future that starts from it.
    held = 1.0 if running else 0.0
    return (
        Flow(
            low,
            central,
            high,
            mode="holds" if mode == "holds" else "adds",
            account=account,
            source=source,
            driver=driver,
            last=row.whole("last", sign),
            once=bool(row.yes("once")),
            in_baseline=_or(row.number_of("in_baseline", sign), held),
            origin="" if source else written,
        ),
    )


def _source(written: str) -> str:
    """Return the inventory's ``sector/source`` of a text; empty where it is none."""
    if not written:
        return ""
    text = alias(written.replace(" / ", "/"))
    for r in load().table("inventory_sources"):
        pairs = [(r["sector"], r["source"])] + [
            (r[f"sector_{lang}"], r[f"source_{lang}"]) for lang in DATA_LANGUAGES
        ]
        if text in {alias(f"{sector}/{source}") for sector, source in pairs}:
            return f"{r['sector']}/{r['source']}"
    return ""


def _exits(
    row: Row, sign: str, start: int | None, lifetime: int | None, level: float
) -> tuple[Exit, ...]:
    years, amounts = row.parts("exit_year"), _amounts(row)
    if not years:
        if amounts:
            raise refuse(row, "exit_year", "empty")
        return ()
    if len(years) != len(amounts):
        raise refuse(row, "exit_nok", "exits")
    out = []
    for year, amount in zip(years, amounts, strict=True):
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise refuse(row, "exit_year", Phrase("bindings.problem.year"), year)
        try:
            nok = read_number(amount, decimal=sign)
        except NumberError as error:
            raise refuse(row, "exit_nok", error.reason, amount) from None
        if nok is None or nok < 0:
            raise refuse(row, "exit_nok", "negative_money", amount)
        end = None if start is None or lifetime is None else start + lifetime
        if start is not None and (int(year) <= start or (end is not None and int(year) > end)):
            raise refuse(row, "exit_year", "exit_outside", year)
        if end is None or int(year) < end:  # the end itself is no way out before it
            out.append(Exit(int(year), float(nok) * level))
    return tuple(sorted(out, key=lambda e: e.year))


def _amounts(row: Row) -> tuple[str, ...]:
    """Return what the ways out cost; several are set off by bars, since commas are decimals."""
    text = row.text("exit_nok") or ""
    return tuple(p.strip() for p in text.split("|") if p.strip())


def _closes(row: Row, measures: frozenset[str]) -> tuple[str, ...]:
    names = row.parts("closes")
    for name in names:
        if name not in measures:
            raise refuse(row, "closes", "no_measure", name)
    return names
