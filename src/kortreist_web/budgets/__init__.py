"""The climate budget: draft, money, frozen versions."""
