"""What does a program get? JSON, described in OpenAPI; whole searches as CSV, JSONL and Atom."""
