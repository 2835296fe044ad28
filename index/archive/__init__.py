"""How is every article kept as published? In one SQL database, the only copy that matters."""
