"""How do documents become arrays on the disk, and arrays lists of documents?

write   Document -> pieces -> run -> inversion -> a segment file
read    segment file -> Segment -> search/, or Whoosh by index.whoosh_view
"""
