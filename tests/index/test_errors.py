"""Every error that is raised on purpose stands in a tree that can be read."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

from index import errors


def all_errors(root: type[Exception]) -> set[type[Exception]]:
    """Return all classes below ``root``."""
    below = set(root.__subclasses__())
    return below.union(*map(all_errors, below))


@pytest.fixture(scope="module", autouse=True)
def everything_imported() -> None:
    for module in pkgutil.walk_packages(importlib.import_module("index").__path__, "index."):
        importlib.import_module(module.name)


def test_the_tree_names_every_error_of_the_package() -> None:
    drawn = {
        line.split()[1]
        for line in (errors.__doc__ or "").splitlines()
        if line.lstrip().startswith("- ")
    }
    raised = {
        error.__name__
        for error in all_errors(errors.ArsipError)
        if error.__module__.startswith("index.")
    }

    assert drawn == raised
    assert raised <= set(vars(errors))
