"""How documents are ranked, as far as an index has to know it when it is made.

BM25F, see `search.weighting`. Found by grid on half of the judged questions, confirmed on the
other half; flat around.
"""

from __future__ import annotations

from typing import Final

K1: Final = 0.65
# Of many words and no question: they describe what an article is about, and it says so again
# and again. Found on whole articles, by their titles and summaries.
KEYWORDS_K1: Final = 1.5
B: Final = 0.75
TITLE_WEIGHT: Final = 2.0
EXACT_WEIGHT: Final = 0.4
