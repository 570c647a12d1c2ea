"""The inner loop of learning word vectors, compiled by numba: one word after another, in order.

Every sum is written out in a fixed order, so that the same text gives the same vectors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba
import numpy as np

from repair.spelling.count_ngrams import BREAK, UNKNOWN
from repair.spelling.word_vectors import REACH

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_AT_ONCE = 200  # blocks between two reports
_EDGE = 8.0  # log-odds beyond which the logistic function is taken for 0 or 1
_STEPS = 4096
_FACTOR, _TERM = 6364136223846793005, 1442695040888963407  # of a linear congruential generator
_PLACES_RATE = 0.1  # the weights of places change more slowly than vectors
_LANES = 8  # dimensions come in multiples of it


def learn(
    text: NDArray[np.int32],
    blocks: NDArray[np.int64],
    drawn: NDArray[np.int32],
    kept: NDArray[np.float32],
    lookalikes: NDArray[np.int32],
    recipe: dict[str, Any],
    chance: np.random.Generator,
    report: Callable[[int, float], object],
) -> tuple[
    NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]
]:
    """Vectors as neighbour and as word asked for, biases, and weights of places.

    Args:
        text: the numbers of all words in a row.
        blocks: where the blocks begin, in the order of learning.
        drawn: table from which words are drawn by chance.
        kept: for each word how often it is asked for where it stands.
        lookalikes: for each word how many there are, and their numbers.
        recipe: the tables `size` and `learning` of word_vectors.toml.
        chance: the source of the first values.
        report: called with the number of blocks done and the mean loss (nats) of the last ones.
    """
    settings, size = recipe["learning"], recipe["size"]["dimensions"]
    if size % _LANES:
        raise ValueError(f"word_vectors.toml: dimensions must be a multiple of {_LANES}.")
    around = ((chance.random((len(kept), size)) - 0.5) / np.sqrt(size)).astype(np.float32)
    asked = np.zeros((len(kept), size), np.float32)
    bias = np.zeros(len(kept), np.float32)
    places = np.full((2 * REACH, size), 0.5, np.float32)
    steps = (np.arange(_STEPS) + 0.5) / _STEPS * 2 * _EDGE - _EDGE
    logistic = (1 / (1 + np.exp(-steps))).astype(np.float32)
    state = np.uint64(12345)
    for done in range(0, len(blocks), _AT_ONCE):
        loss, state = _sweep(
            text, blocks[done : done + _AT_ONCE], settings["block"], done, len(blocks),
            settings["rate"], settings["chance"], settings["lookalikes"], settings["damaged"],
            drawn, kept, lookalikes, logistic, around, asked, bias, places, np.uint64(state),
        )  # fmt: skip
        report(done + _AT_ONCE, loss)
    return around, asked, bias, places


@numba.njit(error_model="numpy")
def _dot(one: Any, other: Any) -> Any:
    a = b = c = d = e = f = g = h = np.float32(0)
    for i in range(0, len(one), 8):
        a += one[i] * other[i]
        b += one[i + 1] * other[i + 1]
        c += one[i + 2] * other[i + 2]
        d += one[i + 3] * other[i + 3]
        e += one[i + 4] * other[i + 4]
        f += one[i + 5] * other[i + 5]
        g += one[i + 6] * other[i + 6]
        h += one[i + 7] * other[i + 7]
    return ((a + b) + (c + d)) + ((e + f) + (g + h))


@numba.njit(error_model="numpy")
def _sweep(
    text: Any, blocks: Any, block: int, done: int, whole: int, rate: float, by_chance: int,
    alike: int, damaged: int, drawn: Any, kept: Any, lookalikes: Any, logistic: Any, around: Any,
    asked: Any, bias: Any, places: Any, state: Any,
) -> Any:  # fmt: skip
    """Learn from some blocks; the mean loss and the state of the generator."""
    size = around.shape[1]
    total, seen = 0.0, 0
    context = np.zeros(2 * REACH, np.int32)
    summed = np.zeros(size, np.float32)
    change = np.zeros(size, np.float32)
    factor, term = np.uint64(_FACTOR), np.uint64(_TERM)
    for turn in range(len(blocks)):
        step = np.float32(rate * max(1e-3, 1.0 - (done + turn) / whole))
        for at in range(blocks[turn] + REACH, blocks[turn] + block - REACH):
            word = text[at]
            if word in (BREAK, UNKNOWN):
                continue
            state = state * factor + term
            if (state >> np.uint64(40)) / 16777216.0 > kept[word]:
                continue
            summed[:] = 0
            for place in range(2 * REACH):
                neighbour = text[at - REACH + place + (place >= REACH)]
                state = state * factor + term
                if (state >> np.uint64(33)) % np.uint64(damaged) == 0:
                    neighbour = np.int32(UNKNOWN)
                context[place] = neighbour
                for i in range(size):
                    summed[i] += places[place, i] * around[neighbour, i]
            change[:] = 0
            loss = 0.0
            for turn_of in range(1 + by_chance + alike):
                target = np.float32(0)
                if turn_of == 0:
                    other, target = word, np.float32(1)
                else:
                    state = state * factor + term
                    number = state >> np.uint64(33)
                    if turn_of <= by_chance:
                        other = drawn[number % np.uint64(len(drawn))]
                    elif lookalikes[word, 0] == 0:
                        break
                    else:
                        other = lookalikes[word, 1 + number % np.uint64(lookalikes[word, 0])]
                    if other == word:
                        continue
                odds = bias[other] + _dot(summed, asked[other])
                cell = int((odds + _EDGE) * (_STEPS / (2 * _EDGE)))
                chance = logistic[min(max(cell, 0), _STEPS - 1)]
                loss -= np.log(chance if target else 1 - chance)
                move = step * (target - chance)
                for i in range(size):
                    change[i] += move * asked[other, i]
                for i in range(size):
                    asked[other, i] += move * summed[i]
                bias[other] += move
            for place in range(2 * REACH):
                neighbour = context[place]
                for i in range(size):
                    before = around[neighbour, i]
                    around[neighbour, i] += change[i] * places[place, i]
                    places[place, i] += np.float32(_PLACES_RATE) * change[i] * before
            total += loss
            seen += 1
    return total / max(seen, 1), state
