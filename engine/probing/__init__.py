"""From a model and a sentence to a Look: one traced forward, and what the screen asked of it."""
