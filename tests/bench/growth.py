"""Draw how time and size grow: python tests/bench/growth.py results.jsonl out.svg

Takes the lines that ``engine.py`` printed for several sizes. Both axes are logarithmic;
a line of slope one is linear growth.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

WIDTH, HEIGHT, MARGIN = 720, 420, 60
SERIES = {
    "index, s": ("#8b1d1d", lambda row: row["index_s"]),
    "index, MB": ("#b8860b", lambda row: row["index_mb"]),
    "OR, ms": ("#1d4e8b", lambda row: row["or"]["p50_ms"]),
    "AND, ms": ("#2e7d32", lambda row: row["and"]["p50_ms"]),
    "phrase, ms": ("#6a1b9a", lambda row: row["phrase"]["p50_ms"]),
    "term, ms": ("#455a64", lambda row: row["term"]["p50_ms"]),
}


def draw(rows: list[dict[str, Any]]) -> str:
    """Return the curves as SVG."""
    values = [read(row) for _, read in SERIES.values() for row in rows]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    first, last = math.log10(rows[0]["docs"]), math.log10(rows[-1]["docs"])

    def x(docs: float) -> float:
        return MARGIN + (math.log10(docs) - first) / (last - first) * (WIDTH - 3 * MARGIN)

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
            f'<path d="M{MARGIN} {at:.1f}H{WIDTH - 2 * MARGIN}" stroke="#ddd"/>'
            f'<text x="{MARGIN - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    for row in rows:
        at = x(row["docs"])
        parts.append(
            f'<path d="M{at:.1f} {MARGIN}V{HEIGHT - MARGIN}" stroke="#eee"/>'
            f'<text x="{at:.1f}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">'
            f"{row['docs']:,}</text>"
        )
    for name, (colour, read) in SERIES.items():
        points = " ".join(f"{x(row['docs']):.1f},{y(read(row)):.1f}" for row in rows)
        end = y(read(rows[-1]))
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
            f'<text x="{WIDTH - 2 * MARGIN + 6}" y="{end + 4:.1f}" fill="{colour}">{name}</text>'
        )
    parts.append(f'<text x="{MARGIN}" y="24">Growth with the number of articles</text></svg>')
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    results = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    Path(sys.argv[2]).write_text(draw(sorted(results, key=lambda row: row["docs"])))
