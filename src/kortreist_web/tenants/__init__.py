"""Municipalities and counties, their units through time, the year's calendar."""
