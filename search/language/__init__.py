"""What did the reader mean? Text to a query tree, and back."""
