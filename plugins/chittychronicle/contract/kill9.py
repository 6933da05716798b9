#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""Ten writers, and kill -9 of the worker and of the whole daemon under them: the chain is whole, nothing acknowledged is lost,
what other services recorded is there once. On PostgreSQL two daemons write at once.

kill9.py BUILD       with CHITTY_TEST_DATABASE on PostgreSQL
"""
import collections
import contextlib
import http.client
import json
import os
import pathlib
import signal
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import children, database, local

WRITERS, ROUNDS, PAUSE = 10, 4, 0.6


class Writers:
    """Each logs and mints by turns, over again when it is cut off; what was acknowledged."""

    def __init__(self, daemons):
        self.daemons, self.stop, self.logged, self.minted = daemons, threading.Event(), [], []
        self.tokens = {daemon.port: daemon.token() for daemon in daemons}
        self.threads = [threading.Thread(target=self.write, args=(number,)) for number in range(WRITERS)]
        for thread in self.threads:
            thread.start()

    def write(self, number):
        daemon, turn = self.daemons[number % len(self.daemons)], 0
        headers = {"Authorization": f"Bearer {self.tokens[daemon.port]}", "Content-Type": "application/json"}
        connection = None
        while not self.stop.is_set():
            turn += 1
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = connection or http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=30)
                if turn % 3:
                    connection.request("POST", "/chittychronicle/events", json.dumps({"action": "test.write", "metadata": {"writer": number, "turn": turn}}), headers)
                else:
                    connection.request("POST", "/chittyid/mint", json.dumps({"entityType": "thing"}), headers)
                reply = connection.getresponse()
                body = json.loads(reply.read())
                if reply.status == 200:
                    self.logged.append(body["id"]) if turn % 3 else self.minted.append(body["chittyId"])
                continue
            connection = None
            time.sleep(0.05)

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join(60)


def up_again(daemon):
    for _ in range(20):
        if daemon.run("os", "up").returncode == 0:
            return
        time.sleep(0.5)
    sys.exit("chitty os up failed: " + daemon.run("os", "up").stderr)


def attack(daemons):
    for number in range(ROUNDS):
        time.sleep(PAUSE)
        victim = daemons[number % len(daemons)]
        pid = victim.json("os", "status")[0]["pid"]
        for one in [*children(pid), *([pid] if number % 2 else [])]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        if number % 2:
            up_again(victim)
    time.sleep(PAUSE)


def delivered(daemon):
    """Everything that was recorded has come to rest."""
    end = time.monotonic() + 30
    while daemon.stored().rows("SELECT COUNT(*) FROM events_outbox")[0][0]:
        assert time.monotonic() < end, "events still wait"
        time.sleep(0.1)


def check(daemon, writers):
    delivered(daemon)
    verdict = daemon.json("chronicle", "query", "--verify")[0]
    assert verdict["valid"] and verdict["checked"] == verdict["size"], verdict
    stored = daemon.stored()
    there = {row[0] for row in stored.rows("SELECT id FROM chronicle_events")}
    lost = [one for one in writers.logged if one not in there]
    assert not lost, f"{len(lost)} of {len(writers.logged)} acknowledged events are lost"
    # Each identity that was minted, acknowledged or not, is one event.
    minted = {row[0] for row in stored.rows("SELECT did FROM identities WHERE entity = 'T'")}
    told = collections.Counter(row[0] for row in stored.rows("SELECT subject FROM chronicle_events WHERE action = 'identity.minted'"))
    assert minted <= set(told), f"{len(minted - set(told))} identities have no event"
    assert max(told.values()) == 1, f"told twice: {[one for one, times in told.items() if times > 1][:3]}"
    assert {"did:chitty:" + one for one in writers.minted} <= minted
    print(f"{len(writers.logged)} events and {len(writers.minted)} identities acknowledged through {ROUNDS} kills; {verdict['size']} in one chain, none lost or twice")


with contextlib.ExitStack() as stack:
    url = stack.enter_context(database())
    daemons = [stack.enter_context(local(sys.argv[1], url)) for _ in range(2 if url else 1)]
    writers = Writers(daemons)
    try:
        attack(daemons)
    finally:
        writers.end()
    check(daemons[0], writers)
