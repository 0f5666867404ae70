"""The climate account: editions of the inventory, accounts computed, files uploaded."""
