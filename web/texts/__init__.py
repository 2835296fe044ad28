"""What does the interface say, and how does it write numbers and dates? One file a language."""
