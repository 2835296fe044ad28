"""Which languages the interface has: one file beside this module for each, by its code."""

from __future__ import annotations

from pathlib import Path

LANGUAGES = tuple(sorted(file.stem for file in Path(__file__).parent.glob("*.toml")))
