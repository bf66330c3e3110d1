"""Widgets that paint: each does one thing and knows no engine and no window."""
