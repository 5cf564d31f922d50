"""What `zorgbundel benchmark` measures, one thing a file."""
