"""Pictures of the twenty pages used most, at two widths: taken, kept small, and compared.

The demonstration is made under a clock that stands still at :data:`CLOCK`, so that nothing but
the program changes them. They are compared as squares of grey: a letter that is drawn a little
otherwise changes no square much, a line that has moved changes a row of them.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawling import sign_in
from most_used import MOST_USED
from running_site import ARGUMENTS, Site, browser_path

KEPT = Path(__file__).with_name("pictures")
CLOCK = "2026-12-01T09:00:00+00:00"
WIDTHS = {1280: 900, 390: 844}
#: Side of a square, how many of 255 greys it may differ, and the share that may differ more.
SQUARE, GREYS, SHARE = 16, 20, 0.002
#: What is another in each making, or follows every fact: not looked at.
_HIDDEN = (
    ".k-hash, .ds-alert[role=status] { visibility: hidden !important; }"
    "section[aria-labelledby=jobs] { display: none !important; }"  # a bar that moves
)


def fixed_environment() -> dict[str, str]:
    """Return what a site is started with for its clock to stand."""
    path = [str(Path(__file__).with_name("fixed_clock")), os.environ.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(filter(None, path)), "KORTREIST_TEST_CLOCK": CLOCK}


def taken() -> Iterator[tuple[str, bytes]]:
    """Yield name and PNG of each page at each width, of a site made for it."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder), **fixed_environment())
        site.start("--no-worker", "--processes", "1", wait=900.0)
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        try:
            for looker in dict.fromkeys(who for _, who, _ in MOST_USED):
                context = browser.new_context(locale="nb-NO", reduced_motion="reduce")
                sign_in(context, site, looker)
                page = context.new_page()
                for name, who, path in MOST_USED:
                    if who == looker:
                        yield from _of_a_page(page, site.url + path, name)
                context.close()
        finally:
            browser.close()
            site.stop()


def _of_a_page(page: Any, url: str, name: str) -> Iterator[tuple[str, bytes]]:
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        answer = page.goto(url)
        assert answer.status == 200, (url, answer.status)
        page.wait_for_load_state("networkidle")
        yield f"{name}-{width}", small(page.screenshot(style=_HIDDEN))


def small(png: bytes) -> bytes:
    """Return a picture with few colours: a page of text and lines has few."""
    from PIL import Image

    image, out = Image.open(io.BytesIO(png)).convert("RGB"), io.BytesIO()
    image.quantize(24, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def differing(kept: bytes, now: bytes) -> float:
    """Return the share of squares that differ, 0–1; 1 where the pictures are of other sizes."""
    import numpy as np
    from PIL import Image

    first, second = (
        np.asarray(Image.open(io.BytesIO(png)).convert("L"), dtype=float) for png in (kept, now)
    )
    if first.shape != second.shape:
        return 1.0
    rows, columns = (side // SQUARE for side in first.shape)
    cut = np.abs(_squares(first, rows, columns) - _squares(second, rows, columns))
    return float((cut > GREYS).mean())


def _squares(image: Any, rows: int, columns: int) -> Any:
    whole = image[: rows * SQUARE, : columns * SQUARE]
    return whole.reshape(rows, SQUARE, columns, SQUARE).mean(axis=(1, 3))
