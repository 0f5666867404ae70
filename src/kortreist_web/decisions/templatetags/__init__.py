"""Template tags of case papers and resolutions."""
