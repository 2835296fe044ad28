"""The text's entries in their final order, and their way into the file.

key     root NUL form                 one string sorts as (root, form)

root.first     0      2               abai: [abai, diabaikan]   abang: [abang]
exact.entries  0  2  1                forms in alphabetical order: abai abang diabaikan
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.segments.texts import Texts, write_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from index.segments.array_file import ArrayFile, ArrayFileWriter


def by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return texts and counts, most frequent first, ties in alphabetical order."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


class Ranking(NamedTuple):
    """Strings in ascending order.

    Attributes:
        texts: Sorted.
        ranks: New number of each string, by its old one.
    """

    texts: list[str]
    ranks: NDArray[np.int64]


def rank(texts: Sequence[str]) -> Ranking:
    """Sort ``texts``."""
    order = sorted(range(len(texts)), key=texts.__getitem__)
    ranks = np.empty(len(texts), np.int64)
    ranks[np.array(order, np.int64)] = np.arange(len(texts))
    return Ranking([texts[number] for number in order], ranks)


def entry_keys(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return the key of each (form, root) pair."""
    return [f"{root}\0{exact}" for exact, root in pairs]


def first_of_roots(keys: Sequence[str]) -> NDArray[np.int64]:
    """Return the first entry of every root, and the number of entries, of sorted keys."""
    roots = [key.partition("\0")[0] for key in keys]
    firsts = [at for at, root in enumerate(roots) if at == 0 or root != roots[at - 1]]
    return np.array([*firsts, len(keys)], np.int64)


def write_vocabulary(file: ArrayFileWriter, keys: Sequence[str]) -> None:
    """Write the tables of roots and forms of entries in their final order."""
    firsts = first_of_roots(keys)
    exacts = [key.partition("\0")[2] for key in keys]
    write_texts(file, "root", [keys[at].partition("\0")[0] for at in firsts[:-1].tolist()])
    file.add("root.first", firsts.astype(np.uint32))

    entries = sorted(range(len(exacts)), key=exacts.__getitem__)
    in_order = [exacts[entry] for entry in entries]
    is_new = np.ones(len(keys), np.bool_)
    is_new[1:] = [now != before for before, now in pairwise(in_order)]
    write_texts(file, "exact", [in_order[at] for at in np.flatnonzero(is_new).tolist()])
    file.add("exact.first", np.append(np.flatnonzero(is_new), len(keys)).astype(np.uint32))
    file.add("exact.entries", np.array(entries, np.uint32))
    exact_of_entry = np.empty(len(keys), np.uint32)
    exact_of_entry[np.array(entries, np.int64)] = np.cumsum(is_new) - 1
    file.add("entry.exact", exact_of_entry)


def read_keys(file: ArrayFile) -> list[str]:
    """Return the keys of all text entries of a segment, in order."""
    exacts = list(Texts(file, "exact"))
    exact_of = file["entry.exact"].tolist()
    roots = np.repeat(np.array(list(Texts(file, "root")), object), np.diff(file["root.first"]))
    return [f"{root}\0{exacts[at]}" for root, at in zip(roots.tolist(), exact_of, strict=True)]
