#!/usr/bin/env python3
"""What a limit of the policy costs: one route, in turn without a limit, with one that all have together and with one that each has, none of
them ever used up: instructions by callgrind on SQLite, then wrk with CPU time from /proc. That on SQLite, too; where CHITTY_TEST_DATABASE
names a server, on PostgreSQL with a second daemon beside.

gateway.py BUILD [--instructions]   BUILD is a release build's folder; --instructions: those alone
"""
import contextlib
import pathlib
import statistics
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from gate import registered, twin, wrk
from instructions import daemon_command, of_request
from local import children, database, local

LIMITS = {"none": None, "together": ["900000000req/hour"], "each": ["900000000req/hour", "--each"]}


def set_limit(chitty, words):
    chitty.run("gateway", "limits", "remove", "twin")
    chitty.run("gateway", "limits", "remove", "twin", "--each")
    if words:
        done = chitty.run("gateway", "limits", "set", "twin", *words)
        assert done.returncode == 0, done.stderr


def count(build):
    with tempfile.TemporaryDirectory() as folder, local(build, CHITTY_PLUGIN_PATH=twin(build, folder)) as chitty:
        token, command, found = registered(chitty), daemon_command(chitty), {}
        for name, words in LIMITS.items():
            set_limit(chitty, words)
            chitty.run("os", "down")
            found[name] = of_request(chitty, command, "/twin/closed" if token else "/twin/open", token, settle=5)  # until it knows that it is alone
            chitty.run("os", "up")
            print(f"limit {name:10} {found[name]:>9.0f} instructions each  x {found[name] / found['none']:.3f}", flush=True)


def measure(build):
    with contextlib.ExitStack() as stack:
        plugins = twin(build, stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(database())
        chitty = stack.enter_context(local(build, url, CHITTY_PLUGIN_PATH=plugins))
        if url:
            stack.enter_context(local(build, url, CHITTY_PLUGIN_PATH=plugins))
        status = chitty.json("os", "status")
        pid = (status[0] if isinstance(status, list) else status)["pid"]
        pids = [pid] + children(pid)
        token = registered(chitty)
        path, header = ("/twin/closed", f"Authorization: Bearer {token}") if token else ("/twin/open", None)
        found = {name: [] for name in LIMITS}
        for _ in range(7):
            for name, words in LIMITS.items():
                set_limit(chitty, words)
                time.sleep(3.5)  # until the daemon knows whether it is alone
                found[name].append(wrk(chitty.url + path, pids, header))
        base_rate, base_cpu = (statistics.median(values) for values in zip(*found["none"]))
        print(f"{path} on {'PostgreSQL, two daemons' if url else 'SQLite'}")
        for name, values in found.items():
            rate, cpu = (statistics.median(of) for of in zip(*values))
            print(f"limit {name:10} {rate:>9.0f} req/s  x {rate / base_rate:.3f}   {cpu:>6.2f} us CPU each  x {cpu / base_cpu:.3f}")


if __name__ == "__main__":
    where = pathlib.Path(sys.argv[1]).resolve()
    count(where)
    if "--instructions" not in sys.argv[2:]:
        measure(where)
