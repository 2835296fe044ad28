"""The `arsip` command, one module a group of commands."""
