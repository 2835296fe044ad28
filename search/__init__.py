"""How does a question become a ranked page?

Text is parsed into a query, matched and ranked, and comes back as a page of hits with
fragments of text, facets and suggestions.
"""
