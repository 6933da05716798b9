#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""The chain and the tree of the chronicle, computed by a second program (event_record.hpp says how), and every way to alter it.

chain.py BUILD
"""
import base64
import hashlib
import json
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import local

COLUMNS = "seq id timestamp service action user_id user_email subject request_id status metadata related_events triggered_by integrations error_message recorded_by created_at".split()
EVENTS = 40


def sha(data):
    return hashlib.sha256(data).digest()


def root(leaves):
    """RFC 6962, section 2.1, as it stands there."""
    if len(leaves) <= 1:
        return sha(b"\0" + leaves[0]) if leaves else sha(b"")
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha(b"\1" + root(leaves[:half]) + root(leaves[half:]))


def chains(origin, rows):
    """The chain of each row, in order."""
    chain = sha(b"chronicle-log/1\n" + origin.encode())
    for row in rows:
        text = json.dumps(["chronicle-event/1", *(row[column] for column in COLUMNS)], separators=(",", ":"), ensure_ascii=False)
        chain = sha(chain + sha(text.encode()))
        yield chain


def verified(chitty, *words):
    done = chitty.run("chronicle", "query", "--verify", "-o", "json", *words)
    return done.returncode, json.loads(done.stdout or "[{}]")[0], done.stderr


def expect_found(chitty, what, number, *words):
    code, verdict, told = verified(chitty, *words)
    assert code == 1 and not verdict["valid"], (what, verdict, told)
    assert verdict["alteration"]["seq"] == number, (what, verdict)
    assert verdict["alteration"]["message"] in told, (what, told)
    print(f"{what}: {verdict['alteration']['message']}")


def rows_of(chitty):
    return chitty.stored().rows("SELECT * FROM chronicle_events ORDER BY seq")


def change(chitty, sql, *values):
    changed = chitty.stored().change(sql, *values)
    assert changed > 0, sql


class Altered:
    """Rows of a table as they were, put back at the end."""

    def __init__(self, chitty, sql, *values):
        self.chitty, self.sql, self.values = chitty, sql, values

    def __enter__(self):
        self.saved = {table: self.chitty.stored().rows(f"SELECT * FROM {table}")
                      for table in ("chronicle_events", "chronicle_log", "chronicle_checkpoints") if table in self.sql}
        for sql in self.sql.split(";"):
            change(self.chitty, sql, *self.values)

    def __exit__(self, *_):
        stored = self.chitty.stored()
        for table, rows in self.saved.items():
            stored.change(f"DELETE FROM {table}")
            if rows:  # in one statement: each is a program of its own on PostgreSQL
                one = f"({', '.join('?' * len(rows[0]))})"
                stored.change(f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES {', '.join([one] * len(rows))}", *(value for row in rows for value in row.values()))


with local(sys.argv[1]) as chitty:
    for number in range(EVENTS):
        chitty.json("chronicle", "log", "--event", f"test.n{number % 3}", "--data", json.dumps({"n": number, "text": "Zoë \u2028 \x7f \"quoted\" \\"}))
    chitty.json("id", "mint", "--entity", "THING")  # comes by the outbox
    while chitty.stored().rows("SELECT COUNT(*) FROM events_outbox")[0][0]:
        time.sleep(0.1)  # nothing is to come while rows are altered behind the service's back
    kept = chitty.run("chronicle", "checkpoint").stdout
    code, verdict, _ = verified(chitty)
    assert code == 0 and verdict["valid"] and verdict["checked"] >= EVENTS, verdict

    # A second program comes to the same.
    rows = rows_of(chitty)
    origin = chitty.stored().rows("SELECT origin FROM chronicle_log")[0]["origin"]
    computed = list(chains(origin, rows))
    assert [chain.hex() for chain in computed] == [row["chain"] for row in rows]
    origin_line, size, told_root = kept.split("\n")[:3]
    assert origin_line == origin and base64.b64decode(told_root) == root(computed[:int(size)])
    print(f"{len(rows)} events: chain and root as computed by another program")

    last = verdict["size"]
    with Altered(chitty, "UPDATE chronicle_events SET metadata = '{\"n\":99}' WHERE seq = 7"):
        expect_found(chitty, "details changed", 7)
    for column in COLUMNS[2:]:
        if column not in ("metadata",):
            with Altered(chitty, f"UPDATE chronicle_events SET {column} = 'forged' WHERE seq = 12"):
                expect_found(chitty, f"{column} changed", 12)
    with Altered(chitty, "DELETE FROM chronicle_events WHERE seq = 20"):
        expect_found(chitty, "one removed", 20)
    with Altered(chitty, f"UPDATE chronicle_events SET seq = {last + 5} WHERE seq = 21"):
        expect_found(chitty, "one moved to the end", 21)
    with Altered(chitty, "DELETE FROM chronicle_events WHERE seq <= 3"):
        expect_found(chitty, "head cut", 1)
    with Altered(chitty, f"DELETE FROM chronicle_events WHERE seq > {last - 4}"):
        expect_found(chitty, "tail cut", last - 3)

    # A tail cut by somebody who also says so in the log's own state, and removes the checkpoints: only one that was kept outside finds it.
    short = list(chains(origin, rows))[: EVENTS - 10]
    peaks, rest, at = b"", len(short), 0
    for bit in reversed(range(rest.bit_length())):
        if rest >> bit & 1:
            peaks += root(short[at:at + (1 << bit)])
            at += 1 << bit
    cut = (f"DELETE FROM chronicle_events WHERE seq > {len(short)};"
           f"UPDATE chronicle_log SET size = {len(short)}, chain = '{short[-1].hex()}', peaks = '{peaks.hex()}';"
           f"DELETE FROM chronicle_checkpoints WHERE size > {len(short)}")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(kept)
        file.flush()
        with Altered(chitty, cut):
            # Others record meanwhile, so what stands there now may be longer again; the kept checkpoint is of another past.
            code, verdict, told = verified(chitty, "--checkpoint", file.name)
            assert code == 1 and not verdict["valid"], (verdict, told)
            print(f"tail cut with all traces, a kept checkpoint: {verdict['alteration']['message']}")
        assert verified(chitty, "--checkpoint", file.name)[0] == 0
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(kept.replace(f"\n{size}\n", f"\n{int(size) - 1}\n"))
        file.flush()
        done = chitty.run("chronicle", "query", "--verify", "--checkpoint", file.name)
        assert done.returncode == 1 and "signature" in done.stderr, done.stderr
    assert verified(chitty)[0] == 0, "as it was"
