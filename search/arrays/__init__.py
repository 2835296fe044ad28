"""Which documents match, how well, and how often? The embedded engine, on `index.segments`."""
