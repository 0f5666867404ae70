"""How often the interval has held: its page, whose figures it shows, and the job behind it."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.accounts import coverage
from kortreist_web.core.texts import web
from kortreist_web.jobs.models import Job

pytestmark = pytest.mark.django_db


def page(client, language="nb"):
    with override(language):
        answer = client.get(reverse("accounts:backtest", args=("X001",)))
    return answer, " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "Dette er tallene for Telemark"),
        ("nn", "Dette er tala for Telemark"),
        ("en", "These figures are for Telemark"),
    ],
)
def test_with_one_edition_it_says_whose_coverage_it_is(place, client, language, said):
    answer, text = page(client, language)
    assert answer.status_code == 200
    assert said in text
    found = coverage.judge(place, shared_only=True)
    assert not found["whose"]["own"]
    assert f"{round(found['coverage']['80'] * 100)}" in text
    assert "1–2" in text  # by horizon
    assert web(language).number(found["forward"]["n"]) in answer.content.decode()
    low, high = (round(x * 100) for x in found["block_interval"]["both"])
    assert f"{low}%–{high}%" in text.replace(" ", "")
    assert "Node" not in text
    assert not Job.objects.exists()


def test_with_several_editions_a_job_judges_once(place, client, monkeypatch):
    from kortreist_web.accounts.bundled import ensure_bundled
    from kortreist_web.accounts.models import Vintage
    from kortreist_web.jobs import tasks

    box = ensure_bundled()
    Vintage.objects.create(engine_id="another", date=box.date, origin="x", years=[2020])
    first, text = page(client)
    assert "Prøven regnes ut" in text
    assert first.headers["Cache-Control"] == "private, no-store"  # not remembered
    page(client)
    job = Job.objects.get()
    home = coverage.engine_data_dir
    monkeypatch.setattr(coverage, "engine_data_dir", lambda o: home(o).parent / "empty")
    tasks.run.call(job.pk)
    _, text = page(client)
    assert "Prøven regnes ut" not in text
    assert "Telemark" in text
    assert Job.objects.count() == 1


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_coverage_by_horizon_is_drawn_with_its_interval(place, client, language):
    answer, text = page(client, language)
    chart, found = answer.context["chart"], coverage.judge(place, shared_only=True)
    assert len(chart.rows) == len(found["by_horizon"]) == 3
    assert chart.svg.count("k-whisker") == 3
    assert chart.svg.count("k-mark") == 1
    for row, part in zip(chart.rows, found["by_horizon"].values(), strict=True):
        low, high = part["interval_80"]
        assert low < part["coverage"]["80"] < high
        assert f"{round(100 * part['coverage']['80'])}" in row[1]
        assert row[2].count("–") == 1
    caption = web(language)("accounts.backtest.by_horizon")
    assert text.index("k-svg") < text.index(f"<caption>{caption}")  # the table stands beneath


def test_a_backtest_kept_before_there_were_intervals_is_drawn_without(place):
    from kortreist_web.accounts.holding_views import _page_values

    found = coverage.judge(place, shared_only=True)
    for part in found["by_horizon"].values():
        del part["interval_80"]
    with override("nb"):
        assert "k-whisker" not in _page_values(found, place)["chart"].svg
