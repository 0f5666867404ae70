"""Pages of access, one's own page, drafts and keys."""
