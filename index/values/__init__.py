"""Which values of a field are one thing? *ANTARA News* is *antaranews*, *Akarta* is *Jakarta*.

The archive keeps what was published; an index shows, counts and filters by one value for each
thing, and finds it by the words of every spelling. What is one is learned from the archive when
the index is built, and put right by its user in ``aliases.tsv``.
"""
