"""Which words of a text to mark, and which passage of it to show?"""
