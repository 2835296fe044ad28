"""What else could be asked? Corrected words, other spellings, and how to go on typing.

    korupssi        ->  korupsi                 spelling
    praktik         ->  praktik ATAU praktek    variant
    gimana caranya  ->  bagaimana caranya       informal
    gubernur ja     ->  gubernur Jawa Barat     a completion

Everything is offered, nothing applied: what the reader typed is what is searched.
"""
