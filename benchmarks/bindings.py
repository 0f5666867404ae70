"""Sixty bindings with three alternatives each, judged beside the measures of a real place.

Notodden's account, 256 futures: committed tonnes, tonnes above the path, V, W, reach, price of
binding, exits, waiting, the verdict with 200 resamples, and all together with leave-one-out.

Run: ``python benchmarks/bindings.py [COUNT]`` (prints markdown; NUMBA_NUM_THREADS cores).
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections import Counter
from datetime import date
from typing import Any

from kortreist import places
from kortreist.bindings import Binding, Exit, Flow
from kortreist.bindings import room as searched
from kortreist.budgets import judge_bindings_of


def made(count: int) -> list[Binding]:
    """Return made bindings; every third keeps measures from something."""
    out = []
    for i in range(count):
        tonnes = 60.0 + 7.0 * i
        common = {"start": 2028, "signed_by": 2027, "lifetime": 10 + i % 20}
        flow = Flow(0.6 * tonnes, tonnes, 1.5 * tonnes, source="road_transport/buses")
        held = Flow(20.0, 20.0, 20.0, mode="holds", source="road_transport/buses")
        zero = Binding("null", "", capital=0.0, running=2e6, flows=(flow,), zero=True, start=2028)
        others = [
            Binding(f"a{k}", f"a{k}", capital=1e6 * k, running=2e6 + 1e5 * k,
                    flows=(Flow(0.0, tonnes / (2 + k), tonnes),), **common)
            for k in (1, 2)
        ]  # fmt: skip
        out.append(
            Binding(
                f"b{i}", f"b{i}", capital=2e6, running=1.8e6,
                flows=(flow, held) if i % 3 == 0 else (flow,),
                exits=(Exit(2031, 5e5),) if i % 2 else (),
                alternatives=(*others, zero), **common,
            )
        )  # fmt: skip
    return out


def main(count: int = 60) -> None:
    place = places.find("4005")
    day = date(2026, 11, 23)
    judge_bindings_of(place, made(1), today=day)  # compiles
    begun: list[tuple[float, float]] = []

    def progress(part: str) -> None:
        begun.append((time.perf_counter(), time.process_time()))

    least, in_figures = searched.least, 0.0

    def timed(*args: Any, **more: Any) -> Any:
        nonlocal in_figures
        from_ = time.perf_counter()
        found = least(*args, **more)
        in_figures += time.perf_counter() - from_
        return found

    searched.least = timed
    judged = judge_bindings_of(place, made(count), today=day, progress=progress)
    wall, work = time.perf_counter() - begun[-1][0], time.process_time() - begun[-1][1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # The five figures: V, W, reach, the goals' chances and the tonnes of binding itself.
    print("| bindings | alternatives each | wall s | five figures | processor s | MiB | threads |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    threads = os.environ.get("NUMBA_NUM_THREADS", str(os.cpu_count()))
    print(f"| {count} | 3 | {wall:.1f} | {in_figures:.1f} | {work:.1f} | {peak:.0f} | {threads} |")
    print(dict(Counter(j.verdict for j in judged)))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
