"""Small tasks and accounts for the runner's tests; importable by name in a worker."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np

from kortreist import places
from kortreist.accounts import Account
from kortreist.country import MunicipalityResult, Settings, synthetic_account

FOLDER = "KORTREIST_TEST_FOLDER"


def accounts(count: int) -> tuple[Account, ...]:
    return tuple(synthetic_account(p) for p in places.municipalities()[:count])


def quick(number: str, account: Account, settings: Settings) -> MunicipalityResult:
    """A result that follows from the inputs alone, to the last bit."""
    rng = np.random.default_rng([settings.seed, int(number)])
    value = float(np.sin(rng.random(1000)).sum()) + account.totals["territorial"].value
    return MunicipalityResult(
        number=number,
        name=account.place.name,
        made=True,
        population=account.population,
        goal_year=2035,
        verdicts={"a": "start_now"},
        uncertain=(),
        starts={"a": 2027},
        effect={"a": value / 3.0},
        frame={2035: value / 7.0},
        baseline={2035: value},
        totals={2035: (value * 0.9, value, value * 1.1)},
        probability={2035: 1.0 / 3.0},
        reach=0.1,
        room_to_target=0.2,
        proven="optimal",
    )


def told(number: str, account: Account, settings: Settings) -> MunicipalityResult:
    """Write down that it was asked."""
    (Path(os.environ[FOLDER]) / f"{number}-{time.monotonic_ns()}").touch()
    return quick(number, account, settings)


def dies_once(number: str, account: Account, settings: Settings) -> MunicipalityResult:
    """The fourth municipality kills its worker the first time."""
    mark = Path(os.environ[FOLDER]) / "killed"
    if number == accounts(4)[-1].place.number and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return quick(number, account, settings)


def always_dies(number: str, account: Account, settings: Settings) -> MunicipalityResult:
    os.kill(os.getpid(), signal.SIGKILL)
    return quick(number, account, settings)


def stopped(number: str, account: Account, settings: Settings) -> MunicipalityResult:
    """Stop where Ctrl-C would, at the third municipality."""
    if number == accounts(3)[-1].place.number:
        raise KeyboardInterrupt
    return quick(number, account, settings)


def fails(number: str, account: Account, settings: Settings) -> MunicipalityResult:
    """The second and the third cannot be planned."""
    if number in [a.place.number for a in accounts(3)[1:]]:
        raise IndexError("nothing to choose from")
    return quick(number, account, settings)
