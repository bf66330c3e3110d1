"""The engine: models, data, training and the thread they run on. Knows no screen."""
