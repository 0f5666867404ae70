"""Addresses are written in bokmål, whatever language the test before asked for."""

from __future__ import annotations

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _bokmal():
    with translation.override("nb"):
        yield
