"""How does text become words? One analyzer, used to index and to query."""
