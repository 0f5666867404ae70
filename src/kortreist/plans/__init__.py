"""Room: plans."""
