"""Charts say what their figures say, to those who see them and those who do not."""

import itertools
import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

import kortreist_web.core as site
from kortreist.documents.format.meanings import LOOKS
from kortreist_web.core.bar_chart import bars
from kortreist_web.core.charts import columns, nice_ticks
from kortreist_web.core.line_chart import Series, lines
from kortreist_web.core.templatetags.kortreist import licence, part

FINITE = st.floats(min_value=-1e7, max_value=1e7, allow_nan=False)


@given(FINITE, FINITE)
def test_ticks_hold_the_values_and_zero(a, b):
    ticks = nice_ticks(min(a, b), max(a, b))
    slack = 1e-8 * (abs(a) + abs(b)) + 1e-9
    assert ticks[0] <= min(a, b, 0) + slack
    assert ticks[-1] >= max(a, b, 0) - slack
    assert len(ticks) <= 10
    steps = [y - x for x, y in itertools.pairwise(ticks)]
    assert max(steps) == pytest.approx(min(steps))


def heights(svg):
    return [float(h) for h in re.findall(r'<rect [^>]*height="([\d.]+)"', svg)]


def test_columns_stack_in_proportion():
    svg = columns("T", [2023, 2024], [("a", {2023: 100, 2024: 50}), ("b", {2023: 300})], "t").svg
    first, second, third = heights(svg)  # a and b of 2023, a of 2024
    assert second == pytest.approx(3 * first, rel=0.01)
    assert third == pytest.approx(first / 2, rel=0.01)


def test_a_missing_value_is_a_dash_not_zero():
    chart = columns("T", [2023, 2024], [("a", {2023: 100})], "t")
    assert len(heights(chart.svg)) == 1
    assert chart.rows[1] == ("2024", "–")


def test_a_missing_year_breaks_the_line():
    chart = lines(
        "T",
        [1, 2, 3, 4],
        [Series("inventory", "a", {1: 1.0, 2: 2.0, 4: 3.0}, {1: (0, 2), 2: (1, 3)})],
        "t",
    )
    assert str(chart.svg).count("<polyline") == 2
    assert chart.rows[2][1] == "–"


def test_a_higher_value_is_drawn_higher():
    svg = str(lines("T", [1, 2], [Series("inventory", "a", {1: 1.0, 2: 5.0})], "t").svg)
    first, second = (float(y) for y in re.findall(r'<circle [^>]*cy="([\d.]+)"', svg))
    assert second < first


def test_nothing_to_draw_is_said():
    assert columns("T", [], [], "t").empty
    assert bars("T", [("a", None, None, None)], "t").empty
    html = Template("{% chart c %}").render(Context({"c": lines("T", [1], [], "t")}))
    assert "<svg" not in html


def test_names_are_escaped_and_nothing_is_styled_inline():
    chart = bars("<T>", [("<script>", 2.0, 1.0, 3.0), ("b", None, None, None)], "t & u")
    html = Template("{% chart c %}").render(Context({"c": chart}))
    assert "<script>" not in html
    assert "style=" not in html
    assert 'role="img"' in html
    assert "<caption>&lt;T&gt; (t &amp; u)</caption>" in html
    assert chart.rows[1][1] == "–"


def test_a_span_too_small_to_see_is_none():
    assert nice_ticks(0.0, 5e-324) == [0.0, 1.0]


@pytest.mark.parametrize(
    ("share", "written"), [(0.0, "0"), (0.0004, "< 1"), (0.0051, "1"), (1.0, "100"), (None, "–")]
)
def test_a_part_that_is_there_is_never_nought_per_cent(share, written):
    assert part(share).replace("\u00a0", " ").removesuffix("%").strip() == written


def test_what_is_no_licence_is_said_in_the_readers_language():
    with override("nb"):
        assert licence("all rights reserved; figures cited") == "bare siterte tall"
        assert licence("CC BY 4.0") == "CC BY 4.0"
        assert licence(None) == "–"
    with override("en"):
        assert licence("Cited figures only") == "cited figures only"


STYLE = (Path(site.__file__).parent / "static/kortreist/site.css").read_text("utf-8")


