"""Measuring a repair against the truth: error rates, right and wrong changes, calibration."""

from __future__ import annotations

from repair.evaluate.bootstrap import intervals
from repair.evaluate.changes import JudgedChange, by_rule, judge
from repair.evaluate.measures import Measures, Record, measure, total
from repair.evaluate.reliability import Bin, reliability
from repair.evaluate.report import Evaluation, evaluate

__all__ = [
    "Bin",
    "Evaluation",
    "JudgedChange",
    "Measures",
    "Record",
    "by_rule",
    "evaluate",
    "intervals",
    "judge",
    "measure",
    "reliability",
    "total",
]
