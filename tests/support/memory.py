"""The memory of processes over time, and whether it grows."""

import re
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

SAMPLES = 60
"""Measurements in a time, of which a third makes a median."""


def growth(processes: Mapping[str, int], seconds: float) -> dict[str, tuple[float, float]]:
    """Measure for so many seconds; return by name the medians of the first and the last third.

    Both in megabytes. processes: ids by name.
    """
    measured: dict[str, list[float]] = {name: [] for name in processes}
    for _ in range(SAMPLES):
        time.sleep(seconds / SAMPLES)
        for name, process in processes.items():
            measured[name].append(megabytes(process))
    third = SAMPLES // 3
    return {name: (median(each[:third]), median(each[-third:])) for name, each in measured.items()}


def megabytes(process: int) -> float:
    """Return the process's own memory plus its proportional part of shared memory."""
    found = re.search(r"^Pss: +(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(), re.M)
    assert found
    return int(found[1]) / 1024


def children(process: int) -> list[int]:
    """Return the ids of the child processes."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(child) for child in listed.split()]
