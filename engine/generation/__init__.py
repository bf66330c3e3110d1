"""Writing token by token: greedy decoding of batches, and the steps of one generation."""
