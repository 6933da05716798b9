#!/usr/bin/env python3
"""What it costs that a route and a command are declared, in instructions (callgrind), beside a build from before that.

declared.py BUILD [BEFORE]   both are release builds' folders

A request: a keyed GET with one query parameter, by a chittyd with one thread; what 220 of them cost more than 20, over 200. A
command: one page of a list, the whole process of `chitty`, and which libraries it opens.
"""
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from instructions import daemon_command, of_command, of_request
from local import local

TARGET = "/chittyid/api/v2/credentials?limit=1"
COMMAND = ["id", "credential", "list", "--limit", "1"]


def opened(chitty):
    done = subprocess.run(["strace", "-f", "-qq", "-e", "trace=open,openat,memfd_create", chitty.chitty, *COMMAND], env=chitty.env, capture_output=True, text=True)
    return sorted({pathlib.Path(name).name for name in re.findall(r'"([^"]+\.so[^"]*)".* = \d', done.stderr)} | set(re.findall(r'memfd_create\("([^"]+)"', done.stderr)))


def measure(build):
    with local(build) as chitty:
        chitty.run(*COMMAND)  # the index of plugins is made once
        listed = of_command(chitty.env, chitty.chitty, *COMMAND)
        libraries = opened(chitty) if shutil.which("strace") else []
        command, token = daemon_command(chitty), chitty.token()
        chitty.run("os", "down")
        return of_request(chitty, command, TARGET, token), listed, libraries


def row(what, value, before, promise):
    print(f"{what:44} {value / 1e6:>9.3f} M" + (f"   x {value / before:.3f} of before {promise}" if before else ""), flush=True)


builds = [pathlib.Path(word).resolve() for word in sys.argv[1:3]]
figures = [measure(build) for build in builds]
request, command, libraries = figures[0]
before = figures[1] if len(figures) > 1 else (None, None, None)
row("GET " + TARGET, request, before[0], "(at most 1.05)")
row("chitty " + " ".join(COMMAND), command, before[1], "(at most 1)")
print("  opens " + ", ".join(libraries))
