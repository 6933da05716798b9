#!/usr/bin/env python3
"""What tokens cost on SQLite and on PostgreSQL, beside each other in one run (wrk, CPU time from /proc, /metrics of the daemon):
provisioning them, validating them, each time another one, and the statements of the gate for requests with a token.

tokens.py BUILD   BUILD is a release build's folder
"""
import contextlib
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import postgres
from local import children, cpu_seconds, local

HERE = pathlib.Path(__file__).resolve().parent
ROUNDS = 3
KINDS = [("provision", 1), ("provision", 16), ("validate", 1), ("validate", 16)]


class Engine:
    """A daemon on one database; the folder has the tokens that were made on it."""

    def __init__(self, name, chitty, folder, server=None):
        self.name, self.chitty, self.tokens, self.server = name, chitty, pathlib.Path(folder, name), server
        self.bearer = f"Authorization: Bearer {chitty.token()}"
        status = chitty.json("os", "status")
        self.daemon = (status[0] if isinstance(status, list) else status)["pid"]
        self.found = {kind: [] for kind in KINDS}

    def cpu(self):
        """Of the daemon, and of the database server."""
        return [cpu_seconds([pid] + children(pid)) if pid else 0 for pid in (self.daemon, self.server)]

    def statements(self):
        asked = urllib.request.Request(self.chitty.url + "/metrics", headers=dict([self.bearer.split(": ", 1)]))
        with urllib.request.urlopen(asked, timeout=10) as page:
            return int(float(re.search(r"^chittyd_store_statements_total (\S+)", page.read().decode(), re.M).group(1)))

    def wrk(self, path, what, tokens, connections, seconds=3):
        owner = [] if what == "read" else ["-H", self.bearer]
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", HERE / "tokens.lua", *owner, self.chitty.url + path, "--", what, tokens]
        cpu, statements = self.cpu(), self.statements()
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        it = json.loads(out.splitlines()[-1])
        it["statements"] = self.statements() - statements
        it["cpu"] = [after - before for after, before in zip(self.cpu(), cpu)]
        if it["refused"] or it["broken"] or not it["requests"]:
            raise SystemExit(f"{self.name}, {what}: {out}")
        return it

    def measure(self, kind):
        what, connections = kind
        self.found[kind].append(self.wrk("/chittyauth/v1/tokens", what, self.tokens, connections))

    def row(self, kind):
        """The median round."""
        it = sorted(self.found[kind], key=lambda run: run["requests"] / run["seconds"])[ROUNDS // 2]
        return it, it["requests"] / it["seconds"]


def syncs_a_second(folder):
    """How often this disk takes 4 KB and says that it has them, one after the other: what a commit cannot be faster than."""
    with open(pathlib.Path(folder, "synced"), "wb", buffering=0) as file:
        end, count = time.monotonic() + 1, 0
        while time.monotonic() < end:
            file.write(b"x" * 4096)
            os.fdatasync(file.fileno())
            count += 1
    return count


@contextlib.contextmanager
def engines(build):
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chitty-tokens-")))
        server = folder / "server"
        stack.callback(postgres.stop, server)
        postgres.start(server)
        url = stack.enter_context(postgres.database((server / "url").read_text().strip()))
        pid = int((server / "data/postmaster.pid").read_text().split()[0])
        os.environ.pop("CHITTY_TEST_DATABASE", None)  # both are measured, whatever the tests use
        lite = stack.enter_context(local(build))
        big = stack.enter_context(local(build, url))
        yield folder, [Engine("SQLite", lite, folder), Engine("PostgreSQL", big, folder, pid)]


def print_rates(both, syncs):
    print(f"{'':27}{'a second':>10} {'p50 ms':>9} {'p99 ms':>9} {'us CPU: chittyd':>16} {'postgres':>9} {'statements':>11}")
    for kind in KINDS:
        what, connections = kind
        base = both[0].row(kind)[1]
        for engine in both:
            it, rate = engine.row(kind)
            daemon, server = (seconds / it["requests"] * 1e6 for seconds in it["cpu"])
            beside = [f"x {rate / syncs:.2f} of the disk"] if what == "provision" else []
            beside += [f"x {rate / base:.2f} of SQLite"] if engine is not both[0] else []
            print(f"{what:9} c={connections:<2} {engine.name:11} {rate:>10,.0f} {it['p50'] / 1e3:>9.2f} {it['p99'] / 1e3:>9.2f} {daemon:>16.0f} "
                  f"{f'{server:.0f}' if engine.server else '':>9} {it['statements'] / it['requests']:>11.2f}   {', '.join(beside)}")


def print_gate(engine, folder):
    """Requests for a page that itself asks the database nothing: what is left is the gate's, and what the daemon does anyway."""
    seconds = 5
    made = engine.tokens.read_text().splitlines()
    idle = engine.statements()
    time.sleep(seconds)
    idle = engine.statements() - idle
    for count in (1, 100):
        few = folder / f"few-{engine.name}"
        few.write_text("".join(token + "\n" for token in made[:count]))
        it = engine.wrk("/metrics", "read", few, 16, seconds)
        print(f"gate, tokens: {count:<3} {engine.name:11} {it['requests']:>9,} GETs in {it['seconds']:.1f} s ran {it['statements']:,} statements: "
              f"{it['statements'] / it['seconds'] / count:.1f} a second for each token (with no request in {seconds} s: {idle})")


def main(build):
    with engines(build) as (folder, both):
        syncs = []
        for engine in both:  # fills the connections and the plans
            engine.wrk("/chittyauth/v1/tokens", "provision", engine.tokens, 16, 1)
            engine.wrk("/chittyauth/v1/tokens", "validate", engine.tokens, 16, 1)
        for _ in range(ROUNDS):  # in turn, so that a busy minute falls on all of them
            syncs.append(syncs_a_second(folder))
            for kind in KINDS:
                for engine in both:
                    engine.measure(kind)
        print(f"the disk: 4 KB written and synced {statistics.median(syncs):,} times a second, one after the other")
        print_rates(both, statistics.median(syncs))
        for engine in both:
            print_gate(engine, folder)


main(pathlib.Path(sys.argv[1]).resolve())
