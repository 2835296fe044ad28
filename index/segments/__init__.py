"""The index engine: Whoosh segments as NumPy arrays in one memory-mapped file each.

write   Document -> tokens -> inversion -> segment_writer -> a segment file
read    segment file -> segment_reader.SegmentArrays -> search/, or any Whoosh query
"""
