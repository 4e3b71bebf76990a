"""What is checked without running the portal: `make check`."""
