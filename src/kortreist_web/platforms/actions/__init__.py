"""One verb a file, each with its permission."""
