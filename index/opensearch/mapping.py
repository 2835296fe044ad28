"""What an index in OpenSearch is made of: fields, and how their words are cut and weighed.

    text      title, and again title and body as one run of words, with positions
    many      the same without positions, for queries of many words, which are weighed otherwise
    title     the words of the title, with positions
    titled    the same for their weight: as often as they count, in a text as long as all of it
    words     how long that is
    w_<name>  the words of a field of `index.fields`
    <name>    its values, folded, to filter and to count by
    speech    each quotation with its speaker, far from the next

Nothing is analysed there: words are sent as `index.opensearch.encoding` writes them. A title
stands twice in ``text`` because its words count twice (`TITLE_WEIGHT`), far enough from the
rest for nothing to be near both.

A place holds two words, a root and a form, and a mean length counts both, a length neither
twice. So that a document of mean length is taken for one, BM25 has other constants here:

    k1' (1 - b') = k1 (1 - b)        k1' b' / 2 = k1 b
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import orjson

from index.fields import FACETS, FIELDS
from index.ranking import K1, KEYWORDS_K1, B

if TYPE_CHECKING:
    from index.opensearch.location import Location

# Of the query language, `MAX_SLOP` and the words of a phrase stay below it.
GAP: Final = 1_000
# Between two values of one field, as in the embedded index.
VALUE_GAP: Final = 100
# Longer values cannot be filtered by; their words are found all the same.
MAX_VALUE_CHARS: Final = 8_000
# A word has an end; what stands for hundreds of them in a query is one to the server.
_MAX_TOKEN_CHARS: Final = 1_000_000


def _similarity(k1: float) -> dict[str, Any]:
    return {"type": "BM25", "k1": k1 * (1 + B), "b": 2 * B / (1 + B)}


_SETTINGS: Final[dict[str, Any]] = {
    "refresh_interval": "-1",
    "max_result_window": 10_000,
    "similarity": {
        "few": _similarity(K1),
        "many": _similarity(KEYWORDS_K1),
        "titled": {"type": "BM25", "k1": K1, "b": B},
    },
    "analysis": {
        "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": _MAX_TOKEN_CHARS}},
        "filter": {
            "alternatives": {
                "type": "pattern_capture",
                "preserve_original": False,
                "patterns": ["([^|]+)"],
            },
            "times": {"type": "delimited_term_freq", "delimiter": "|"},
        },
        "analyzer": {
            "words": {"tokenizer": "spaces", "filter": ["alternatives"]},
            "word": {"tokenizer": "spaces"},
            "times": {"tokenizer": "spaces", "filter": ["times"]},
        },
    },
}


def _text(**others: object) -> dict[str, Any]:
    return {"type": "text", "analyzer": "words", "search_analyzer": "word"} | others


_PROPERTIES: Final[dict[str, Any]] = {
    "row": {"type": "integer"},
    "id": {"type": "keyword"},
    "date": {"type": "date", "format": "epoch_second"},
    "guess": {"type": "date", "format": "epoch_second"},
    "title_words": {"type": "integer", "index": False},
    "revision": {"type": "long"},
    "text": _text(similarity="few", position_increment_gap=GAP, copy_to="many"),
    "many": _text(similarity="many", index_options="freqs"),
    "title": _text(similarity="few"),
    "titled": _text(similarity="titled", index_options="freqs", analyzer="times"),
    "words": {"type": "integer", "index": False},
    **{f"w_{field.name}": _text(position_increment_gap=VALUE_GAP, norms=False) for field in FIELDS},
    "speech": _text(position_increment_gap=GAP, norms=False),
    **{
        field.name: {"type": "keyword", "ignore_above": MAX_VALUE_CHARS, "norms": False}
        for field in FACETS
    },
    # As they are printed, to know the usual way.
    **{
        f"as_{field.name}": {"type": "keyword", "index": False, "doc_values": False}
        for field in FACETS
    },
}

MAPPING_DIGEST: Final = blake2b(orjson.dumps([_SETTINGS, _PROPERTIES]), digest_size=8).hexdigest()


def documents_body(location: Location) -> dict[str, Any]:
    """Return what an index of documents is made with; nothing holds copies of it at first."""
    shards = {"number_of_shards": location.shards, "number_of_replicas": 0}
    return {
        "settings": {"index": {**_SETTINGS, **shards}},
        "mappings": {"dynamic": "strict", "properties": _PROPERTIES},
    }


def files_body(location: Location) -> dict[str, Any]:
    """Return what an index of the files of a generation is made with."""
    shards = {"number_of_shards": 1, "number_of_replicas": location.replicas}
    properties = {
        "file": {"type": "keyword"},
        "digest": {"type": "keyword"},
        "number": {"type": "integer"},
        "data": {"type": "binary"},
    }
    return {
        "settings": {"index": shards},
        "mappings": {"dynamic": "strict", "properties": properties},
    }
