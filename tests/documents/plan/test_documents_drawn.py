"""A long map goes over pages between its stops; no line passes through a name in the stair."""

from __future__ import annotations

import re

from kortreist.documents.format.blocks import ChartBlock, Document
from kortreist.documents.plan.map_chart import Drawn, pathway_map


def test_a_map_says_where_it_may_be_parted_and_no_stop_is_cut() -> None:
    svg = pathway_map([Drawn("now", "", f"Stop {n} " * 20) for n in range(5)])
    found = re.search(r'data-cuts="([0-9. ]+)"', svg)
    assert found is not None
    cuts = [float(c) for c in found[1].split()]
    height = float(re.findall(r'viewBox="0 0 430 ([0-9.]+)"', svg)[0])
    assert len(cuts) == 6
    assert cuts[0] == 0.0
    assert cuts[-1] == height
    boxes = re.findall(r'<rect x="[^"]+" y="([0-9.]+)" width="[^"]+" height="([0-9.]+)"', svg)
    assert len(boxes) == 5
    for y, tall in boxes:
        assert not any(float(y) < cut < float(y) + float(tall) for cut in cuts)


def test_a_name_in_the_stair_has_white_behind_all_of_it(documents: dict[str, Document]) -> None:
    blocks = [b for s in documents["nb"].sections for b in s.blocks]
    chart = next(b for b in blocks if isinstance(b, ChartBlock))
    names = len(chart.table.rows)
    plates = re.findall(r'<path[^>]*d="M0,[^"]*"[^>]*fill="white"', chart.svg)
    assert len(plates) >= names
