"""The Notion that the lines of the seed speak to."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "testing"))
import notion

REMOTES = {"NOTION_DATABASE": notion.Notion}
