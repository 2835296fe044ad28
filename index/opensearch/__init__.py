"""How is an index kept on a cluster? Where it is, what documents are there, how they are made."""
