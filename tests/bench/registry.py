#!/usr/bin/env python3
"""Finding things: registry.py BUILD [--tools N]   BUILD is a release build's folder; 100,000 tools if not said

search   the ten best of all tools for a rare word, a common one, three words and a beginning: milliseconds for a request, median and 99th of
         100 of 200 requests, and CPU time of the daemon; beside SQLite's FTS5 in this process over the same texts (bm25, the ten best), which
         has no gate, no HTTP and no highlights. On PostgreSQL where CHITTY_TEST_DATABASE names a server
lookup   where a service answers, asked 5,000 times over one connection: CPU time of the daemon for each, beside GET /health, which does nothing
health   16 services that take 0.1 to 1.0 s to answer, asked by `service health --all`: time beside the slowest
"""
import argparse
import contextlib
import csv
import http.client
import http.server
import itertools
import json
import math
import pathlib
import random
import sqlite3
import statistics
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import postgres
from local import children, cpu_seconds, local

SYLLABLES = "ka lo mi ter ven sor bel dan fir gus hal jo nim par qui ros tav ulm vex wyn".split()


class Registry:
    def __init__(self, chitty):
        self.token = chitty.token()
        self.connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=60)
        self.pid = chitty.json("os", "status")[0]["pid"]
        self.home, self.url = pathlib.Path(chitty.home), chitty.database

    def get(self, path):
        self.connection.request("GET", "/chittyregistry" + path, headers={"Authorization": f"Bearer {self.token}"})
        reply = self.connection.getresponse()
        body = reply.read()
        assert reply.status == 200, (reply.status, body)
        return body

    def cpu(self):
        """Of the daemon; and of PostgreSQL's processes that serve it, which run on this machine."""
        server = [int(pid) for (pid,) in postgres.psql(self.url, "SELECT pid FROM pg_stat_activity WHERE datname = current_database()")] if self.url else []
        return cpu_seconds([self.pid, *children(self.pid), *server])


def made_up(count):
    """Texts whose words are as frequent as those of a language: a few everywhere, most seldom."""
    chance = random.Random(1)
    words = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
    ranks = list(itertools.accumulate(1 / (i + 1) for i in range(len(words))))
    for number in range(count):
        yield f"{chance.choice(words)}-{number}", " ".join(chance.choices(words, cum_weights=ranks, k=25))


def impacts(name, text):
    counts = {}
    for field, weight in ((name, 8), (text, 1)):
        for word in field.replace("-", " ").split():
            counts[word] = counts.get(word, 0) + weight
    slowness = 1.2 * (0.5 + 0.5 * sum(counts.values()) / 60)
    return {word: math.floor(1000 * count * 2.2 / (count + slowness) + 0.5) for word, count in counts.items()}


def fill(registry, count):
    """As the service stores them, in one transaction; and the same in a table of FTS5."""
    entries, postings, having = [], [], {"": count, "kind=tool": count, "category=command": count}
    peer = sqlite3.connect(":memory:")
    peer.execute("CREATE VIRTUAL TABLE tools USING fts5(name, text)")
    for number, (name, text) in enumerate(made_up(count), 1_000):
        content = json.dumps({"description": text})
        entries.append((number, f"tool_{number}", "tool", "command", name, "1.0.0", content, "0", 0, "owner", "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"))
        for word, impact in impacts(name, text).items():
            postings.append((word, number, impact))
            having[word] = having.get(word, 0) + 1
        postings += [(word, number, 0) for word in ("", "kind=tool", "category=command")]
        peer.execute("INSERT INTO tools (rowid, name, text) VALUES (?, ?, ?)", (number, name, text))
    words = [(word, word[:2], n) for word, n in having.items()]
    put(registry, "registry_entries", "number, id, kind, subtype, name, version, content, digest, own, registered_by, registered_at, updated_at", entries)
    put(registry, "registry_postings", "word, entry, impact", postings)
    put(registry, "registry_words", "word, head, entries", words)
    return peer, having


