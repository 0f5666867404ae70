"""Case papers and resolutions."""
