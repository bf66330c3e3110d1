"""The parts models are made of, each written out as its paper gives it."""