def put(registry, table, columns, rows):
    """All in one transaction, past the service: nothing else is in there yet, but words of the services of this ChittyOS."""
    if registry.url is None:
        with contextlib.closing(sqlite3.connect(next(registry.home.rglob("chittyos.db")), timeout=60)) as store, store:
            store.executemany(f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({', '.join('?' * len(rows[0]))})", rows)
        return
    file = registry.home / "rows.csv"
    with file.open("w", newline="") as out:
        csv.writer(out, quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    if table == "registry_words":
        postgres.psql(registry.url, "DELETE FROM registry_words")
    postgres.psql(registry.url, f"\\copy {table} ({columns}) FROM '{file}' CSV")
    file.unlink()


def times_of(work, times=200):
    """Median and the 99th of 100, in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took), sorted(took)[len(took) * 99 // 100]


def search(registry, count):
    peer, having = fill(registry, count)
    registry.connection.close()  # it has been idle for too long; the next request opens another
    by_number = sorted((word for word in having if word.isalpha()), key=having.get)
    common, middle, rare = by_number[-1], by_number[len(by_number) * 9 // 10], by_number[len(by_number) // 10]
    queries = [("rare word", rare), ("common word", common), ("three words", f"{common} {by_number[-2]} {by_number[-3]}"), ("common and rare", f"{common} {middle}"), ("beginning", common[:3] + "*")]
    for what, query in queries:
        path = "/api/v1/search?kind=tool&q=" + urllib.parse.quote(query)
        registry.get(path)
        before = registry.cpu()
        ours, late = times_of(lambda: registry.get(path))
        cpu = 1000 * (registry.cpu() - before) / 200
        match = " ".join(word if word.endswith("*") else f'"{word}"' for word in query.split())
        theirs, _ = times_of(lambda: peer.execute("SELECT rowid FROM tools WHERE tools MATCH ? ORDER BY rank LIMIT 10", (match,)).fetchall(), 20)
        n = peer.execute("SELECT COUNT(*) FROM tools WHERE tools MATCH ?", (match,)).fetchone()[0]
        print(f"search   {what:16} {n:6} matches   ours {ours:7.2f} ms (p99 {late:.2f}, CPU {cpu:.2f})   FTS5 {theirs:7.2f} ms")


def lookup(registry):
    def each(path, times=5_000):
        registry.get(path)
        before, began = registry.cpu(), time.perf_counter()
        for _ in range(times):
            registry.get(path)
        return 1e6 * (registry.cpu() - before) / times, 1e6 * (time.perf_counter() - began) / times

    ours, ours_wall = each("/services/chittyregistry")
    nothing, nothing_wall = each("/health")
    print(f"lookup   {ours:.1f} us CPU, {ours_wall:.1f} us wall for a request; GET /health {nothing:.1f} us CPU, {nothing_wall:.1f} us wall; the lookup itself {ours - nothing:.1f} us CPU")


def slow_service(seconds):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            time.sleep(seconds)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def health(chitty):
    servers = [slow_service(0.1 + 0.06 * i) for i in range(16)]
    for i, server in enumerate(servers):
        done = chitty.run("registry", "service", "register", f"slow-{i}", "--url", f"http://127.0.0.1:{server.server_address[1]}")
        assert done.returncode == 0, done.stderr
    took = []
    for _ in range(3):
        began = time.perf_counter()
        done = chitty.run("registry", "service", "health", "--all", "-o", "ndjson")
        took.append(time.perf_counter() - began)
        assert done.returncode == 0, done.stderr
    print(f"health   {len(done.stdout.splitlines())} services in {min(took):.3f} s; the slowest takes 1.000 s: {min(took):.2f} of it")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--tools", type=int, default=100_000)
    asked = parser.parse_args()
    with local(asked.build) as chitty:
        registry = Registry(chitty)
        health(chitty)
        lookup(registry)
        search(registry, asked.tools)


if __name__ == "__main__":
    main()
