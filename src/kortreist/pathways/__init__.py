"""Room: pathways."""
