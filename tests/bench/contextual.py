#!/usr/bin/env python3
"""Remembering and finding: contextual.py BUILD [--memories N] [--cranfield FOLDER]   BUILD is a release build's folder; a million memories if not said

merge    an export of 20,000 memories taken in by POST /api/v1/context/changes: memories a second
search   the ten best of N memories, which were put past the service as it stores them, for a rare word, a common one, words of all kinds and a sentence: milliseconds for a request, median and
         99th of 100 of 100 requests; beside SQLite's FTS5 in this process over the same texts (porter, bm25, the ten best of those with any of
         the words), which has no gate, no HTTP and no excerpts. On PostgreSQL where CHITTY_TEST_DATABASE names a server, beside its tsvector
add      one memory more, by a request of its own
ranking  nDCG at 10 on the Cranfield collection, where FOLDER has it (cran.all.1400.xml, cran.qry.xml, cranqrel.trec.txt), beside FTS5
"""
import argparse
import contextlib
import csv
import http.client
import itertools
import json
import math
import pathlib
import random
import re
import sqlite3
import statistics
import sys
import time
import urllib.parse
import xml.etree.ElementTree as tree

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import postgres
from local import local

SYLLABLES = "ka lo mi ter ven sor bel dan fir gus hal jo nim par qui ros tav ulm vex wyn".split()
STOP = set("a about an and are as at be been but by can did do does for from had has have how i if in into is it its of on or our that the their there "
           "these they this to was we were what when where which who will with you".split())


class Contextual:
    def __init__(self, chitty):
        self.port, self.token, self.database = chitty.port, chitty.token(), chitty.database
        self.home = pathlib.Path(chitty.home)
        self.connect()

    def connect(self):
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=3600)

    def ask(self, method, path, body=None, kind="application/json"):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        self.connection.request(method, "/chittycontextual" + path, body=body, headers=headers, encode_chunked=hasattr(body, "__next__"))
        reply = self.connection.getresponse()
        text = reply.read()
        assert reply.status == 200, (reply.status, text[:500])
        return json.loads(text)

    def search(self, query, limit=10):
        return self.ask("GET", f"/api/v1/search?limit={limit}&q=" + urllib.parse.quote(query))["results"]

    def merge(self, texts, first=0):
        """As an export of another store, a hundred thousand at a time; returns how many."""
        total = 0
        for part in itertools.count():
            some = list(itertools.islice(texts, 100_000))
            if not some:
                return total
            lines = [json.dumps({"kind": "store", "replica": f"store_bench{part}", "after": 0})]
            lines += [json.dumps({"kind": "memory", "id": f"{first + total + i:012d}", "text": text, "source": "bench", "type": "note", "at": "2026-01-01T00:00:00.000Z", "replica": "store_bench"})
                      for i, text in enumerate(some)]
            lines.append(json.dumps({"kind": "end", "seq": len(some), "records": len(some)}))
            self.connect()
            self.ask("POST", "/api/v1/context/changes", "\n".join(lines).encode(), "application/x-ndjson")
            total += len(some)


# A digit keeps a word from having a stem: what is put here past the service is then easily what it would have written.
WORDS = [a + b + c + "7" for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]


def made_up(count, seed=1):
    """Texts whose words are as frequent as those of a language: a few everywhere, most seldom."""
    chance = random.Random(seed)
    weights = list(itertools.accumulate(1 / (i + 1) for i in range(len(WORDS))))
    for _ in range(count):
        yield " ".join(chance.choices(WORDS, cum_weights=weights, k=12))


def put(contextual, table, columns, rows):
    """All in one transaction, past the service."""
    if contextual.database is None:
        with contextlib.closing(sqlite3.connect(next(contextual.home.rglob("chittyos.db")), timeout=60)) as store, store:
            store.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", rows)
        return
    file = contextual.home / "rows.csv"
    with file.open("w", newline="") as out:
        csv.writer(out).writerows(rows)
    postgres.psql(contextual.database, f"\\copy {table} ({', '.join(columns)}) FROM '{file}' CSV")
    file.unlink()


DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
FULL = 1800


