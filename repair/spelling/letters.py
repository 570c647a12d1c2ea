"""How strange a sequence of letters is: letter trigrams counted over the vocabulary."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_SIZE = 28  # edge, a-z, anything else
_OTHER = _SIZE - 1
_CODES = {chr(97 + i): i + 1 for i in range(26)}


class Letters:
    """Negative log probabilities (nats) of letters after the two before them.

    Args:
        costs: by the letter before the last, the last and the letter itself, as 64-bit floats.
    """

    def __init__(self, costs: bytes) -> None:
        self._costs = memoryview(costs).cast("d")

    def strangeness(self, key: str) -> tuple[float, float]:
        """Mean and greatest cost (nats) of a lower-case form's letters, its end included."""
        costs, context = self._costs, 0
        total = worst = 0.0
        for code in (*map(_code, key), 0):
            cost = costs[context * _SIZE + code]
            total += cost
            if cost > worst:
                worst = cost
            context = context % _SIZE * _SIZE + code
        return total / (len(key) + 1), worst


def _code(letter: str) -> int:
    return _CODES.get(letter, _OTHER)


def count_letters(words: Iterable[str]) -> bytes:
    """The costs of `Letters`, counted over words."""
    import numpy

    joined = "\n\n" + "\n\n".join(words) + "\n\n"
    raw = numpy.frombuffer(joined.encode("latin-1", "replace"), dtype=numpy.uint8).astype(int)
    codes = numpy.where((raw >= 97) & (raw <= 122), raw - 96, _OTHER)
    codes[raw == 10] = 0
    places = codes[:-2] * _SIZE * _SIZE + codes[1:-1] * _SIZE + codes[2:]
    counts = numpy.bincount(places, minlength=_SIZE**3).reshape(_SIZE, _SIZE, _SIZE) * 1.0
    pairs = counts.sum(axis=0)
    single = pairs.sum(axis=0) + 1.0
    single /= single.sum()
    after_one = (pairs + 20.0 * single) / (pairs.sum(axis=1, keepdims=True) + 20.0)
    after_two = (counts + 10.0 * after_one) / (counts.sum(axis=2, keepdims=True) + 10.0)
    costs: bytes = (-numpy.log(after_two)).astype("<f8").tobytes()
    return costs
