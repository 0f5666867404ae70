"""Units' reports and interim reports."""