def blocks_of(postings):
    """(first, last, text) of each block of a list of (number, worth): posting_block.hpp."""
    text, first, last = [], None, None
    size = 0
    for number, worth in postings:
        if first is None or size >= FULL:
            if first is not None:
                yield first, last, "".join(text)
            text, first, last, size = [], number, number, 0
        step, piece = number - last, ""
        while step > 31:
            piece += DIGITS[32 | step & 31]
            step >>= 5
        piece += DIGITS[step] + DIGITS[worth]
        text.append(piece)
        size += len(piece)
        last = number
    yield first, last, "".join(text)


def fill(contextual, count):
    """As the service stores them; `memory prove` has read afterwards that the index is whole."""
    worth = {n: math.floor(63 * (n * 2.2 / (n + 1.2 * (1 - 0.75 + 0.75 * 12 / 80))) / 2.2 + 0.5) for n in range(1, 13)}
    lists, at = {"kind=memory": [], "source=bench": []}, "2026-01-01T00:00:00.000Z"
    for number, text in enumerate(made_up(count), 1):
        words = text.split()
        for word in set(words):
            lists.setdefault(word, []).append((number, worth[words.count(word)]))
        for term in ("kind=memory", "source=bench"):
            lists[term].append((number, 0))
    terms, blocks = [(1, "", count, 0, 0)], []
    for term, postings in lists.items():
        own = list(blocks_of(postings))
        blocks += [(1, term, first, last, text) for first, last, text in own]
        terms.append((1, term, len(postings), max(worth for _, worth in postings), own[-1][0]))
    put(contextual, "contextual_memories", ("holder", "id", "text", "digest", "type", "source", "data", "made_at", "replica", "seq"),
        (("owner", f"{number:012d}", text, str(number), "note", "bench", "{}", at, "store_bench", number) for number, text in enumerate(made_up(count), 1)))
    put(contextual, "contextual_passages", ("space", "number", "kind", "about", "place"), ((1, number, "memory", f"{number:012d}", "0") for number in range(1, count + 1)))
    put(contextual, "contextual_terms", ("space", "term", "entries", "best", "last"), terms)
    put(contextual, "contextual_blocks", ("space", "term", "first", "last", "postings"), blocks)
    put(contextual, "contextual_spaces", ("holder", "space", "passages"), [("owner", 1, count)])
    put(contextual, "contextual_changes", ("holder", "seq"), [("owner", count)])
    if contextual.database:
        postgres.psql(contextual.database, "ANALYZE")
    contextual.connect()
    proof = contextual.ask("GET", "/api/v1/memories/000000000001/proof")["proof"]
    assert (proof["faults"], proof["postings"], proof["rows"]) == (0, sum(map(len, lists.values())), 1), proof


class Peer:
    """SQLite's FTS5, or PostgreSQL's tsvector, over the same texts."""

    def __init__(self, database, texts):
        self.database = database
        if database:
            postgres.psql(database, "CREATE TABLE peer (id BIGINT PRIMARY KEY, text TEXT, words TSVECTOR)")
            file = pathlib.Path("/tmp/contextual-peer.csv")
            with file.open("w") as out:
                out.writelines(f"{i},{text}\n" for i, text in enumerate(texts))
            postgres.psql(database, f"\\copy peer (id, text) FROM '{file}' CSV")
            file.unlink()
            postgres.psql(database, "UPDATE peer SET words = to_tsvector('english', text)")
            postgres.psql(database, "CREATE INDEX ON peer USING gin (words)")
            postgres.psql(database, "ANALYZE peer")
            return
        self.store = sqlite3.connect(":memory:")
        self.store.execute("CREATE VIRTUAL TABLE peer USING fts5(text, tokenize = 'porter unicode61')")
        self.store.executemany("INSERT INTO peer (rowid, text) VALUES (?, ?)", enumerate(texts, 1))

    def search(self, query, limit=10):
        """Ids, the best first, and how many milliseconds it took."""
        words = [word for word in re.findall(r"[^\W_]+", query.lower()) if word not in STOP] or [query]
        began = time.perf_counter()
        if self.database:
            wanted = " | ".join(words)
            rows = postgres.psql(self.database, f"EXPLAIN (ANALYZE, TIMING OFF, SUMMARY ON) SELECT id FROM peer, to_tsquery('english', '{wanted}') q WHERE words @@ q ORDER BY ts_rank(words, q) DESC LIMIT {limit}")
            told = "\n".join(row[0] for row in rows)
            return [], float(re.search(r"Execution Time: ([\d.]+)", told).group(1))
        match = " OR ".join(f'"{word}"' for word in words)
        found = [row for (row,) in self.store.execute("SELECT rowid FROM peer WHERE peer MATCH ? ORDER BY rank LIMIT ?", (match, limit))]
        return found, 1000 * (time.perf_counter() - began)


