"""Tests of the built-in worlds."""
