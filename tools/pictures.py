"""Make the README's pictures with the program itself: no browser, no network."""

from __future__ import annotations

import json
import re
import tempfile
from importlib import resources
from pathlib import Path

import typst

import kortreist
from kortreist.documents.budget.document import budget_document
from kortreist.documents.format.blocks import as_data
from kortreist.documents.format.html import render_html
from kortreist.documents.format.svg import svgs_to_pngs

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "pictures"


def main() -> None:
    """Draw the first page of Notodden's draft plan, and its pathway."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data_dir:
        document = budget_document(kortreist.plan("4005", data_dir=Path(data_dir)), "nb")
    template = resources.files("kortreist.documents.format").joinpath("templates/document.typ")
    pages = typst.compile(
        template.read_bytes(),
        format="png",
        ppi=90,
        sys_inputs={"doc": json.dumps(as_data(document), ensure_ascii=False)},
        ignore_system_fonts=True,
    )
    (OUT / "plan-page-1.png").write_bytes(pages[0])
    charts = re.findall(r"<svg.*?</svg>", render_html(document), flags=re.S)
    fan = next(c for c in charts if "med tiltakene" in c)
    (OUT / "pathway.png").write_bytes(svgs_to_pngs([fan], ppi=110)[0])
    for path in sorted(OUT.glob("*.png")):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
