"""Room: budgets."""
