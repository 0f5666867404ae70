"""Signs the municipality watches: by when each must be seen, and what then."""
