"""How is it run from a terminal? The `arsip` command, one module a group of commands."""
