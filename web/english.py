"""The interface in English."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "calendar.days": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "calendar.months": "January February March April May June July August September October"
        " November December",
        # every page
        "site.tagline": "An archive of Indonesian news, searchable down to every word",
        "site.home": "Home",
        "site.skip": "Skip to content",
        "site.newest": "Newest",
        "site.syntax": "How to search",
        "site.api": "JSON API",
        "site.links": "Site links",
        # the box
        "box.label": "Search the archive",
        "box.placeholder": "A word, a name, or an \u201cexact phrase\u201d",
        "box.submit": "Search",
        # home
        "home.size.one": "{n} article on file",
        "home.size.many": "{n} articles on file",
        "home.try": "Try:",
        "home.newest": "Newest articles",
        "home.all": "All articles, newest first",
        "home.empty": "This archive holds no articles yet. Bring some in with:",
        # how to search
        "syntax.title": "How to search",
        "syntax.write": "Write",
        "syntax.find": "To find",
        "syntax.words": "Both words, in any form",
        "syntax.phrase": "The phrase, exactly",
        "syntax.any_phrase": "The phrase, in any form",
        "syntax.near": "The words within 5 words of each other",
        "syntax.exact": "Only this exact form",
        "syntax.without": "Without the word \u201cimpor\u201d",
        "syntax.or": "Either of the two",
        "syntax.prefix": "Words that begin with \u201cekono\u201d",
        "syntax.field": "In the title only; also isi, penulis, sumber, tempat, rubrik, tag",
        "syntax.date": "By date; also sesudah: (after) and sebelum: (before)",
        # how words are matched
        "help.words": "How words are matched",
        "help.root": "A word is looked up by its root, so it is found in all its forms: with"
        " affixes, repeated, or with -nya, -lah and -pun. Capitals, accents, apostrophes and"
        " the way a number is written make no difference.",
        "help.whole": "Names are not cut, repeated words with a meaning of their own stay whole,"
        " and function words such as \u201csebuah\u201d, \u201csebelum\u201d or \u201csetelah\u201d"
        " are looked up as written. Old spellings and typing errors are only ever offered"
        " corrections, never changed silently.",
        "help.syntax": "What can be written",
        "help.examples": "Examples",
        "help.found": "Also finds",
        "help.missed": "Does not find",
        "help.order": "What comes first",
        "help.ranking": "Articles that have all the words, more often, in the title, and in the"
        " very form you typed. If none has them all, the closest come, and the page says so. Dates"
        " matter only when you sort by time.",
        "help.questions": "Questions may be written out. \u201cKapan\u201d prefers articles with a"
        " date near your words, \u201cberapa\u201d a number, \u201cdi mana\u201d a place, and"
        " \u201csiapa\u201d a name.",
        "help.narrow": "On the results page each word can be narrowed to its exact form with one"
        " tap, and each phrase widened to all forms.",
        # results
        "results.title": "Search results",
        "results.browse": "All articles",
        "results.total.one": "{n} article",
        "results.total.many": "{n} articles",
        "results.took": "{ms} ms",
        "results.page": "page {page} of {pages}",
        "results.relaxed": "No article contains all of the words."
        " These contain some of them, closest first.",
        "results.ignored": "{value} cannot be used for \u201c{name}\u201d and was ignored.",
        "results.wordless": "\u201c{q}\u201d holds no word to search for. Here is everything.",
        "results.list": "Articles found",
        "results.download": "Save these results:",
        "results.past_end": "Page {page} is past the last result.",
        "results.last_page": "Go to the last page ({page})",
        "results.first_page": "Go to the first page",
        "results.too_deep": "Further pages are out of reach; narrow the search with filters.",
        "sort.label": "Sort by",
        "sort.relevance": "Best match",
        "sort.newest": "Newest",
        "sort.oldest": "Oldest",
        "forms.label": "Word forms",
        "forms.all": "All forms",
        "forms.exact": "Exact form",
        # how the query was understood
        "explain.sought": "Searched:",
        "explain.only": "only",
        "explain.any": "any form",
        "explain.prefix": "begins like this",
        "explain.parts": "and {n} other words",
        "explain.in_title": "in the title",
        "explain.in_body": "in the body",
        "explain.none": "not found",
        "explain.title": "Details",
        "explain.interpreted": "Read as",
        "explain.stem": "root {stem}",
        "explain.exact": "exact form",
        "explain.df.one": "in {n} article",
        "explain.df.many": "in {n} articles",
        "explain.more": "and {n} other forms",
        # filters
        "filters.title": "Filter",
        "filters.active": "Active filters",
        "filters.remove": "Remove filter {label}",
        "filters.clear": "Remove all filters",
        "filters.source": "Source",
        "filters.section": "Section",
        "filters.place": "Place",
        "filters.author": "Author",
        "filters.time": "Published",
        "filters.from": "From",
        "filters.to": "To",
        "filters.since": "since {day}",
        "filters.until": "until {day}",
        "filters.apply": "Apply",
        "filters.forms_all": "All word forms",
        "filters.forms_exact": "Exact form only",
        # paging
        "pager.label": "Pages of results",
        "pager.previous": "Previous",
        "pager.next": "Next",
        "pager.page": "Page {page}",
        # nothing found
        "nothing.for": "No article matches",
        "nothing.filters": "No article passes these filters.",
        "nothing.what_now": "What you can try",
        "nothing.meant": "Did you mean:",
        "nothing.remove": "Loosen the filters:",
        "nothing.unquote": "Search without quotation marks:",
        "nothing.prefix": "Search every word with the same beginning:",
        "nothing.fewer": "Search with fewer words:",
        "nothing.spelling": "Check the spelling, above all of people and places.",
        "nothing.examples": "Or start from an example:",
        "suggestions.title": "Did you mean:",
        # one article
        "article.back": "Back to the results for",
        "article.by": "By",
        "article.original": "Read on the original site ({host})",
        "article.tags": "Tags",
        "article.out": "See also",
        "article.in": "Mentioned by",
        "article.missing": "not in the archive yet",
        "article.details": "About this article",
        "article.json": "This article as JSON",
        # errors
        "error.what_now": "Back to the home page",
        "error.400.title": "The request could not be read",
        "error.400.text": "The address asked for holds something that was not understood.",
        "error.404.title": "Page not found",
        "error.404.text": "There is nothing at this address. The article may have left the"
        " archive, or the address was cut off. Try searching for its title.",
        "error.405.title": "This way of asking is not served",
        "error.405.text": "This page can only be read, not changed.",
        "error.413.title": "The request is too large",
        "error.413.text": "Send the request without a body; the search is in its address.",
        "error.414.title": "The address is too long",
        "error.414.text": "A search has at most 1,000 characters. Shorten it and try again.",
        "error.500.title": "Something went wrong",
        "error.500.text": "The fault is ours and has been noted. Try again in a moment.",
        "error.503.title": "The archive cannot be read right now",
        "error.503.text": "Try again in a moment. For the administrator:",
        "error.no_index.title": "There is no usable index",
        "error.no_index.text": "For the administrator, with the command to run:",
        "error.other.title": "The request cannot be met",
        "error.other.text": "Try starting again from the home page.",
    }
)
