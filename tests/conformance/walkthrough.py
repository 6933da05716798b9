#!/usr/bin/env python3
"""sdk/walkthrough.md, followed word by word: walkthrough.py BUILD SDK   (SDK: where it is installed)

A block with a file's name is that file; a block of `sh` is run; a block of `output` is what the commands before it say."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import environment

BUILD, SDK = (pathlib.Path(word).resolve() for word in sys.argv[1:])
text = (SDK / "share/chitty/walkthrough.md").read_text()
blocks = re.findall(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", text, re.M | re.S)

for named in set(re.findall(r"`([\w./-]+\.md|examples/[\w-]+)`", text)):
    assert (SDK / "share/chitty" / named).exists(), f"the walkthrough names {named}, which is not installed"

with tempfile.TemporaryDirectory(prefix="chitty-walk-") as home:
    env = environment(home) | {"CMAKE_PREFIX_PATH": str(SDK), "PATH": f"{BUILD / 'bin'}:{os.environ['PATH']}"}
    # Only so that no other ChittyOS of this machine is in the way: its port is kept.
    subprocess.run(["chitty", "os", "init", "--port", "0"], env=env, check=True, capture_output=True)
    place, said = pathlib.Path(home), ""

    try:
        for kind, name, words in blocks:
            if kind == "output":
                assert words.strip() in said, f"not said:\n{words}\nbut:\n{said}"
            elif name:
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_text(words)
            else:
                where = pathlib.Path(home, "where")  # a `cd` is for the blocks that follow, too
                done = subprocess.run(["bash", "-e", "-c", f"{words}\npwd > {where}"], env=env, cwd=place, text=True, stdin=subprocess.DEVNULL,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
                place, said = pathlib.Path(where.read_text().strip()), done.stdout
                print(words + "\n".join("    " + line for line in said.splitlines()))
                assert done.returncode == 0, f"{words}\n{said}"
    finally:
        for chitty in (place / "build/chitty-dev/chitty", BUILD / "bin/chitty"):
            if chitty.exists():
                subprocess.run([chitty, "os", "down"], env=env, capture_output=True)
