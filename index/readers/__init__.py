"""How does a file, whatever it was saved as, become articles?"""
