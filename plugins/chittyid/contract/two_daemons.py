#!/usr/bin/env python3
# ctest: on postgresql, needs os
"""Two daemons on one PostgreSQL behave as one: they start together, mint in a race, one is killed in the middle; no identifier
twice, none acknowledged and lost, no gap. Looked up in the database, not asked of the services.

two_daemons.py BUILD       with CHITTY_TEST_DATABASE (tests/support/postgres.py)
"""
import collections
import concurrent.futures
import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
import postgres
from local import children, database, local

SINGLE, CLIENTS, BATCH = 150, 4, 5000  # single mints by each client of each daemon; identities of each daemon's batch


def single_mints(chitty, count):
    """One after the other on one connection; what was acknowledged."""
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=60)
    headers = {"Authorization": f"Bearer {chitty.token()}", "Content-Type": "application/json"}
    minted = []
    for _ in range(count):
        connection.request("POST", "/chittyid/mint", json.dumps({"entityType": "person"}), headers)
        reply = connection.getresponse()
        body = json.loads(reply.read())
        assert reply.status == 200, (reply.status, body)
        minted.append(body["chittyId"])
    return minted


def batch(chitty, count):
    return subprocess.Popen([chitty.chitty, "id", "mint", "--entity", "PERSON", "--count", str(count), "-o", "ndjson", "--quiet"],
                            env=chitty.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def identifiers(lines):
    return [json.loads(line)["chittyId"] for line in lines if line.endswith("\n")]


def check(url, acknowledged):
    """How many are stored."""
    (twice,), = postgres.psql(url, "SELECT count(*) FROM (SELECT did FROM identities GROUP BY did HAVING count(*) > 1) q")
    gaps = postgres.psql(url, "SELECT sequence_key, count(*), min(ordinal), max(ordinal) FROM identities GROUP BY sequence_key"
                              " HAVING count(*) <> max(ordinal) - min(ordinal) + 1 OR min(ordinal) > 1")
    behind = postgres.psql(url, "SELECT s.sequence_key, s.issued, max(i.ordinal) FROM id_sequences s JOIN identities i USING (sequence_key)"
                                " GROUP BY s.sequence_key, s.issued HAVING s.issued <> max(i.ordinal)")
    there = {did.removeprefix("did:chitty:") for did, in postgres.psql(url, "SELECT did FROM identities")}
    assert twice == "0" and not gaps and not behind, (twice, gaps, behind)
    assert len(set(acknowledged)) == len(acknowledged), "an identifier was acknowledged twice"
    assert set(acknowledged) <= there, f"acknowledged and lost: {sorted(set(acknowledged) - there)[:5]}"
    return len(there)


def race(name, tasks):
    begin = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(len(tasks)) as pool:
        minted = [identifier for done in pool.map(lambda task: task(), tasks) for identifier in done]
    seconds = time.monotonic() - begin
    print(f"{name}: {len(minted)} in {seconds:.1f} s, {len(minted) / seconds:.0f}/s")
    return minted


def whole_batch(chitty):
    out, err = (process := batch(chitty, BATCH)).communicate()
    assert process.returncode == 0, err
    return identifiers(out.splitlines(keepends=True))


def killed_batch(chitty):
    """Cut in the middle by a kill of daemon and worker; what had been acknowledged."""
    pid = chitty.json("os", "status")[0]["pid"]
    process, got = batch(chitty, 60_000), []
    for line in process.stdout:
        got.append(line)
        if len(got) == 1500:
            for victim in [*children(pid), pid]:
                os.kill(victim, signal.SIGKILL)
    assert process.wait() != 0
    return identifiers(got)


if postgres.asked_for() is None:
    sys.exit("CHITTY_TEST_DATABASE names no PostgreSQL server.")
with database() as url:
    # Both find an empty database and make their tables at the same moment.
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        contexts = [local(sys.argv[1], url) for _ in range(2)]
        one, two = pool.map(lambda context: context.__enter__(), contexts)
    try:
        for chitty in (one, two):
            well = chitty.json("os", "health", "--all")
            assert all(row["status"] == "ok" for row in well), well
            assert chitty.json("os", "status")[0]["database"] == "postgresql"
        steps = postgres.psql(url, "SELECT service, id FROM chitty_migrations")
        assert len(steps) == len({tuple(step) for step in steps}) > 0, steps
        print(f"started together: {len(steps)} migrations, each once")

        alone = race("one daemon, single mints", [lambda: single_mints(one, SINGLE)] * CLIENTS)
        both = race("two daemons, single mints", [lambda c=c: single_mints(c, SINGLE) for c in (one, two)] * CLIENTS)
        first = race("one daemon, a batch", [lambda: whole_batch(one)])
        batches = race("two daemons, a batch each", [lambda c=c: whole_batch(c) for c in (one, two)])
        acknowledged = alone + both + first + batches
        print(f"raced: {check(url, acknowledged)} stored, none twice, none lost, no gap")

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            survivor = pool.submit(single_mints, two, 4 * SINGLE)
            cut = killed_batch(one)
            acknowledged += cut + survivor.result()
        up = one.run("os", "up")
        assert up.returncode == 0, up.stderr
        acknowledged += single_mints(one, 20)
        print(f"one killed in a batch after {len(cut)}, the other went on: {check(url, acknowledged)} stored, none twice, none lost, no gap")
    finally:
        for context in contexts:
            context.__exit__(None, None, None)
