"""How does Whoosh see the segments? As an index of its own, for its own queries."""
