"""Goals the council has adopted: resolution, boundary, base year, target year, through time."""
