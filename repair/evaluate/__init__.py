"""Measuring a repair against the truth: error rates, right and wrong changes, calibration."""

from __future__ import annotations

from repair.evaluate.bootstrap import intervals
from repair.evaluate.changes import JudgedChange, by_rule, judge
from repair.evaluate.measures import Measures, Record, measure
from repair.evaluate.reliability import Bin, reliability

__all__ = [
    "Bin",
    "JudgedChange",
    "Measures",
    "Record",
    "by_rule",
    "intervals",
    "judge",
    "measure",
    "reliability",
]
