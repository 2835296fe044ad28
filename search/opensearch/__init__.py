"""What matches, how well, and how often, in an index on a cluster? All else is as in any engine."""
