"""The arrays of a segment file, and the order of everything in them.

An *entry* is one (exact form, root) pair of the text, or one word of another field.
Text entries come first, by root and then by form, so that the forms of a root and all
their postings and positions lie side by side; then those of `WORD_FIELDS`, by word.

    entries     entry.posts       n + 1      where the postings of an entry start
                entry.spots       n + 1      where its positions start
                entry.exact       text only  number of its form
    postings    post.docs, .highs, .high_starts   see index.segments.doc_numbers
                post.codes        uint8      see index.segments.postings
                spots             uint16 | uint32
                capped.posts, capped.counts  true counts of postings with capped codes
    forms       exact.*           sorted texts; exact.first, exact.entries: their entries
    roots       root.*            sorted texts; root.first: first entry of each root
                root.posts        where its merged postings start; none for a single form
                root.docs, .highs, .high_starts, root.codes
    words       <field>.*         sorted texts of each of WORD_FIELDS
    documents   title.lengths, body.lengths, rows, dates
                ids.*             texts; ids.hashes sorted crc32, ids.order their documents
                <column>.ids      value of each document or -1; <column>.values.* texts
                author.offsets    n + 1, into author.ids
"""

from __future__ import annotations

from typing import Final

import numpy as np

# Fields of exact words beside the text, in the order of their entries.
WORD_FIELDS: Final = ("author", "place", "section", "source", "tag")
FIELDS: Final = ("root", "text", *WORD_FIELDS)
# Columns of one value for each document.
COLUMNS: Final = ("place", "section", "source")

# Where the lists of a table start among its postings.
LIST_STARTS: Final = {"post": "entry.posts", "root": "root.posts"}

# Positions left free between two values of one field.
VALUE_GAP: Final = 100

# The date of undated documents.
UNDATED: Final = int(np.iinfo(np.int64).min)

# Document numbers fit in three bytes.
MAX_DOCUMENTS: Final = 1 << 24
NARROW_DOCUMENTS: Final = 1 << 16
NARROW_POSITIONS: Final = 1 << 16
