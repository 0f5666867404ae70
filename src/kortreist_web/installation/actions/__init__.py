"""One verb a file, each for whoever runs the installation."""
