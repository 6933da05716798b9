#!/usr/bin/env python3
"""What it costs that a route and a command are declared, in instructions (callgrind), beside a build from before that.

declared.py BUILD [BEFORE]   both are release builds' folders

A request: a keyed GET with one query parameter, by a chittyd with one thread; what 400 of them cost more than 100, over 300. A
command: one page of a list, the whole process of `chitty`, and which libraries it opens.
"""
import http.client
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import local, wait_for

TARGET = "/chittyid/api/v2/credentials?limit=1"
COMMAND = ["id", "credential", "list", "--limit", "1"]


def callgrind(out, *command, children="no"):
    return ["valgrind", "--tool=callgrind", f"--trace-children={children}", f"--callgrind-out-file={out}", *command]


def total(files):
    return sum(int(re.search(r"^(?:totals|summary): (\d+)", file.read_text(), re.M).group(1)) for file in files)


def ask(chitty, times):
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=60)
    for _ in range(times):
        connection.request("GET", TARGET, headers={"Authorization": f"Bearer {chitty.token()}"})
        reply = connection.getresponse()
        reply.read()
        if reply.status != 200:
            raise SystemExit(f"{TARGET}: {reply.status}")


def daemon_command(chitty):
    status = chitty.json("os", "status")
    pid = (status[0] if isinstance(status, list) else status)["pid"]
    return pathlib.Path(f"/proc/{pid}/cmdline").read_text().split("\0")[:-1]


def spent(chitty, command, folder, times):
    """All instructions of a daemon that starts, answers so many requests and ends."""
    out = pathlib.Path(folder, str(times))
    out.mkdir()
    process = subprocess.Popen(callgrind(f"{out}/%p", *command, "--threads", "1", children="yes"), env=chitty.env,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(chitty.url + "/health", 120)
        ask(chitty, times)
    finally:
        process.terminate()
        process.wait()
    return total(out.iterdir())


def opened(chitty):
    done = subprocess.run(["strace", "-f", "-qq", "-e", "trace=open,openat,memfd_create", chitty.chitty, *COMMAND], env=chitty.env, capture_output=True, text=True)
    return sorted({pathlib.Path(name).name for name in re.findall(r'"([^"]+\.so[^"]*)".* = \d', done.stderr)} | set(re.findall(r'memfd_create\("([^"]+)"', done.stderr)))


def measure(build):
    with tempfile.TemporaryDirectory(prefix="chitty-bench-") as folder, local(build) as chitty:
        chitty.run(*COMMAND)  # the index of plugins is made once
        listed = subprocess.run(callgrind(f"{folder}/command", chitty.chitty, *COMMAND), env=chitty.env, capture_output=True, text=True)
        if listed.returncode:
            raise SystemExit(listed.stderr)
        libraries = opened(chitty) if shutil.which("strace") else []
        command = daemon_command(chitty)
        chitty.run("os", "down")
        request = (spent(chitty, command, folder, 400) - spent(chitty, command, folder, 100)) / 300
        return request, total([pathlib.Path(folder, "command")]), libraries


def row(what, value, before, promise):
    print(f"{what:44} {value / 1e6:>9.3f} M" + (f"   x {value / before:.3f} of before {promise}" if before else ""), flush=True)


builds = [pathlib.Path(word).resolve() for word in sys.argv[1:3]]
figures = [measure(build) for build in builds]
request, command, libraries = figures[0]
before = figures[1] if len(figures) > 1 else (None, None, None)
row("GET " + TARGET, request, before[0], "(at most 1.05)")
row("chitty " + " ".join(COMMAND), command, before[1], "(at most 1)")
print("  opens " + ", ".join(libraries))
