"""An index in OpenSearch: where it is, what a document is there, and how a generation is made."""
