"""The diagram of an architecture: what is drawn of its blocks, and where. Painting is elsewhere."""
