"""Which articles are copies of each other, and which of them was published first?"""
