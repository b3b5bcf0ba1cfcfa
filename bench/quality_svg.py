"""Line charts as SVG: small, the same bytes for the same numbers, readable on a light and on a dark page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 62, 20, 46, 96
STEPS = 5

STYLE = """\
  svg { font: 13px system-ui, sans-serif; }
  .page { fill: #ffffff; } .ink { fill: #1f2328; } .faint { fill: #59636e; }
  .grid { stroke: #d1d9e0; stroke-width: 1; } .line { fill: none; stroke-width: 2.5; }
  .c0 { stroke: #0969da; } .c1 { stroke: #bc4c00; } .c2 { stroke: #8250df; } .c3 { stroke: #1a7f37; } .c4 { stroke: #59636e; }
  .d0 { fill: #0969da; } .d1 { fill: #bc4c00; } .d2 { fill: #8250df; } .d3 { fill: #1a7f37; } .d4 { fill: #59636e; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; } .ink { fill: #f0f6fc; } .faint { fill: #9198a1; } .grid { stroke: #3d444d; }
    .c0 { stroke: #58a6ff; } .c1 { stroke: #f0883e; } .c2 { stroke: #bc8cff; } .c3 { stroke: #3fb950; } .c4 { stroke: #9198a1; }
    .d0 { fill: #58a6ff; } .d1 { fill: #f0883e; } .d2 { fill: #bc8cff; } .d3 { fill: #3fb950; } .d4 { fill: #9198a1; }
  }"""

DASHES = ("", "7 4", "2 4", "9 3 2 3", "4 4")
"""A line is told apart by its dashes too, not by its colour alone."""


@dataclass(frozen=True)
class Line:
    """One curve: its name and its points. With `sizes` (radius of each point) the points alone are drawn."""

    name: str
    points: Sequence[tuple[float, float]]
    sizes: Sequence[float] = ()


def chart(title: str, across: str, up: str, lines: Sequence[Line], *, reach: float = 1.0) -> str:
    """An SVG document; across from 0 to `reach`, up from 0 to 1. `title` is also its text for those who do not see it."""
    said = escape(title)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}">',
        f"<title>{said}</title>",
        f"<style>\n{STYLE}\n</style>",
        f'<rect class="page" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<text class="ink" x="{LEFT}" y="26" font-weight="600">{said}</text>',
        *_grid(across, up, reach),
    ]
    for number, line in enumerate(lines):
        parts += _line(number, line, reach)
    return "\n".join([*parts, "</svg>", ""])


def _x(value: float) -> float:
    return round(LEFT + value * (WIDTH - LEFT - RIGHT), 1)


def _y(value: float) -> float:
    return round(HEIGHT - BOTTOM - value * (HEIGHT - TOP - BOTTOM), 1)


def _grid(across: str, up: str, reach: float) -> list[str]:
    parts = []
    for step in range(STEPS + 1):
        value = step / STEPS
        parts += [
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_y(value)}" y2="{_y(value)}"/>',
            f'<text class="faint" x="{LEFT - 8}" y="{_y(value) + 4}" text-anchor="end">{value:.1f}</text>',
            f'<text class="faint" x="{_x(value)}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{value * reach:.1f}</text>',
        ]
    middle = _y(0.5)
    return [
        *parts,
        f'<text class="faint" x="{_x(0.5)}" y="{HEIGHT - BOTTOM + 38}" text-anchor="middle">{escape(across)}</text>',
        f'<text class="faint" x="18" y="{middle}" text-anchor="middle" transform="rotate(-90 18 {middle})">{escape(up)}</text>',
    ]


def _line(number: int, line: Line, reach: float) -> list[str]:
    left, height = _x(0) + 168 * (number % 4), HEIGHT - 34 + 20 * (number // 4)
    dash = f' stroke-dasharray="{DASHES[number]}"' if DASHES[number] else ""
    places = [(_x(x / reach), _y(y)) for x, y in line.points]
    sizes = line.sizes or [3.2] * len(places)
    dots = [
        f'<circle class="d{number}" cx="{x}" cy="{y}" r="{size:.1f}"/>'
        for (x, y), size in zip(places, sizes, strict=True)
    ]
    label = f'<text class="ink" x="{left + 32}" y="{height + 4}">{escape(line.name)}</text>'
    if line.sizes:
        return [*dots, f'<circle class="d{number}" cx="{left + 13}" cy="{height}" r="5"/>', label]
    points = " ".join(f"{x},{y}" for x, y in places)
    key = f'<line class="line c{number}"{dash} x1="{left}" x2="{left + 26}" y1="{height}" y2="{height}"/>'
    return [f'<polyline class="line c{number}"{dash} points="{points}"/>', *dots, key, label]
