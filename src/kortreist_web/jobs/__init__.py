"""Long work in the background, that survives a restart and is never done twice."""
