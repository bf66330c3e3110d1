"""Tests of the readers of users’ files."""
