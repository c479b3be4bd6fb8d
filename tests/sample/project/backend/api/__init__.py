"""What other programs talk to: requests in, responses out."""
