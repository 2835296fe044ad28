"""How do words become documents in a cluster, and how is a generation made there?

`location` and `client` are how it is spoken to, `mapping` and `encoding` what a document is,
`words` and `files` what a generation is beside its documents. `store` is where a writer begins:
`filling` makes an index, `changing` goes on with one, `generations` knows which is searched.
"""
