#!/usr/bin/env python3
"""What keeping events costs beside SQLite by itself, in one run: CPU seconds and wall time of both.

chronicle.py BUILD [--events N] [--many N] [--unchained]   BUILD is a release build's folder; 200,000 events, and 2,000,000, if not said

append   events from the outbox into the chain, a thousand a transaction; beside Python's sqlite3 that inserts the same rows, with the
         same indexes, as many a transaction, as durable (WAL, synchronous=FULL). On PostgreSQL, where CHITTY_TEST_DATABASE names a
         server, this alone, and its own processor time is not counted
export   GET /export?format=json; beside `sqlite3 -json` of the same columns
query    among --many events, chained as they should be: the newest hundred of one type within a week; beside the same SELECT in
         Python's sqlite3
proof    of an event in the middle of those, and from half their number to all of it; not with --unchained, which leaves hashing to
         another day, so that ten million are there in minutes
"""
import argparse
import contextlib
import hashlib
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import postgres
from local import children, cpu_seconds, local

MIGRATION = pathlib.Path(__file__).resolve().parents[2] / "plugins/chittychronicle/migrations/001_events.sql"
COLUMNS = "seq, id, timestamp, service, action, user_id, user_email, subject, request_id, status, metadata, related_events, triggered_by, integrations, error_message, recorded_by, created_at, chain"


class Daemon:
    def __init__(self, chitty):
        self.chitty, self.token = chitty, chitty.token()
        self.pid = chitty.json("os", "status")[0]["pid"]
        self.database = None if chitty.database else next(pathlib.Path(chitty.home).rglob("chittyos.db"))

    def cpu(self):
        return cpu_seconds([self.pid, *children(self.pid)])

    def get(self, path):
        asked = urllib.request.Request(self.chitty.url + "/chittychronicle" + path, headers={"Authorization": f"Bearer {self.token}"})
        size = 0
        with urllib.request.urlopen(asked, timeout=600) as reply:
            while piece := reply.read(1 << 20):
                size += len(piece)
        return size

    def waiting(self):
        return self.chitty.stored().rows("SELECT COUNT(*) AS n FROM events_outbox")[0][0]


@contextlib.contextmanager
def took(cpu):
    """{wall, cpu} of what happens within."""
    it = {}
    wall, before = time.monotonic(), cpu()
    yield it
    it["wall"], it["cpu"] = time.monotonic() - wall, cpu() - before


def told(what, ours, theirs):
    print(f"{what:8} ours {ours['cpu']:7.2f} s CPU {ours['wall']:7.2f} s   peer {theirs['cpu']:7.2f} s CPU {theirs['wall']:7.2f} s"
          f"   speed by CPU {theirs['cpu'] / max(ours['cpu'], 0.001):.2f}, by time {theirs['wall'] / max(ours['wall'], 0.001):.2f} of the peer's")


