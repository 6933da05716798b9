#!/usr/bin/env python3
"""What keeping events costs beside SQLite by itself, in one run: CPU seconds and wall time of both.

chronicle.py BUILD [--events N]   BUILD is a release build's folder; 200,000 events if not said

append   events from the outbox into the chain, a thousand a transaction; beside Python's sqlite3 that inserts the same rows, with the
         same indexes, as many a transaction, as durable (WAL, synchronous=FULL)
export   GET /export?format=json; beside `sqlite3 -json` of the same columns
query    the newest hundred of one type within a week; beside the same SELECT in the sqlite3 shell's process
"""
import argparse
import contextlib
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import children, cpu_seconds, local

COLUMNS = "seq, id, timestamp, service, action, user_id, user_email, subject, request_id, status, metadata, related_events, triggered_by, integrations, error_message, recorded_by, created_at, chain"


class Daemon:
    def __init__(self, chitty):
        self.chitty, self.token = chitty, chitty.token()
        self.pid = chitty.json("os", "status")[0]["pid"]
        self.database = next(pathlib.Path(chitty.home).rglob("chittyos.db"))

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
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as store:
            return store.execute("SELECT COUNT(*) FROM events_outbox").fetchone()[0]


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


def fill_outbox(database, count):
    with contextlib.closing(sqlite3.connect(database, timeout=60)) as store, store:
        store.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO events_outbox (at, service, type, subject, actor, request_id, data)"
            " SELECT strftime('%Y-%m-%dT%H:%M:%S.000Z', 'now', '-' || (i % 2592000) || ' seconds'), 'acme', 'acme.thing' || (i % 50), 'thing-' || i, 'user-' || (i % 1000), 'req-' || i,"
            " '{\"number\":' || i || ',\"text\":\"some words about what happened\",\"nested\":{\"a\":[1,2,3]}}' FROM n", (count,))


def append(daemon, count):
    """The outbox is filled first, in small parts, so that what is measured is its way into the chain."""
    ours = {"wall": 0.0, "cpu": 0.0}
    for _ in range(count // 20_000):
        fill_outbox(daemon.database, 20_000)
        with took(daemon.cpu) as part:
            while daemon.waiting():
                time.sleep(0.02)
        ours = {key: ours[key] + part[key] for key in ours}
    return ours


def append_plainly(daemon, folder):
    """The same rows, by SQLite alone."""
    with contextlib.closing(sqlite3.connect(f"file:{daemon.database}?mode=ro", uri=True)) as store:
        rows = store.execute(f"SELECT {COLUMNS} FROM chronicle_events ORDER BY seq").fetchall()
        schema = [sql for (sql,) in store.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'chronicle_events' AND sql IS NOT NULL")]
    with contextlib.closing(sqlite3.connect(folder / "plain.db", isolation_level=None)) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = FULL")
        for sql in schema:
            store.execute(sql)
        with took(time.process_time) as theirs:
            for at in range(0, len(rows), 1000):
                store.execute("BEGIN IMMEDIATE")
                store.executemany(f"INSERT INTO chronicle_events VALUES ({', '.join('?' * 18)})", rows[at:at + 1000])
                store.execute("COMMIT")
    return theirs


def of_child(command):
    import resource

    def cpu():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    with took(cpu) as it, open("/dev/null", "wb") as nowhere:
        subprocess.run(command, stdout=nowhere, check=True)
    return it


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--events", type=int, default=200_000)
    asked = parser.parse_args()
    with local(asked.build) as chitty, tempfile.TemporaryDirectory(prefix="chitty-bench-") as folder:
        daemon = Daemon(chitty)
        ours = append(daemon, asked.events)
        told("append", ours, append_plainly(daemon, pathlib.Path(folder)))
        with took(daemon.cpu) as ours:
            daemon.get("/export?format=json")
        told("export", ours, of_child(["sqlite3", "-json", str(daemon.database), f"SELECT {COLUMNS} FROM chronicle_events ORDER BY seq"]))
        since = time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() - 7 * 86400))
        with took(daemon.cpu) as ours:
            for _ in range(20):
                daemon.get(f"/events?action=acme.thing7&startDate={since}&limit=100")
        with contextlib.closing(sqlite3.connect(f"file:{daemon.database}?mode=ro", uri=True)) as store, took(time.process_time) as theirs:
            for _ in range(20):
                store.execute(f"SELECT {COLUMNS} FROM chronicle_events WHERE action = 'acme.thing7' AND timestamp >= ? ORDER BY seq DESC LIMIT 100", (since,)).fetchall()
        told("query", ours, theirs)


if __name__ == "__main__":
    main()
