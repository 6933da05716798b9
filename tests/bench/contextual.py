#!/usr/bin/env python3
"""Remembering and finding: contextual.py BUILD [--memories N] [--cranfield FOLDER]   BUILD is a release build's folder; a million memories if not said

merge    an export of N memories taken in by POST /api/v1/context/changes: memories a second, bytes of the database for each
search   the ten best of all memories for a rare word, a common one, words of all kinds and a sentence: milliseconds for a request, median and
         99th of 100 of 100 requests; beside SQLite's FTS5 in this process over the same texts (porter, bm25, the ten best of those with any of
         the words), which has no gate, no HTTP and no excerpts. On PostgreSQL where CHITTY_TEST_DATABASE names a server, beside its tsvector
add      one memory more, by a request of its own
ranking  nDCG at 10 on the Cranfield collection, where FOLDER has it (cran.all.1400.xml, cran.qry.xml, cranqrel.trec.txt), beside FTS5
"""
import argparse
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

    def merge(self, texts):
        """As an export of another store, a hundred thousand at a time; returns how many."""
        total = 0
        for part in itertools.count():
            some = list(itertools.islice(texts, 100_000))
            if not some:
                return total
            lines = [json.dumps({"kind": "store", "replica": f"store_bench{part}", "after": 0})]
            lines += [json.dumps({"kind": "memory", "id": f"{total + i:012d}", "text": text, "source": "bench", "type": "note", "at": "2026-01-01T00:00:00.000Z", "replica": "store_bench"})
                      for i, text in enumerate(some)]
            lines.append(json.dumps({"kind": "end", "seq": len(some), "records": len(some)}))
            self.connect()
            self.ask("POST", "/api/v1/context/changes", "\n".join(lines).encode(), "application/x-ndjson")
            total += len(some)


def made_up(count):
    """Texts whose words are as frequent as those of a language: a few everywhere, most seldom."""
    chance = random.Random(1)
    words = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
    weights = list(itertools.accumulate(1 / (i + 1) for i in range(len(words))))
    for number in range(count):
        yield " ".join(chance.choices(words, cum_weights=weights, k=12)) + f" id{number}"


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
    began = time.perf_counter()
    assert contextual.merge(made_up(count)) == count
    took = time.perf_counter() - began
    print(f"merge    {count} memories in {took:.1f} s: {count / took:.0f} a second; {size_of(contextual) / count:.0f} bytes each", flush=True)
    peer = Peer(contextual.database, made_up(count))
    words = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
    queries = [("rare word", words[7000]), ("common word", words[0]), ("three common", " ".join(words[:3])), ("common and rare", f"{words[0]} {words[5000]}"),
               ("six of all kinds", " ".join(words[n] for n in (0, 3, 30, 300, 3000, 7500))), ("a sentence", f"what was the {words[20]} about {words[200]} and {words[2000]}")]
    name = "tsvector" if contextual.database else "FTS5"
    for what, query in queries:
        contextual.search(query)
        ours, late = times_of(lambda: contextual.search(query))
        theirs = statistics.median(peer.search(query)[1] for _ in range(5))
        print(f"search   {what:16} ours {ours:7.2f} ms (p99 {late:.2f})   {name} {theirs:8.2f} ms", flush=True)
    number = itertools.count()
    ours, late = times_of(lambda: contextual.ask("POST", "/api/v1/memories", json.dumps({"text": f"One more thing to remember about {words[next(number)]}"})))
    print(f"add      {ours:.2f} ms (p99 {late:.2f}), flush to disk included")


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
