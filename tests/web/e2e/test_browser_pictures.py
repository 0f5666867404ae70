"""What the twenty pages used most look like is kept; ``make pages`` renews the pictures."""

from __future__ import annotations

import io
import os

import pytest
from most_used import MOST_USED
from page_pictures import KEPT, SHARE, SQUARE, WIDTHS, differing, small, taken
from running_site import browser_path

pytestmark = [pytest.mark.browser, pytest.mark.long]
_MOST_BYTES = 3_000_000


def test_the_pages_look_as_they_did(tmp_path):
    if browser_path() is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("Chromium is missing")
    changed = []
    for name, png in taken():
        kept = KEPT / f"{name}.png"
        share = differing(kept.read_bytes(), png) if kept.exists() else 1.0
        if share > SHARE:
            (tmp_path / kept.name).write_bytes(png)
            changed.append(f"{name}: {share:.1%} is another, see {tmp_path / kept.name}")
    assert not changed, "\n".join(changed) + "\nIf they are meant: make pages"


def test_every_page_is_kept_at_both_widths_and_they_are_small():
    names = {f"{name}-{width}" for name, _, _ in MOST_USED for width in WIDTHS}
    assert {path.stem for path in KEPT.glob("*.png")} == names
    assert sum(path.stat().st_size for path in KEPT.glob("*.png")) <= _MOST_BYTES


def test_a_change_is_seen_and_a_letter_drawn_otherwise_is_not():
    from PIL import Image, ImageChops, ImageFilter

    kept = (KEPT / "work-1280.png").read_bytes()
    image = Image.open(io.BytesIO(kept)).convert("RGB")

    def as_png(changed: Image.Image) -> bytes:
        out = io.BytesIO()
        changed.save(out, "PNG")
        return small(out.getvalue())

    noisy = image.filter(ImageFilter.GaussianBlur(0.7))
    moved = ImageChops.offset(image, 0, SQUARE)
    assert differing(kept, as_png(noisy)) <= SHARE
    assert differing(kept, as_png(moved)) > SHARE
    assert differing(kept, as_png(image.crop((0, 0, 600, 600)))) == 1.0
