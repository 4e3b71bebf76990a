"""Learning patterns: the network's memory."""
