"""How does an article become searchable?

Files are read into articles, kept in the archive (SQL), taken apart into documents and
written into an index generation.
"""
