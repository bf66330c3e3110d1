"""Files that ship with Heed: trained checkpoints, icons and translations."""

from pathlib import Path

FOLDER = Path(__file__).parent
