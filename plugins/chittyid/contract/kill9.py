#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os
"""kill -9 in the middle of a batch mint, of the worker and of the whole daemon: no identifier twice, none acknowledged and lost,
no gap in a sequence. Looked up in the database, not asked of the service.

kill9.py BUILD
"""
import collections
import json
import os
import pathlib
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import children, local


MANY = 60_000  # far more than pipes and sockets hold: the batch is still under way when it is cut


def mint_until(chitty, count, lines, victims):
    """Mint `count`, kill `victims()` after `lines` acknowledgements; the acknowledged identifiers."""
    mint = subprocess.Popen([chitty.chitty, "id", "mint", "--entity", "PERSON", "--count", str(count), "-o", "ndjson", "--quiet"],
                            env=chitty.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    acknowledged = []
    for line in mint.stdout:
        if line.endswith("\n"):
            acknowledged.append(json.loads(line)["chittyId"])
        if len(acknowledged) == lines:
            for pid in victims():
                os.kill(pid, signal.SIGKILL)
    said = mint.stderr.read()
    return acknowledged, mint.wait(), said


def stored(chitty):
    store = chitty.stored()
    assert store.is_sound()
    return [row["did"].removeprefix("did:chitty:") for row in store.rows("SELECT did FROM identities")]


def check(chitty, acknowledged):
    there = stored(chitty)
    twice = [i for i, n in collections.Counter(there).items() if n > 1]
    lost = set(acknowledged) - set(there)
    assert not twice, f"twice: {twice[:5]}"
    assert not lost, f"acknowledged and lost: {len(lost)}, such as {sorted(lost)[:5]}"
    assert len(set(acknowledged)) == len(acknowledged)
    sequences = collections.defaultdict(list)
    for i in there:
        version, region, place, number, entity, month, trust, _ = i.split("-")
        if number.isdigit():
            sequences[region, place, entity, month, trust].append(int(number))
    for key, numbers in sequences.items():
        assert sorted(numbers) == list(range(min(numbers), max(numbers) + 1)) and min(numbers) <= 1, f"a gap in {key}"
    return len(there)


with local(sys.argv[1]) as chitty:
    pid = chitty.json("os", "status")
    pid = (pid[0] if isinstance(pid, list) else pid)["pid"]
    first, code, said = mint_until(chitty, MANY, 1500, lambda: children(pid))
    assert code != 0, "the worker was killed and nobody noticed"
    print(f"worker killed: {len(first)} acknowledged; chitty said: {said.strip()}")
    chitty.run("os", "up")
    second, code, _ = mint_until(chitty, 200, 10**9, list)
    assert code == 0 and len(second) == 200, (code, len(second))
    check(chitty, first + second)

    third, code, said = mint_until(chitty, MANY, 1500, lambda: [*children(pid), pid])
    assert code != 0
    up = chitty.run("os", "up")
    assert up.returncode == 0, up.stderr
    fourth, code, _ = mint_until(chitty, 200, 10**9, list)
    assert code == 0 and len(fourth) == 200
    total = check(chitty, first + second + third + fourth)
    print(f"daemon killed: {len(third)} acknowledged; {total} stored, none twice, none lost, no gap")
