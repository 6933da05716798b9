#!/usr/bin/env python3
"""What starting costs, in instructions (callgrind) and beside others' programs (hyperfine, one run).

start.py BUILD   BUILD is a release build's folder
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from fleet import make_fleet

source = pathlib.Path(__file__).resolve().parents[2]
build = pathlib.Path(sys.argv[1]).resolve()
chitty = build / "bin/chitty"
work = pathlib.Path(tempfile.mkdtemp(prefix="chitty-bench-"))


def home(name, plugins):
    """A user of their own, with `plugins` of the fleet beside the installed ones."""
    root = work / name
    root.mkdir()
    env = {k: v for k, v in os.environ.items() if not k.startswith(("CHITTY", "XDG_"))}
    env.update(HOME=str(root), NO_COLOR="1")
    if plugins:
        make_fleet(build, source, root / "fleet", plugins)
        env["CHITTY_PLUGIN_PATH"] = str(root / "fleet")
    return env


def instructions(env, *command):
    subprocess.run([chitty, *command], env=env, capture_output=True)  # the index is made once
    run = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={work}/out", chitty, *command], env=env, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", run.stderr).group(1))


def row(what, value, promise=""):
    print(f"{what:58} {value:>14} {promise}", flush=True)


def count_instructions(one, many, thousand):
    row("chitty version", f"{instructions(one, 'version') / 1e6:.2f} M", "(at most 0.95 M)")
    row("chitty, the first page", f"{instructions(one) / 1e6:.2f} M", "(at most 0.5 M)")
    row("the same, 24 plugins more", f"{instructions(many) / 1e6:.2f} M")
    a = instructions(one, "id", "verify", "not-an-id")
    b = instructions(thousand, "id", "verify", "not-an-id")
    row("chitty id verify not-an-id", f"{a / 1e6:.2f} M")
    row("the same, 1,000 plugins more", f"{b / 1e6:.2f} M", f"ratio {b / a:.3f} (at most 1.1)")


def hyperfine(title, commands, env):
    out = work / "hyperfine.json"
    subprocess.run(["hyperfine", "-N", "-i", "--warmup", "5", "--runs", "40", "--export-json", out, *commands], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    results = json.loads(out.read_text())["results"]
    print(f"\n{title} (median ms of 40 runs, and the ratio to the first)")
    for result in results:
        row("  " + result["command"].replace(str(build), "BUILD"), f"{result['median'] * 1e3:.2f} ms", f"x {result['median'] / results[0]['median']:.2f}")


try:
    one, many, thousand = home("one", 0), home("many", 24), home("thousand", 1000)
    time.sleep(3)  # a folder that has just changed is looked at file by file; measure the steady state
    count_instructions(one, many, thousand)
    peers = [f"{chitty} version", "git --version"] + (["gh --version"] if shutil.which("gh") else [])
    if oclif := os.environ.get("OCLIF_PROGRAM"):
        peers.append(f"{oclif} --version")
    hyperfine("to say its version", peers, one)
    hyperfine("a malformed id, refused before any request: 1 plugin", [f"{chitty} id verify not-an-id"], one)
    hyperfine("the same, 1,000 plugins", [f"{chitty} id verify not-an-id"], thousand)
finally:
    shutil.rmtree(work)
