"""Who signs in, with which roles; tokens; drafts of what is typed."""
