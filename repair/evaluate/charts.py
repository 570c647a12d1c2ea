"""Small charts as SVG text, drawn by hand so that a report is one file without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from repair.evaluate.reliability import Bin

_WIDTH, _HEIGHT, _MARGIN = 420, 300, 44
_INK, _FAINT, _ACCENT = "#333", "#ccc", "#2a6fb0"


def calibration(bins: Sequence[Bin]) -> str:
    """Stated confidence against the share that was right; a dot's area shows how many changes."""
    most = max((b.changes for b in bins), default=1)
    body = [_axes("stated confidence", "share right", 1.0, 1.0)]
    body.append(_line(_x(0), _y(0), _x(1), _y(1), _FAINT))
    for b in bins:
        radius = 3 + 9 * (b.changes / most) ** 0.5
        body.append(
            f'<circle cx="{_x(b.confidence):.1f}" cy="{_y(b.right):.1f}" r="{radius:.1f}" '
            f'fill="{_ACCENT}" fill-opacity="0.6"><title>{b.changes} changes: stated '
            f"{b.confidence:.3f}, right {b.right:.3f}</title></circle>"
        )
    return _svg(body, "Reliability of the confidence")


def ranges(rows: Sequence[tuple[str, float, float, float]]) -> str:
    """One line per row: a value as a dot within its interval, as (label, value, low, high)."""
    most = max([high for _, _, _, high in rows] + [1e-9])
    height = 26 * len(rows) + 30
    left, right = 150, _WIDTH - 60
    scale = (right - left) / most
    body = []
    for index, (label, value, low, high) in enumerate(rows):
        y = 20 + 26 * index
        body.append(_text(left - 8, y + 4, label, "end"))
        body.append(_line(left + low * scale, y, left + high * scale, y, _INK))
        body.append(f'<circle cx="{left + value * scale:.1f}" cy="{y}" r="4" fill="{_ACCENT}"/>')
        body.append(_text(right + 8, y + 4, f"{value:.4f}", "start"))
    return _svg(body, "Rates with their intervals", height)


def histogram(values: Sequence[float], label: str, bins: int = 20) -> str:
    """How many values fall into each of `bins` equal steps from 0 to the greatest value."""
    top = max([*values, 1e-9])
    counts = [0] * bins
    for value in values:
        counts[min(bins - 1, int(bins * max(value, 0.0) / top))] += 1
    most = max([*counts, 1])
    body = [_axes(label, "documents", top, float(most))]
    step = (_WIDTH - 2 * _MARGIN) / bins
    for index, count in enumerate(counts):
        tall = (_HEIGHT - 2 * _MARGIN) * count / most
        body.append(
            f'<rect x="{_MARGIN + index * step + 1:.1f}" y="{_HEIGHT - _MARGIN - tall:.1f}" '
            f'width="{step - 2:.1f}" height="{tall:.1f}" fill="{_ACCENT}">'
            f"<title>{top * index / bins:.3f} to {top * (index + 1) / bins:.3f}: {count}</title>"
            "</rect>"
        )
    return _svg(body, label)


def bars(rows: Sequence[tuple[str, float]], label: str) -> str:
    """One horizontal bar per row, as (label, value)."""
    most = max([value for _, value in rows] + [1e-9])
    left, right = 170, _WIDTH - 60
    body = []
    for index, (name, value) in enumerate(rows):
        y = 14 + 24 * index
        body.append(_text(left - 8, y + 10, name, "end"))
        body.append(
            f'<rect x="{left}" y="{y}" width="{(right - left) * value / most:.1f}" height="14" '
            f'fill="{_ACCENT}"/>'
        )
        body.append(_text(left + (right - left) * value / most + 6, y + 11, f"{value:g}", "start"))
    return _svg(body, label, 24 * len(rows) + 24)


def _x(share: float) -> float:
    return _MARGIN + share * (_WIDTH - 2 * _MARGIN)


def _y(share: float) -> float:
    return _HEIGHT - _MARGIN - share * (_HEIGHT - 2 * _MARGIN)


def _axes(across: str, up: str, most_across: float, most_up: float) -> str:
    parts = [_line(_x(0), _y(0), _x(1), _y(0), _INK), _line(_x(0), _y(0), _x(0), _y(1), _INK)]
    for share in (0.0, 0.5, 1.0):
        parts.append(_text(_x(share), _y(0) + 16, f"{share * most_across:.3g}", "middle"))
        parts.append(_text(_x(0) - 6, _y(share) + 4, f"{share * most_up:.3g}", "end"))
    parts.append(_text(_x(0.5), _HEIGHT - 8, across, "middle"))
    parts.append(_text(_MARGIN, _MARGIN - 14, up, "middle"))
    return "".join(parts)


def _line(x1: float, y1: float, x2: float, y2: float, ink: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="12" '
        f'font-family="sans-serif" fill="{_INK}">{escape(words)}</text>'
    )


def _svg(body: Sequence[str], title: str, height: int = _HEIGHT) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img"><title>{escape(title)}</title>'
        + "".join(body)
        + "</svg>"
    )
