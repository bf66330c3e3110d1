"""Panels: one view each, composed of widgets, fed with events, all of the same frame."""
