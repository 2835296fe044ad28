"""What does a news text say about itself? Dateline, byline, links to other stories, dates."""
