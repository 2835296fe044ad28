"""How do requests arrive, and answers leave, whatever the other end of the connection does?"""
