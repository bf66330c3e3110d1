"""Stories from a grammar with known entropy: a built-in world for language models."""

from engine.data.worlds.stories.grammar import END
from engine.data.worlds.stories.links import Kind, Link
from engine.data.worlds.stories.world import STORIES, StoryWorld

__all__ = ["END", "STORIES", "Kind", "Link", "StoryWorld"]
