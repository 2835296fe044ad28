"""What is the root of an Indonesian word?

    "mempertanggungjawabkannya"  ->  "tanggungjawab"

Dictionary, affixes, names and exceptions in, one root out. `Stemmer` is the door.
"""
