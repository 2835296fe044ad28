"""How does a cluster find what a query wants? For archives that outgrow one machine."""
