"""Curves of how long queries take as an archive grows, one for each engine, as SVG.

Both axes are logarithmic; a line of slope one is linear growth.
"""

from __future__ import annotations

import math
from itertools import cycle
from typing import Any

WIDTH, HEIGHT, MARGIN = 720, 420, 60
COLOURS = ("#8b1d1d", "#1d4e8b", "#2e7d32", "#b8860b", "#6a1b9a", "#455a64", "#00838f")
SHOWN = "or"


def draw(rows: list[dict[str, Any]]) -> str:
    """Return the medians of OR queries as SVG.

    Args:
        rows: Of each engine and number of articles: ``engine``, ``docs`` and ``or.p50_ms``.
    """
    values = [row[SHOWN]["p50_ms"] for row in rows]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    sizes = sorted({row["docs"] for row in rows})
    first, last = math.log10(sizes[0]), math.log10(max(sizes[-1], sizes[0] + 1))

    def x(docs: float) -> float:
        return MARGIN + (math.log10(docs) - first) / (last - first) * (WIDTH - 4 * MARGIN)

    def y(value: float) -> float:
        return HEIGHT - MARGIN - (math.log10(value) - low) / (high - low) * (HEIGHT - 2 * MARGIN)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        "<style>text { font: 12px sans-serif }</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(low, high + 1):
        at = y(10.0**power)
        parts.append(
            f'<path d="M{MARGIN} {at:.1f}H{WIDTH - 3 * MARGIN}" stroke="#ddd"/>'
            f'<text x="{MARGIN - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    for docs in sizes:
        at = x(docs)
        parts.append(
            f'<path d="M{at:.1f} {MARGIN}V{HEIGHT - MARGIN}" stroke="#eee"/>'
            f'<text x="{at:.1f}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{docs:,}</text>'
        )
    ends: list[float] = []
    for name, colour in zip(dict.fromkeys(row["engine"] for row in rows), cycle(COLOURS)):
        own = sorted((row["docs"], row[SHOWN]["p50_ms"]) for row in rows if row["engine"] == name)
        points = " ".join(f"{x(docs):.1f},{y(value):.1f}" for docs, value in own)
        end = y(own[-1][1])
        while any(abs(end - other) < 14 for other in ends):  # labels above each other
            end += 14
        ends.append(end)
        parts += (
            f'<circle cx="{x(docs):.1f}" cy="{y(value):.1f}" r="3" fill="{colour}"/>'
            for docs, value in own
        )
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
            f'<text x="{x(own[-1][0]) + 8:.1f}" y="{end + 4:.1f}" fill="{colour}">{name}</text>'
        )
    title = "OR queries, median in ms, by the number of articles"
    parts.append(f'<text x="{MARGIN}" y="24">{title}</text></svg>')
    return "\n".join(parts) + "\n"
