"""The kernels are compiled before anybody waits for them."""

import logging

from kortreist.arguments import check
from kortreist_web.plans.warm_up import warm


def test_what_it_asks_for_is_allowed_and_small(caplog, monkeypatch):
    """A refusal would only be seen as a slow first plan."""
    given = {}

    def answer(place, **more):
        check(futures_count=more["futures_count"])
        given.update(more)

    monkeypatch.setattr("kortreist.budgets.climate_budget", answer)
    with caplog.at_level(logging.WARNING, logger="kortreist.plans"):
        warm()
    assert not caplog.records
    assert given["futures_count"] <= 100