def times_of(work, times=100):
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took), sorted(took)[len(took) * 99 // 100]


def size_of(contextual):
    if contextual.database:
        return int(postgres.psql(contextual.database, "SELECT pg_database_size(current_database())")[0][0])
    return sum(path.stat().st_size for path in contextual.home.rglob("chittyos.db*"))


def search(contextual, count):
    fill(contextual, count)
    print(f"store    {size_of(contextual) / count:.0f} bytes of the database for each of {count} memories", flush=True)
    words, peer = WORDS, Peer(contextual.database, made_up(count))
    contextual.connect()  # it has been idle for too long
    queries = [("rare word", words[7000]), ("common word", words[0]), ("three common", " ".join(words[:3])), ("common and rare", f"{words[0]} {words[5000]}"),
               ("six of all kinds", " ".join(words[n] for n in (0, 3, 30, 300, 3000, 7500))), ("a sentence", f"what was the {words[20]} about {words[200]} and {words[2000]}")]
    name = "tsvector" if contextual.database else "FTS5"
    for what, query in queries:
        contextual.search(query)
        ours, late = times_of(lambda: contextual.search(query))
        theirs = statistics.median(peer.search(query)[1] for _ in range(5))
        print(f"search   {what:16} ours {ours:7.2f} ms (p99 {late:.2f})   {name} {theirs:8.2f} ms", flush=True)
    number = itertools.count()
    contextual.connect()
    ours, late = times_of(lambda: contextual.ask("POST", "/api/v1/memories", json.dumps({"text": f"One more thing to remember about {words[next(number)]}"})))
    print(f"add      {ours:.2f} ms (p99 {late:.2f}), flush to disk included", flush=True)
    began = time.perf_counter()
    assert contextual.merge((f"{text} more{n}" for n, text in enumerate(made_up(20_000, 2))), count + 1) == 20_000
    print(f"merge    20000 memories: {20_000 / (time.perf_counter() - began):.0f} a second")


def gain(grades):
    return sum((2 ** grade - 1) / math.log2(i + 2) for i, grade in enumerate(grades[:10]))


def ranking(contextual, folder):
    documents = [(one.findtext("title") or "") + ". " + (one.findtext("text") or "") for one in tree.fromstring("<all>" + re.sub(r"<\?.*?\?>", "", (folder / "cran.all.1400.xml").read_text()).replace("<root>", "").replace("</root>", "") + "</all>").iter("doc")]
    queries = [one.findtext("title").strip() for one in tree.fromstring(re.sub(r"<\?.*?\?>", "", (folder / "cran.qry.xml").read_text())).iter("top")]
    grades = {}
    for line in (folder / "cranqrel.trec.txt").read_text().splitlines():
        query, _, document, grade = line.split()
        grades.setdefault(int(query), {})[int(document)] = max(int(grade), 0)
    contextual.merge(" ".join(text.split())[:90_000] or "nothing" for text in documents)
    peer = None if contextual.database else Peer(None, documents)
    ours, theirs = [], []
    for number, query in enumerate(queries, 1):
        known = grades.get(number, {})
        best = gain(sorted(known.values(), reverse=True))
        if not best:
            continue
        ours.append(gain([known.get(int(one["id"]) + 1, 0) for one in contextual.search(" ".join(query.split()))]) / best)
        if peer:
            theirs.append(gain([known.get(one, 0) for one in peer.search(" ".join(query.split()))[0]]) / best)
    print(f"ranking  nDCG@10 of {len(ours)} queries over {len(documents)} texts: ours {statistics.mean(ours):.4f}" + (f", FTS5 (porter, bm25, any word) {statistics.mean(theirs):.4f}" if peer else ""))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--memories", type=int, default=1_000_000)
    parser.add_argument("--cranfield", type=pathlib.Path)
    asked = parser.parse_args()
    if asked.cranfield:
        with local(asked.build) as chitty:
            ranking(Contextual(chitty), asked.cranfield)
    if asked.memories:
        with local(asked.build) as chitty:
            search(Contextual(chitty), asked.memories)


if __name__ == "__main__":
    main()
