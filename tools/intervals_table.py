"""Write what the backtest shows into docs/explanation/intervals.md.

    python tools/intervals_table.py          # renews what stands between the two marks

The editions must be imported (``kortreist import FILE``), the same that the widths of the facts
were fitted on. A test holds the page equal to what this makes of them.
"""

from __future__ import annotations

from pathlib import Path

from kortreist import backtests, facts, places
from kortreist.accounts import Naming
from kortreist.backtests import Backtest, Coverage
from kortreist.backtests.shared_error import OTHERS
from kortreist.backtests.size_classes import PLANTS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "intervals.md"
BEGIN = "<!-- written by tools/intervals_table.py -->"
END = "<!-- end of what is written -->"
#: One edition, 612 pairs, drivers and yearly noise: how it was before widths were calibrated.
BEFORE = {"50": 0.44, "80": 0.64, "90": 0.74, "1-2": 0.66, "3-5": 0.62, "6-8": 0.63}
#: A place is named when its 80 % interval held less than a class of horizon may.
POOR = 0.68


def _share(value: float) -> str:
    return f"{100 * value:.0f} %"


def _signed(value: float) -> str:
    return f"{100 * value:+.1f} %".replace("-", "−")


def _half(size: str) -> str:
    rows = facts.load().table("interval_widths")
    wide = {r["horizon"]: r["half_width_80"] for r in rows if r["size_class"] == size}
    return ", ".join(f"{100 * wide[h]:.0f}" for h in (1, 5, 8)) + " %"


def section(found: Backtest) -> str:
    """Return what is written of a backtest of all that is at hand."""
    c, block = found.coverage, found.block.both
    assert block is not None
    assert found.forward is not None
    whose = found.whose.name
    rows = facts.load().table("interval_coverage")
    process = {r["name"]: r["value"] for r in facts.load().table("interval_process")}
    total = next(r for r in rows if r["scope"] == "sum")
    poor = sorted(
        (k for k in found.by_place if found.by_place[k].share[80] < POOR),
        key=lambda k: found.by_place[k].share[80],
    )
    names = Naming("en")
    out = [
        f"{whose}, {len(found.by_place)} municipalities, {c.n:,} pairs; editions "
        + ", ".join(f"`{e}`" for e in found.editions)
        + "."
        + _count_repeats(found),
        "",
        "| | before: drivers and yearly noise | now |",
        "| --- | --- | --- |",
        *(_row(f"{p} % interval held", BEFORE[p], c.share[int(p)]) for p in ("50", "80", "90")),
        f"| 80 %: block interval | – | {_share(block[0])} to {_share(block[1])} |",
        *(
            _row(f"80 %, {k.replace('-', '–')} years ahead", BEFORE[k], part.share[80])
            for k, part in found.by_horizon.items()
        ),
        f"| 80 % half-width 1, 5 and 8 years ahead, under 3,000 residents | – | {_half('small')} |",
        f"| the same, 3,000 residents or more | 6, 7, 7 % | {_half('large')} |",
        f"| the same, with plants | – | {_half(PLANTS)} |",
        "",
        f"**Bias.** {_signed(c.bias)} over all; "
        + "; ".join(
            f"{_signed(part.bias)} {k.replace('-', '–')} years ahead"
            for k, part in found.by_horizon.items()
        )
        + ". Less came than the rate up to the base year said.",
        "",
        "**Stricter test.** Widths fitted only on what had come by the base year: "
        f"{_share(found.forward.share[80])} of {found.forward.n:,} pairs of all {whose}. A shock "
        "that strikes all places at once is not in such widths (Barber and others 2023 on what is "
        "lost when years are not exchangeable).",
        "",
        f"**In common.** Of the squared error places share {_share(process[f'shared_{OTHERS}'])}, "
        f"those with plants {_share(process[f'shared_{PLANTS}'])}. The interval of the sum of all "
        f"{whose} made so held {_share(total['coverage_80'])} of {total['pairs']} sums (widths "
        "and shares of the same places: a check, no independent test).",
        "",
        "**Sources missed most**, by tonnes (share of all absolute errors): "
        + ", ".join(
            f"{names.inventory_source(s.sector, s.source)} {_share(s.share_of_error)}"
            for s in found.worst_sources
        )
        + ".",
        "",
        f"**Poor** is the 80 % interval (under {_share(POOR)}) for "
        + ", ".join(_place(k, found.by_place[k]) for k in poor)
        + ".",
    ]
    return "\n".join(out)


def _row(what: str, before: float, now: float) -> str:
    return f"| {what} | {_share(before)} | {_share(now)} |"


def _place(number: str, c: Coverage) -> str:
    return f"{places.find(number).name} (held {_share(c.share[80])}, bias {_signed(c.bias)})"


def _count_repeats(found: Backtest) -> str:
    if not found.repeated:
        return ""
    ids = ", ".join(f"`{e}`" for e in found.repeated)
    return f" At hand and not counted, since they say what another says: {ids}."


def between(page: str, begin: str, written: str) -> str:
    """Return a page with what a tool writes between its first mark and the last."""
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(END)
    return f"{before}{begin}\n\n{written}\n\n{END}{after}"


def renewed(page: str, written: str) -> str:
    """Return this tool's page with what is written between the marks."""
    return between(page, BEGIN, written)


def main() -> int:
    """Renew the page; returns the exit code."""
    page = renewed(PAGE.read_text("utf-8"), section(backtests.backtest(None)))
    PAGE.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
