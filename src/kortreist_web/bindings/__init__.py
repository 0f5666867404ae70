"""What the municipality is about to bind itself to: entered, judged, decided, followed."""
