"""Questions to arrays: how a query tree is matched, scored, ranked and counted."""
