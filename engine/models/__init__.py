"""One file for each architecture, and the face they all share."""
