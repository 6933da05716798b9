#!/usr/bin/env python3
"""What a score costs: CPU seconds of the daemon (its gate and the question to the chronicle among them) and wall time, in one run.

trust.py BUILD [--entities N] [--events M]   BUILD is a release build's folder; 10,000 entities with 100 events each if not said

many     the score of each of N entities with M events; beside Python's sqlite3 that reads the same rows in the same order
linear   one entity each with 1,000, 10,000, 100,000 and 1,000,000 events: CPU microseconds for each event; what is constant in a
         request is taken off by the same request for an entity without events. The last line is how much dearer an event of a million is
"""
import argparse
import contextlib
import http.client
import json
import pathlib
import sqlite3
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import children, cpu_seconds, local

KINDS = ("transaction", "interaction", "verification", "endorsement", "dispute", "review")
CHANNELS = ("verified_api", "email", "sms", "blockchain", "pigeon")
OUTCOMES = ("positive", "positive", "negative", "neutral")
YEAR = 365 * 86_400_000


def rows(entity, events, now):
    """Spread over a year, the last a minute ago."""
    for i in range(events):
        yield (entity, f"{entity}-{i:07d}", now - 60_000 - YEAR * (events - 1 - i) // events, KINDS[i % 6], CHANNELS[i % 5], OUTCOMES[i % 4], i % 8, "[]", "given")


class Daemon:
    def __init__(self, chitty):
        self.token, self.port = chitty.token(), chitty.port
        self.pid = chitty.json("os", "status")[0]["pid"]
        self.database = next(pathlib.Path(chitty.home).rglob("chittyos.db"))
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def cpu(self):
        return cpu_seconds([self.pid, *children(self.pid)])

    def fill(self, entities):
        """{entity: events}"""
        now = int(time.time() * 1000)
        with contextlib.closing(sqlite3.connect(self.database, timeout=60)) as store, store:
            for entity, events in entities.items():
                store.executemany("INSERT INTO trust_events (entity_id, id, at_ms, event_type, channel, outcome, marks, tags, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows(entity, events, now))

    def score(self, entity):
        self.connection.request("POST", "/chittytrust/api/trust/calculate", json.dumps({"entity": {"id": entity}}), {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        reply = json.loads(self.connection.getresponse().read())
        return reply["data"]


def took(daemon, entities, repeat=1):
    """CPU seconds, wall seconds."""
    before, begun = daemon.cpu(), time.monotonic()
    for _ in range(repeat):
        for entity, events in entities.items():
            assert daemon.score(entity)["eventsCounted"] == events
    return (daemon.cpu() - before) / repeat, (time.monotonic() - begun) / repeat


def read_by_python(daemon, entities):
    before, begun = time.process_time(), time.monotonic()
    with contextlib.closing(sqlite3.connect(daemon.database, timeout=60)) as store:
        for entity in entities:
            for _ in store.execute("SELECT at_ms, event_type, channel, outcome, marks FROM trust_events WHERE entity_id = ? ORDER BY at_ms, id", (entity,)):
                pass
    return time.process_time() - before, time.monotonic() - begun


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--entities", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=100)
    asked = parser.parse_args()
    with local(pathlib.Path(asked.build).resolve()) as chitty:
        daemon = Daemon(chitty)
        many = {f"many-{i}": asked.events for i in range(asked.entities)}
        daemon.fill(many)
        took(daemon, dict(list(many.items())[:50]))
        cpu, wall = took(daemon, many)
        peer, _ = read_by_python(daemon, many)
        print(f"many     {asked.entities} entities with {asked.events} events: {cpu:.2f} s CPU, {wall:.2f} s; {1e6 * cpu / asked.entities:.0f} us CPU a score; Python reads the rows alone in {peer:.2f} s CPU")
        each = {}
        for events, repeat in ((1_000, 100), (10_000, 20), (100_000, 5), (1_000_000, 1)):
            entity = f"one-{events}"
            daemon.fill({entity: events})
            took(daemon, {entity: events})  # the first one keeps its result
            constant, _ = took(daemon, {"nobody": 0}, 100)
            cpu, wall = took(daemon, {entity: events}, repeat)
            each[events] = 1e6 * (cpu - constant) / events
            print(f"linear   {events:9} events: {cpu:7.3f} s CPU, {wall:7.3f} s; {each[events]:.3f} us CPU an event")
        print(f"linear   an event of a million costs {each[1_000_000] / each[10_000]:.2f} of what one of ten thousand costs")


if __name__ == "__main__":
    main()
