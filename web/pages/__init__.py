"""What does a person see? The pages, and what stands around results and articles on them."""
