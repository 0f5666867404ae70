"""Processes with their promise and phases; answers, the trace, those who follow, moderation."""
