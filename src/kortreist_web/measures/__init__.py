"""Measures considered, chosen, adapted."""
