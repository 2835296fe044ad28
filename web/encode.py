"""From results and articles to the shapes of `web.payload`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from search.language.narrowing import narrow, widen
from search.query import Forms
from web.links import args_of, article_path, with_args
from web.params import MAX_OFFSET

if TYPE_CHECKING:
    from datetime import datetime

    from index.archive import RelatedArticle
    from index.article import Article
    from search.results import Fragment, Hit, TermInfo
    from web.answer import Answer
    from web.params import SearchParams
    from web.payload import (
        ArticlePayload,
        FragmentPayload,
        LinksPayload,
        RelatedListPayload,
        RelatedPayload,
        ResultPayload,
        SearchPayload,
        TermPayload,
    )

API = "/api/v1"


def search_payload(answer: Answer, root: str) -> SearchPayload:
    """Return the answer to a search; ``root`` is the path the site is mounted at."""
    params, parsed, page = answer.params, answer.parsed, answer.page
    return {
        "query": {
            "q": params.q,
            "interpreted": parsed.interpreted,
            "forms": (params.forms or Forms.ALL).value,
            "warnings": list(parsed.warnings),
            "relaxed": page.relaxed,
            "terms": [_term(term, params) for term in page.terms],
        },
        "total": page.total,
        "page": page.request.number,
        "per_page": page.request.size,
        "took_ms": answer.took_ms,
        "results": [result_payload(hit) for hit in page.hits],
        "facets": {
            name.value: [{"value": value.value, "count": value.count} for value in values]
            for name, values in page.facets.items()
        },
        "histogram": [
            {"from": bar.start.isoformat(), "count": bar.count} for bar in page.histogram
        ],
        "suggestions": [{"q": other.q, "reason": other.reason} for other in page.suggestions],
        "links": _links(answer, root),
        "index": {"generation": page.generation, "documents": page.documents},
    }


def result_payload(hit: Hit) -> ResultPayload:
    """Return one hit."""
    return {
        "id": hit.id,
        "title": hit.title,
        "url": hit.url,
        "published": _iso(hit.published),
        "source": hit.source,
        "author": list(hit.author),
        "section": hit.section,
        "place": hit.place,
        "score": round(hit.score, 4),
        "snippet": [_fragment(fragment) for fragment in hit.snippet],
        "related": list(hit.related),
    }


def article_payload(article: Article, root: str) -> ArticlePayload:
    """Return one article."""
    path = article_path(article.id)
    own = f"{root}{API}/articles/{path}"
    return {
        "id": article.id,
        "title": article.title,
        "body": article.body,
        "published": _iso(article.published),
        "place": article.place,
        "source": article.source,
        "author": list(article.author),
        "section": article.section,
        "url": article.url,
        "tags": list(article.tags),
        "related": list(article.related),
        "language": article.language,
        "links": {"self": own, "related": f"{own}/related", "html": f"{root}/articles/{path}"},
    }


def related_payload(id: str, related: tuple[RelatedArticle, ...]) -> RelatedListPayload:  # noqa: A002 - the field's own name
    """Return the articles linked from and to one article."""
    links: list[RelatedPayload] = [
        {
            "title": other.title,
            "id": other.id,
            "published": _iso(other.published),
            "direction": cast("Literal['in', 'out']", other.direction),
        }
        for other in related
    ]
    return {"id": id, "related": links}


def _links(answer: Answer, root: str) -> LinksPayload:
    page = answer.page
    number, size = page.request.number, page.request.size
    args = args_of(answer.params, without=("page",))
    first = with_args(root + API + "/search", args)

    def at(number: int) -> str:
        return f"{first}{'&' if args else '?'}page={number}" if number > 1 else first

    has_next = number < page.page_count and (number + 1) * size <= MAX_OFFSET
    shown = args_of(answer.params, without=("facets", "interval", "explain"))
    return {
        "self": at(number),
        "next": at(number + 1) if has_next else None,
        "prev": at(min(number - 1, page.page_count)) if number > 1 else None,
        "html": with_args(root + "/search", shown),
    }


def _term(term: TermInfo, params: SearchParams) -> TermPayload:
    payload: TermPayload = {
        "text": term.text,
        "stem": term.stem,
        "forms": list(term.forms),
        "df": term.df,
    }
    if params.explain:
        payload["narrowed"] = narrow(params.q, term.leaf, params.forms) if term.is_wide else None
        payload["widened"] = widen(params.q, term.leaf, params.forms)
    return payload


def _fragment(fragment: Fragment) -> FragmentPayload:
    if fragment.is_match:
        return {"text": fragment.text, "match": True}
    return {"text": fragment.text}


def _iso(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
