"""What a look shows of a model, as frozen values: tokens, maps, predictions, tables."""
