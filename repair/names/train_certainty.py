"""Which changes of names are beyond doubt: bounds that hold on documents they were not chosen on.

Counting the faults above a bound and moving it until few enough are left finds the gaps between
the faults that happen to be there, and promises more than unseen documents keep. So the risk of a
single change is read from a curve that falls with its log-odds, fitted to all kinds of damage
together, and how much of it may be borne is settled by the share of right changes in documents
left out.
"""

from __future__ import annotations

from math import exp, log
from zlib import crc32

from repair.names.decision import CERTAIN, CERTAIN_KINDS, SEVERAL, SPACED, TORN, UNKNOWN, kind
from repair.names.fold import folded
from repair.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from repair.names.examples import Example

JUDGED_WRONG = {SPACED: 19 / 57, TORN: 1 / 19, UNKNOWN: 19 / 57, SEVERAL: 19 / 57}
"""Share of the surest changes that were wrong when looked at by eye, of those that break nothing
and are not in the reference: nineteen of fifty-seven, and of torn names one of nineteen. Else the
reference had a gap, a false start or another spelling, or the name was part of a longer one."""

LEAST_PROOF = 200
"""Changes a claim of certainty rests on at least: among fewer one fault decides."""

ALSO_LONGER = 0.15
"""What a word more counts, in probability, when names that overlap are chosen from."""

RISKS = tuple(n / 1000 for n in range(2, 51))
"""Chances of being wrong that the last change let in may have, the smallest first."""

PARTS, PARTINGS = 10, 5
"""Into how many parts the documents are divided to be left out in turn, and how many times."""

LEAST_ODDS = 0.0
"""Log-odds below which nothing comes near certainty: the curve is not fitted there."""

USUAL_RISK = -3.0
"""Log-odds of a fault that the curve starts from for log-odds of 2."""

NEWTON_STEPS = 20
LOOSE, STIFF = 0.01, 0.3
"""How strongly the curve is held to where it started, in slope, and in what sets a kind apart."""


class Change(NamedTuple):
    """One change that might be beyond doubt."""

    odds: float
    fault: float  # 0 when right, 1 when wrong, between where the reference does not say
    kind: str
    document: str


def certainties(examples: Sequence[Example], judgements: Sequence[Any]) -> dict[str, Any]:
    """What is certain: for each kind of undoubted damage the least log-odds, the share of right
    changes that bounds chosen in this way let through in documents they were not chosen on, and
    how many changes those are.

    It is the largest risk with which the share is at least `CERTAIN` for all changes together that
    it lets through, as the promise is about them together; where there is none nothing is certain.

    Args:
        judgements: log-odds of all examples, from trees that have not seen their documents; of
            each way of parting the documents.
    """
    readings = [_undoubted(examples, odds) for odds in judgements]
    judged = [found for changes in readings for found in _left_out(changes)]
    everything = [change for changes in readings for change in changes]
    times = PARTINGS * len(readings)
    found: dict[str, Any] = {"share": 0.0, "least": {}}
    for risk in RISKS:
        faults = [fault for chance, fault in judged if chance <= risk]
        if len(faults) < LEAST_PROOF * times:
            continue
        share = 1 - sum(faults) / len(faults)
        if share < CERTAIN:
            continue
        least = {which: round(odd, 3) for which, odd in bounds(everything, risk).items()}
        count = round(len(faults) / times)
        found = {"share": round(share, 5), "changes": count, "risk": risk, "least": least}
    return found


def _left_out(changes: Sequence[Change]) -> list[tuple[float, float]]:
    """The chance of being wrong that the curve of the other documents gives each change, and its
    fault; once for every parting."""
    judged = []
    for parting in range(PARTINGS):
        seed = f"parting {parting} "
        parts = [crc32((seed + change.document).encode()) % PARTS for change in changes]
        for part in range(PARTS):
            curve = _curve([c for c, of in zip(changes, parts, strict=True) if of != part])
            judged += [
                (curve.chance(change), change.fault)
                for change, of in zip(changes, parts, strict=True)
                if of == part
            ]
    return judged