def fill_outbox(chitty, count):
    columns = "at, service, type, subject, actor, request_id, data"
    values = ("'acme', 'acme.thing' || (i % 50), 'thing-' || i, 'user-' || (i % 1000), 'req-' || i,"
              """ '{"number":' || i || ',"text":"some words about what happened","nested":{"a":[1,2,3]}}' FROM """)
    if chitty.database:
        at = "to_char(now() at time zone 'UTC' - (i % 2592000) * interval '1 second', 'YYYY-MM-DD\"T\"HH24:MI:SS.000\"Z\"')"
        postgres.psql(chitty.database, f"INSERT INTO events_outbox ({columns}) SELECT {at}, {values} generate_series(1, {count}) AS n(i)")
        return
    with contextlib.closing(sqlite3.connect(next(pathlib.Path(chitty.home).rglob("chittyos.db")), timeout=60)) as store, store:
        at = "strftime('%Y-%m-%dT%H:%M:%S.000Z', 'now', '-' || (i % 2592000) || ' seconds')"
        store.execute(f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO events_outbox ({columns}) SELECT {at}, {values} n", (count,))


def append(daemon, count):
    """The outbox is filled first, in small parts, so that what is measured is its way into the chain."""
    ours = {"wall": 0.0, "cpu": 0.0}
    for _ in range(count // 20_000):
        fill_outbox(daemon.chitty, 20_000)
        with took(daemon.cpu) as part:
            while daemon.waiting():
                time.sleep(0.02)
        ours = {key: ours[key] + part[key] for key in ours}
    return ours


def append_plainly(daemon, folder):
    """The same rows, by SQLite alone."""
    rows = [tuple(row.values()) for row in daemon.chitty.stored().rows(f"SELECT {COLUMNS} FROM chronicle_events ORDER BY seq")]
    with contextlib.closing(sqlite3.connect(folder / "plain.db", isolation_level=None)) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = FULL")
        store.executescript(MIGRATION.read_text().split(");")[0] + ");" + "".join(f"{line}\n" for line in MIGRATION.read_text().splitlines() if line.startswith("CREATE INDEX")))
        with took(time.process_time) as theirs:
            for at in range(0, len(rows), 1000):
                store.execute("BEGIN IMMEDIATE")
                store.executemany(f"INSERT INTO chronicle_events VALUES ({', '.join('?' * 18)})", rows[at:at + 1000])
                store.execute("COMMIT")
    return theirs


def sha(data):
    return hashlib.sha256(data).digest()


class Tree:
    """The peaks of a Merkle tree that grows (RFC 6962)."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def add(self, leaf):
        node, n = sha(b"\0" + leaf), self.size
        while n & 1:
            node, n = sha(b"\1" + self.peaks.pop() + node), n >> 1
        self.peaks.append(node)
        self.size += 1


def unchained_events(count):
    """As rows() makes them, by SQLite itself and with an empty chain."""
    at = f"strftime('%Y-%m-%dT%H:%M:%f', 'now', '-' || (({count} - i) / 2.0) || ' seconds') || 'Z'"
    return ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO chronicle_events "
            f"SELECT i, printf('019ab000-0000-7000-8000-%012x', i), {at}, 'acme', 'acme.thing' || (i % 50), 'user-' || (i % 1000), NULL, 'thing-' || i, NULL, 'success', "
            f"""'{{"number":' || i || '}}', NULL, NULL, NULL, NULL, 'acme', {at}, '{'0' * 64}' FROM n""", (count,))


def many_events(database, count, chained=True):
    """In the place of what is there, without the daemon: a log of so many events, two a second until now, chained as event_record.hpp says."""
    with contextlib.closing(sqlite3.connect(database, timeout=60)) as store, store:
        origin = store.execute("SELECT origin FROM chronicle_log").fetchone()[0]
        indexes = store.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name = 'chronicle_events' AND type = 'index' AND sql IS NOT NULL").fetchall()
        for name, _ in indexes:
            store.execute(f"DROP INDEX {name}")
        for table in ("chronicle_events", "chronicle_checkpoints", "chronicle_nodes", "events_outbox"):
            store.execute(f"DELETE FROM {table}")
        chain, tree, began = sha(b"chronicle-log/1\n" + origin.encode()), Tree(), time.time() - count / 2
        if not chained:
            store.execute(*unchained_events(count))
            tree.peaks = [bytes(32)] * count.bit_count()

        def rows():
            nonlocal chain
            for seq in range(1, count + 1):
                at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(began + seq / 2)) + (".500Z" if seq % 2 else ".000Z")
                event = [seq, f"019ab000-0000-7000-8000-{seq:012x}", at, "acme", f"acme.thing{seq % 50}", f"user-{seq % 1000}", None, f"thing-{seq}", None, "success",
                         '{"number":%d}' % seq, None, None, None, None, "acme", at]
                chain = sha(chain + sha(json.dumps(["chronicle-event/1", *event], separators=(",", ":")).encode()))
                tree.add(chain)
                yield (*event, chain.hex())

        if chained:
            store.executemany(f"INSERT INTO chronicle_events VALUES ({', '.join('?' * 18)})", rows())
        for _, sql in indexes:
            store.execute(sql)
        store.execute("UPDATE chronicle_log SET size = ?, chain = ?, peaks = ?", (count, chain.hex(), b"".join(tree.peaks).hex()))


def of_child(command):
    import resource

    def cpu():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    with took(cpu) as it, open("/dev/null", "wb") as nowhere:
        subprocess.run(command, stdout=nowhere, check=True)
    return it


def query(daemon, times=20):
    since = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() - 7 * 86400))
    path = f"/events?action=acme.thing7&startDate={since}&limit=100"
    daemon.get(path)
    with took(daemon.cpu) as ours:
        for _ in range(times):
            daemon.get(path)
    with contextlib.closing(sqlite3.connect(f"file:{daemon.database}?mode=ro", uri=True)) as store:
        bare = lambda: store.execute(f"SELECT {COLUMNS} FROM chronicle_events WHERE action = 'acme.thing7' AND timestamp >= ? ORDER BY seq DESC LIMIT 100", (since,)).fetchall()
        bare()
        with took(time.process_time) as theirs:
            for _ in range(times):
                bare()
    told("query", ours, theirs)
    print(f"         each: ours {1000 * ours['wall'] / times:.2f} ms, bare {1000 * theirs['wall'] / times:.2f} ms")


def among_many(chitty, database, count, chained):
    chitty.run("os", "down", check=True)
    began = time.monotonic()
    many_events(database, count, chained)
    print(f"many     {count} events written in {time.monotonic() - began:.0f} s")
    began = time.monotonic()
    chitty.run("os", "up", check=True)
    print(f"         the daemon is up after {time.monotonic() - began:.1f} s; it keeps nodes of the tree from now on")
    daemon = Daemon(chitty)
    query(daemon)
    for what, path in () if not chained else (("inclusion", f"/events/019ab000-0000-7000-8000-{count // 2:012x}/tlog-proof"), ("consistency", f"/checkpoint/consistency?from={count // 2 + 1}")):
        daemon.get(path)
        with took(daemon.cpu) as ours:
            for _ in range(10):
                daemon.get(path)
        print(f"proof    {what}: {100 * ours['wall']:.2f} ms, {100 * ours['cpu']:.2f} ms CPU")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--many", type=int, default=2_000_000)
    parser.add_argument("--unchained", action="store_true")
    asked = parser.parse_args()
    with local(asked.build) as chitty, tempfile.TemporaryDirectory(prefix="chitty-bench-") as folder:
        daemon = Daemon(chitty)
        ours = append(daemon, asked.events)
        told("append", ours, append_plainly(daemon, pathlib.Path(folder)))
        if not daemon.database:
            return
        with took(daemon.cpu) as ours:
            daemon.get("/export?format=json")
        told("export", ours, of_child(["sqlite3", "-json", str(daemon.database), f"SELECT {COLUMNS} FROM chronicle_events ORDER BY seq"]))
        if asked.many:
            among_many(chitty, daemon.database, asked.many, not asked.unchained)


if __name__ == "__main__":
    main()
