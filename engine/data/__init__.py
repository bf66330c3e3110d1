"""Sentence pairs: built-in worlds and users' files, vocabulary, split, batches. No torch, no Qt."""
