"""Pages of the change log, the export and the erasure."""
