"""Where a number on screen comes from: derivations in plain numpy, and how they are told."""
