"""Room: futures."""
