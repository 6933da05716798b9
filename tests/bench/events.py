#!/usr/bin/env python3
"""What an event costs the request that records it: one row kept in a transaction, with and without an event of it beside (at most 1.15 of it).

events.py BUILD [--instructions]   BUILD is a release build's folder; --instructions: those alone

Instructions by callgrind, on SQLite; then CPU time (schedstat) and requests a second, one after another on one connection, so that each commits
by itself. Where chittychronicle is installed it takes the events meanwhile, and its CPU time is told, too. CHITTY_TEST_DATABASE: on PostgreSQL.
"""
import pathlib
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from gate import twin
from instructions import ask, daemon_command, of_request
from local import children, local

WAYS = {"a row": "/twin/keep", "a row and its event": "/twin/tell"}


def count(build, plugins):
    with local(build, CHITTY_PLUGIN_PATH=plugins) as chitty:
        token, command, found = chitty.token(), daemon_command(chitty), {}
        chitty.run("os", "down")
        for name, path in WAYS.items():
            found[name] = of_request(chitty, command, path, token, "POST", "{}")
            print(f"{name:22} {found[name]:>9.0f} instructions each   x {found[name] / found['a row']:.3f}", flush=True)


def cpu_seconds(pids):
    """Of all threads so far, in nanoseconds' steps (schedstat): the ticks of /proc/PID/stat are as long as fifty requests."""
    return sum(int(task.read_text().split()[0]) for pid in pids for task in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


def measure(build, plugins, requests=400):
    with local(build, CHITTY_PLUGIN_PATH=plugins) as chitty:
        pid = chitty.json("os", "status")[0]["pid"]
        pids, token = [pid, *children(pid)], chitty.token()
        found = {name: [] for name in WAYS}
        for _ in range(7):  # in turn, so that a busy minute falls on both
            for name, path in WAYS.items():
                cpu, begun = cpu_seconds(pids), time.monotonic()
                ask(chitty, requests, path, token, "POST", "{}")
                wall = time.monotonic() - begun
                time.sleep(2)  # what is delivered is of this turn
                found[name].append((requests / wall, (cpu_seconds(pids) - cpu) / requests * 1e6))
        base = [statistics.median(of) for of in zip(*found["a row"])]
        for name, values in found.items():
            rate, cpu = (statistics.median(of) for of in zip(*values))
            print(f"{name:22} {rate:>9.0f} req/s  x {rate / base[0]:.3f}   {cpu:>7.1f} us CPU each, delivery and all   x {cpu / base[1]:.3f}")


if __name__ == "__main__":
    where = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        plugins = twin(where, folder)
        count(where, plugins)
        if "--instructions" not in sys.argv[2:]:
            measure(where, plugins)
