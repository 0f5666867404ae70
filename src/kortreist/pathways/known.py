"""What known changes at plants take away, by year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kortreist.errors import InputError
from kortreist.futures.future_set import FloatArray
from kortreist.pathways.model import PathwayModel

__all__ = ["known_tonnes"]


def known_tonnes(model: PathwayModel, years: Sequence[int]) -> dict[str, FloatArray]:
    """Return the change of each known change since the account's year, in every future.

    Parameters
    ----------
    model : PathwayModel
    years : sequence of int
        Years of the model.

    Returns
    -------
    dict of str to (F, len(years)) float
        Id → t CO2e, negative where emissions fall. Added to what the sources would emit
        without them, they give the baseline exactly.

    Raises
    ------
    InputError
        A year that is not in the model.
    """
    place = {int(y): i for i, y in enumerate(model.years)}
    for year in years:
        if year not in place:
            raise InputError(
                "pathways.unknown_year", year=year, first=model.years[0], last=model.years[-1]
            )
    columns = [place[y] for y in years]
    out: dict[str, FloatArray] = {}
    for name, row in model.known:
        left = model.index[model.intensity_driver[row]][:, columns]
        out[name] = np.asarray(model.base[row] * (left - 1.0), dtype=np.float64)
    return out
