"""The engine for archives that outgrow one machine: a cluster finds, everything else is ours."""
