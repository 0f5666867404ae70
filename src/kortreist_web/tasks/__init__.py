"""What waits for somebody: one table that the work's first page and the calendar read."""
