"""How does Whoosh read what the bulk writer wrote?

    from index.whoosh_view.view import open_index

    with open_index(data).searcher() as searcher:
        for hit in searcher.search(Phrase("text", ["harga", "beras"]), sortedby="date"):
            print(hit["title"], hit.highlights("text"))

A view to read by; nothing else imports Whoosh.
"""