def contrast(colour):
    """Contrast on white by WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


@pytest.mark.parametrize("kind", LOOKS)
def test_the_site_draws_each_meaning_as_the_table_says(kind):
    look = LOOKS[kind]
    assert f"--k-{kind}: {look.colour};" in STYLE
    line = " ".join(re.findall(rf"\.k-line-{kind} {{([^}}]*)}}", STYLE))
    assert f"stroke: var(--k-{kind})" in line
    assert f"stroke-width: {look.width:g}" in line
    dash = re.search(r"stroke-dasharray: ([\d ]+)", line)
    assert (tuple(int(n) for n in dash[1].split()) if dash else ()) == look.dash
    assert contrast(look.colour) >= 4.5  # names are written in it


def test_no_two_meanings_look_alike_without_colours():
    assert len({(k.dash, k.width, k.marker) for k in LOOKS.values()}) == len(LOOKS)
    assert len({k.colour for k in LOOKS.values()}) == len(LOOKS)
    assert LOOKS["inventory"].dash == ()
    assert LOOKS["frame"].dash


def test_a_part_of_a_whole_never_has_the_colour_of_a_meaning():
    parts = re.findall(r"--k-\d+: (#[0-9a-f]{6})", STYLE)
    assert len(set(parts)) == 10
    assert not set(parts) & {look.colour for look in LOOKS.values()}


def test_documents_draw_with_the_same_colours():
    from kortreist.documents.format.charts import COLOURS

    names = {"history": "inventory", "frame": "frame", "pathway": "plan", "baseline": "baseline"}
    assert {n: COLOURS[n] for n in names} == {n: LOOKS[k].colour for n, k in names.items()}


def test_every_line_of_a_chart_is_drawn_by_its_meaning_and_named_beside_itself():
    years = [2024, 2025, 2026]
    chart = lines(
        "T",
        years,
        [
            Series("inventory", "Til nå", {2024: 40.0}),
            Series("frame", "Ramme", {2025: 30.0, 2026: 20.0}),
            Series("plan", "Vedtatt plan", {2025: 35.0, 2026: 25.0}),
            Series("forecast", "Prognose", {2025: 35.0, 2026: 25.0}),
        ],
        "t",
    )
    svg = str(chart.svg)
    assert chart.legend == ()
    assert chart.kinds == ("inventory", "frame", "plan", "forecast")
    for kind in chart.kinds:
        assert f'class="k-name k-name-{kind}"' in svg
    # Where they agree the forecast is drawn upon the wider plan: both are seen.
    assert svg.index("k-line-plan") < svg.index("k-line-forecast")
    assert LOOKS["plan"].width > LOOKS["forecast"].width
    tops = [float(y) for y in re.findall(r'k-name-\w+" text-anchor="start" y="([\d.]+)"', svg)]
    assert all(b - a >= 20 for a, b in itertools.pairwise(sorted(tops)))


def test_a_meaning_that_is_none_is_refused():
    with pytest.raises(ValueError, match="measured"):
        lines("T", [1, 2], [Series("measured", "a", {1: 1.0})], "t")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_names_of_lines_fit_where_letters_are_largest(language):
    """Against the widest of the usual bold fonts, measured: the one a phone may fall back to."""
    from pathlib import Path

    from django.utils.translation import override
    from PIL import ImageFont

    from kortreist_web.core.charts import WIDTH
    from kortreist_web.core.line_chart import name_width, series_name

    folder = Path(pytest.importorskip("matplotlib").get_data_path()) / "fonts/ttf"
    font = ImageFont.truetype(str(folder / "DejaVuSans-Bold.ttf"), 230)
    with override(language):
        parts = ("history", "frame", "baseline", "pathway", "forecast")
        names = [series_name(part) for part in parts]
        series = [
            Series("forecast", names[4], {2025: 1.0, 2026: 2.0}),
            Series("plan", names[3], {2025: 1.0, 2026: 2.0}),
        ]
        svg = str(lines("T", [2025, 2026], series, "t").svg)
    for word in {w for name in names for w in name.split()}:
        assert font.getlength(word) / 10 <= name_width(word)
    written = re.findall(r'k-name-\w+" text-anchor="start".*?</text>', svg)
    assert len(written) == 2
    for one in written:
        for x, word in re.findall(r'<tspan x="([\d.]+)"[^>]*>([^<]+)<', one):
            assert float(x) + font.getlength(word) / 10 <= WIDTH
