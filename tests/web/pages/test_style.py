"""Colours that can be told apart, in daylight and in the dark (WCAG 2.2, level AA)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import web.app
from web.params import MAX_QUERIES

STYLE = Path(web.app.__file__).with_name("pages").joinpath("static/style.css").read_text("utf-8")

TEXT_ON = [
    ("ink", "paper"),
    ("ink", "panel"),
    ("ink", "mark"),
    ("soft", "paper"),
    ("soft", "panel"),
    ("accent", "paper"),
    ("accent", "panel"),
    ("on-band", "band"),
]
# Borders of fields, the ring around what has the focus, bars and lines.
SHAPES = ["soft", "accent", "bar", *(f"series-{number}" for number in range(1, MAX_QUERIES + 1))]
SHAPE_ON = [(shape, "paper") for shape in SHAPES]


def scheme(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


_LIGHT, _DARK = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
SCHEMES = {"light": scheme(_LIGHT), "dark": scheme(_LIGHT) | scheme(_DARK)}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_can_be_read(name: str, text: str, ground: str) -> None:
    colours = SCHEMES[name]

    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("name", SCHEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPE_ON)
def test_shapes_can_be_seen(name: str, shape: str, ground: str) -> None:
    colours = SCHEMES[name]

    assert contrast(colours[shape], colours[ground]) >= 3


def test_no_text_is_smaller_than_16_pixels() -> None:
    screen = STYLE.split("@media print")[0]

    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)rem", screen)]
    assert min(sizes) >= 1
