"""Kernels are what they are in Python, and a solver says nothing on standard output."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

from kortreist.numerics.compiled import compiled


def test_a_compiled_kernel_is_the_function() -> None:
    def double(x):
        out = np.empty_like(x)
        for i in range(x.size):
            out[i] = 2.0 * x[i]
        return out

    x = np.array([1.0, -2.5, 0.0])
    np.testing.assert_array_equal(compiled(double)(x), double(x))


def test_the_first_model_of_a_process_says_nothing() -> None:
    code = "from kortreist.numerics.highs import highs; m = highs(); m.run(); print('{}')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "{}\n"
    assert done.stderr == ""
