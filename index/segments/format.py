"""The files of a generation, every array in them, and the versions of it all.

    manifest.json          what it was made from and of which files, see index.manifest
    segments.json          which segments, see index.segments.contents
    <id>.arrays            a segment, as below
    <id>.dead              its deleted documents as bits, once there are any
    completions.arrays     see index.completions
    aliases.arrays         see index.aliases
    copies.arrays          see index.copies.groups

An *entry* is one (exact form, root) pair of the text, or one word of another field.
Text entries come first, by root and then by form, so that the forms of a root and all
their postings and positions lie side by side; then those of `WORD_FIELDS`, by word.

Of a quotation the words and its speaker's stand side by side, behind a sign at its start:

    place      0  1     2      3           20 21    22
    quote      ^  air   surut  sejak ...   ^  kami  takut
    speaker       sri   wahyuni               budi

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
                guesses           dates with those that are guessed; nothing if none is
                ids.*             texts; ids.hashes sorted crc32, ids.order their documents
    columns     <column>.ids      value of each document or -1, if none has more than one
                <column>.offsets  otherwise, n + 1: where its values start in .ids
                <column>.values.* texts
"""

from __future__ import annotations

from typing import Final

import numpy as np

from index import fields

# What each version changed, and why a reader cannot do with an older one. Raise it, by a new
# line, with any change of a file above or of its meaning; what is older is built anew.
VERSIONS: Final = {
    1: "The first one.",
    2: "segments.json names the segments, not the newest of numbered tables of contents, and"
    " segments are called <id>.arrays: of an older generation no segment would be found."
    " Every column has one form; before, only authors could be several.",
    3: "manifest.json names every file with its digest and carries its own, so that one flipped"
    " bit anywhere is known; an older one cannot be checked. It also names the life of the"
    " archive that its revision is of.",
    4: "The words of quotations and of their speakers are fields; of an older one none is known."
    " Dates that are not known are guessed.",
}
FORMAT_VERSION: Final = max(VERSIONS)

# Fields of exact words beside the text, in the order of their entries.
VALUE_FIELDS: Final = tuple(sorted(field.name for field in fields.FIELDS))
WORD_FIELDS: Final = (*VALUE_FIELDS, *fields.SPOKEN)
FIELDS: Final = ("root", "text", *WORD_FIELDS)
# Fields whose values are kept as printed, to count and filter by.
COLUMNS: Final = tuple(sorted(field.name for field in fields.FACETS))

# Where the lists of a table start among its postings.
LIST_STARTS: Final = {"post": "entry.posts", "root": "root.posts"}

# Positions left free between two values of one field.
VALUE_GAP: Final = 100

# What stands in `fields.QUOTE` where a quotation starts: no word.
QUOTE_START: Final = "^"
# A compound or apostrophe may stand up to this many positions past the last word.
OVERHANG: Final = 16

# The date of undated documents.
UNDATED: Final = int(np.iinfo(np.int64).min)

# Document numbers fit in three bytes.
MAX_DOCUMENTS: Final = 1 << 24
NARROW_DOCUMENTS: Final = 1 << 16
NARROW_POSITIONS: Final = 1 << 16
