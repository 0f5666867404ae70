"""What whoever runs the installation does: official figures for everybody, and their pages."""
