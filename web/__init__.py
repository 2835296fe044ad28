"""How does it reach a person or a program? Pages, the JSON API and the `arsip` command."""
