"""How far the measured acceptance of a rule, or of one change, can be trusted."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from repair.model import APPLY_THRESHOLD

ENOUGH_DECISIONS = 20
"""Decisions a rule needs before what people did outweighs what the rule claims of itself."""

PRIOR_WEIGHT = 4.0
"""How many decisions the model's own confidence counts for, against those people made."""

CAPPED = 0.98
"""Confidence left to a rule that lost the right to be applied unasked: still proposed first."""


def wilson(accepted: int, decided: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson 1927); all of 0 to 1 when nothing is decided."""
    if not decided:
        return 0.0, 1.0
    share = accepted / decided
    scale = 1 + z * z / decided
    middle = (share + z * z / (2 * decided)) / scale
    half = z * sqrt(share * (1 - share) / decided + z * z / (4 * decided * decided)) / scale
    return max(0.0, middle - half), min(1.0, middle + half)


def learned(confidence: float, accepted: int, rejected: int) -> float:
    """The model's confidence after people decided on the same change elsewhere.

    The mean of a beta distribution whose prior is the model's confidence.
    """
    if not accepted and not rejected:
        return confidence
    return (PRIOR_WEIGHT * confidence + accepted) / (PRIOR_WEIGHT + accepted + rejected)


class RuleStatistics(NamedTuple):
    """What people decided about the proposals of one rule."""

    rule: str
    accepted: int
    edited: int  # accepted in other words: a right place, a wrong suggestion
    rejected: int
    claimed: float  # mean confidence the rule gave to what was decided
    safe_accepted: int  # those at or above the apply threshold, as suggested
    safe_decided: int

    @property
    def decided(self) -> int:
        """How many proposals people decided on."""
        return self.accepted + self.edited + self.rejected

    @property
    def share(self) -> float:
        """The share accepted as suggested, or 1 when nothing is decided."""
        return self.accepted / self.decided if self.decided else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson interval of that share."""
        return wilson(self.accepted, self.decided)

    @property
    def is_unsafe(self) -> bool:
        """Whether the rule may no longer be applied unasked.

        So it is when, of enough proposals that would have been, people took less than the bar;
        or when people clearly take less than the rule claims.
        """
        below_bar = (
            self.safe_decided >= ENOUGH_DECISIONS
            and self.safe_accepted / self.safe_decided < APPLY_THRESHOLD
        )
        below_claim = self.decided >= ENOUGH_DECISIONS and self.interval[1] < self.claimed
        return below_bar or below_claim
