"""Take the README's pictures of the site with a browser: what its users see, as it is now.

``python tools/site_pictures.py`` starts a site of its own with the invented municipality,
signs in as its people, and writes PNG files to ``docs/pictures``. Needs Chromium.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "pictures"
sys.path.insert(0, str(ROOT / "tests" / "web" / "e2e"))

from crawling import sign_in  # noqa: E402
from running_site import ARGUMENTS, Site, browser_path  # noqa: E402


def _what_if(page: Any) -> None:
    """Leave a measure out, and wait for what changes."""
    for fold in page.locator("form details:not([open]) > summary").all()[::-1]:
        fold.click()
    page.get_by_label("Økokjøring for lastebiler og maskiner").select_option(label="Hold utenfor")
    page.get_by_label("Kommunens egne penger").fill("2 000 000")
    page.get_by_role("main").get_by_role("button", name="Se hva som skjer").first.click()
    page.get_by_role("button", name="Behold").wait_for(timeout=120_000)
    page.evaluate("scrollTo(0, 0)")


def _provenance(page: Any) -> None:
    """Go from a number to where it comes from."""
    page.get_by_role("link", name="Hvor kommer tallet fra").first.click()


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: whose screen, where, how high, and what is done first."""

    name: str
    role: str
    path: str
    width: int = 1100
    height: int = 760
    first: Callable[[Any], None] | None = None


PICTURES = (
    Picture("site-work", "editor", "/nb/X001/arbeid/", height=1000),
    Picture("site-account", "", "/nb/X001/regnskap/", height=1300),
    Picture("site-what-if", "editor", "/nb/X001/arbeid/plan/1/hva-om/", first=_what_if),
    Picture("site-budget", "", "/nb/X001/klimabudsjett/", height=1000),
    Picture("site-case-paper", "reader", "/nb/X001/vedtak/1/saksframlegg/nb.html", height=1000),
    Picture("site-trace", "reader", "/nb/X001/tiltak/municipal_fleet_electric/", height=905),
    Picture("site-overview", "", "/nb/X001/", height=1150),
    Picture("site-figure", "", "/nb/X001/", height=700, first=_provenance),
    Picture("site-report-phone", "reporter", "/nb/X001/arbeid/rapporter/2026/3/2/", 360, 1100),
)


def _small(png: bytes) -> bytes:
    """Return a picture with fewer colours: a page of text and lines has few."""
    from PIL import Image

    image, out = Image.open(io.BytesIO(png)).convert("RGB"), io.BytesIO()
    image.quantize(96, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> int:
    """Take them all."""
    from playwright.sync_api import sync_playwright

    path = browser_path()
    if path is None:
        print("Chromium is missing: sudo apt install chromium", file=sys.stderr)
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Site(Path(folder))
        site.start()
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            for one in PICTURES:
                context = browser.new_context(
                    viewport={"width": one.width, "height": one.height}, locale="nb-NO"
                )
                sign_in(context, site, one.role)
                page = context.new_page()
                page.goto(site.url + one.path)
                if one.first is not None:
                    one.first(page)
                page.wait_for_load_state("networkidle")
                file = OUT / f"{one.name}.png"
                file.write_bytes(_small(page.screenshot()))
                print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} kB")
                context.close()
        finally:
            browser.close()
            site.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
