"""What a training step frees is not taken from the system again by the next one."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

#: Trains BERT as it comes for some steps and prints how many pages each of the last took anew.
COUNT = """
import resource
import torch
from engine.data.opening import open_corpus
from engine.run import Run
from tests.benchmarks.runs import default_run, on_one_thread

torch.set_num_threads(1)
specification = on_one_thread(default_run("bert", steps=1000))
run = Run(specification, open_corpus(specification.data))
for _ in range(8):
    run.advance()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(8):
    run.advance()
print((resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) // 8)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="speaks to glibc alone")
def test_a_step_takes_hardly_a_page_anew() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COUNT],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert int(done.stdout) < 700  # without it 1,700 to 2,900
