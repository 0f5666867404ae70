"""The change log: append-only, in the database too."""