def bounds(changes: Sequence[Change], risk: float) -> dict[str, float]:
    """For each kind the log-odds from which a change is wrong with a chance of at most `risk`."""
    curve = _curve(changes)
    borne = log(risk / (1 - risk))
    return {which: curve.reaches(which, borne) for which in curve.levels} if curve.falls else {}


class _Curve(NamedTuple):
    """Log-odds of a fault: a level for each kind at log-odds of 2, and one slope."""

    slope: float
    levels: dict[str, float]

    @property
    def falls(self) -> bool:
        """Whether surer changes are less often wrong at all."""
        return self.slope < 0

    def reaches(self, which: str, borne: float) -> float:
        """Log-odds of a change of which the log-odds of a fault are `borne`."""
        return max(LEAST_ODDS, 2 + (borne - self.levels[which]) / self.slope)

    def chance(self, change: Change) -> float:
        """How likely a change is to be wrong; 1 where nothing is known of its kind."""
        if not self.falls or change.odds < LEAST_ODDS or change.kind not in self.levels:
            return 1.0
        return 1 / (1 + exp(-self.levels[change.kind] - self.slope * (change.odds - 2)))


def _curve(changes: Sequence[Change]) -> _Curve:
    """A logistic regression of the faults on the log-odds, one slope for all kinds and a level for
    each, by Newton's method; kinds of which little is known stay near the usual level."""
    import numpy

    fitted = [change for change in changes if change.odds >= LEAST_ODDS]
    if not fitted:
        return _Curve(0.0, {})
    kinds = [CERTAIN_KINDS.index(change.kind) for change in fitted]
    rows = numpy.column_stack(
        [numpy.array([change.odds - 2 for change in fitted]), numpy.eye(len(CERTAIN_KINDS))[kinds]]
    )
    faults = numpy.array([change.fault for change in fitted])
    start = numpy.array([0.0, *(USUAL_RISK for _ in CERTAIN_KINDS)])
    held = numpy.diag([LOOSE, *(STIFF for _ in CERTAIN_KINDS)])
    curve = start.copy()
    for _ in range(NEWTON_STEPS):
        chance = 1 / (1 + numpy.exp(-rows @ curve))
        slope = rows.T @ (faults - chance) - held @ (curve - start)
        bend = (rows.T * (chance * (1 - chance))) @ rows + held
        curve = curve + numpy.linalg.solve(bend, slope)
    levels = {CERTAIN_KINDS[n]: float(curve[1 + n]) for n in sorted(set(kinds))}
    return _Curve(float(curve[0]), levels)


def _undoubted(examples: Sequence[Example], odds: Any) -> list[Change]:
    """The changes that might be beyond doubt, the surest first.

    Of the names a window may hold only the likeliest counts, of windows that overlap the one that
    would be changed, and every mishearing of a document once. Changes that are not in the
    reference count as `JUDGED_WRONG`; those that break a word it has count as wrong, although one
    in four of the surest was right by eye.
    """
    from math import exp

    best: dict[tuple[str, int, int], int] = {}
    for i, example in enumerate(examples):
        place = (example.record, example.first, example.last)
        if place not in best or odds[i] > odds[best[place]]:
            best[place] = i

    def rank(i: int) -> tuple[float, int]:
        longer = examples[i].last - examples[i].first
        return -1 / (1 + exp(-odds[i])) - ALSO_LONGER * longer, i

    taken: set[tuple[str, int]] = set()
    chosen = []
    for i in sorted(best.values(), key=rank):
        example = examples[i]
        words = {(example.record, n) for n in range(example.first, example.last + 1)}
        if taken.isdisjoint(words):
            taken |= words
            chosen.append(i)
    seen: set[tuple[str, str, str]] = set()
    found = []
    for i in sorted(chosen, key=lambda i: (-odds[i], i)):
        example = examples[i]
        before, after = "".join(folded(example.before)), "".join(folded(example.after))
        key = (example.document, before, after)
        which = kind(example.before, example.after, example.numbers)
        if which and key not in seen:
            seen.add(key)
            judged = 1.0 if example.breaks else JUDGED_WRONG[which]
            fault = 0.0 if example.right else judged
            found.append(Change(float(odds[i]), fault, which, example.document))
    return found
