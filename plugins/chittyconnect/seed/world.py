"""The platforms that the lines of the seed speak to: variable of the setup -> stand-in. All four tell of what they have had in one list."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "testing"))
import platforms

SEEN = []


def telling(make):
    def made():
        remote = make()
        remote.seen = SEEN
        return remote

    return made


REMOTES = {"NOTION": telling(platforms.notion), "GOOGLE": telling(platforms.google), "OPENAI": telling(platforms.openai),
           "PLATFORM_GITHUB": telling(platforms.github)}
