#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""The database's rows out and in: the same bytes again, all or nothing, whatever happens in the middle; and statements that somebody has typed.

db.py BUILD
"""
import hashlib
import json
import os
import pathlib
import random
import resource
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import children, local

COLUMNS = "id identity_id credential_id methods result trust_score confidence risk_factors location ip_address user_agent verified_at".split()
TEXTS = ["", " ", "a,b", '"', "\r\n", "\\.", "\\N", "\t", "é😀", "NULL", "x" * 70000, "NaN", "{}"]


def rows(count, seed=1):
    chance = random.Random(seed)
    for number in range(count):
        yield {"id": f"v{number:09d}", "identity_id": chance.choice(TEXTS), "credential_id": chance.choice([None, "", "c"]), "methods": "[]",
               "result": chance.choice([0, 1, -2 ** 63, 2 ** 63 - 1]), "trust_score": chance.choice([None, 2 ** 53, 2 ** 53 + 1]),
               "confidence": chance.choice([None, 0.1, 1.0, 5e-324, -1.7976931348623157e308]), "risk_factors": chance.choice(TEXTS[:6]),
               "verified_at": "2026-01-01T00:00:00Z"}


def exported(chitty, form):
    done = subprocess.run([chitty.chitty, "os", "db", "export", "verifications", "--format", form], env=chitty.env, capture_output=True)
    assert done.returncode == 0, done.stderr
    told = done.stderr.decode().split()
    assert told[-1] == hashlib.sha256(done.stdout).hexdigest(), "the SHA-256 is not that of the file"
    return done.stdout, int(told[1])


def imported(chitty, data, *words, **more):
    data = data if isinstance(data, bytes) else data.encode()
    return subprocess.run([chitty.chitty, "os", "db", "import", "verifications", *words], env=chitty.env, input=data, capture_output=True, **more)


def count(chitty):
    return int(chitty.stored().rows("SELECT COUNT(*) AS n FROM verifications")[0]["n"])


def clear(chitty):
    done = chitty.run("os", "db", "query", "--write", "DELETE FROM verifications")
    assert done.returncode == 0, done.stderr


def round_trips(chitty):
    text = json.dumps(list(rows(400)))
    done = imported(chitty, text, "-o", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    first = {form: exported(chitty, form) for form in ("json", "ndjson", "csv")}
    assert {n for _, n in first.values()} == {400}
    for form, (data, _) in first.items():
        clear(chitty)
        done = imported(chitty, data, "--rows", "400", "--sha256", hashlib.sha256(data).hexdigest())
        assert done.returncode == 0, done.stderr
        for other, (wanted, _) in first.items():
            assert exported(chitty, other)[0] == wanted, f"{form} in, {other} out: not the same bytes"
    print("round trip: 400 rows through JSON, NDJSON and CSV, the same bytes each time")
    return first["ndjson"][0]


def all_or_nothing(chitty, whole):
    before = count(chitty)
    lines = [json.dumps(row) for row in rows(30000, 2)]
    fresh = [line.replace('"v', '"w', 1) for line in lines]
    for bad, words in ((json.dumps({"id": "w9", "identity_id": "x", "result": "maybe", "verified_at": "x"}), "column result: expected an integer, not 'maybe'"),
                       (json.dumps({"id": "w000000003", "identity_id": "x", "result": 1, "verified_at": "x"}), "id"),
                       (json.dumps({"id": "w9", "result": 1, "verified_at": "x"}), "column identity_id: it is missing"), ('{"id":"w9"', "it is not JSON")):
        done = imported(chitty, "\n".join([*fresh, bad]))
        told = done.stderr.decode()
        assert done.returncode == 1 and "line 30001" in told and words in told and "nothing was changed" in told, told
        assert count(chitty) == before
    # Many of them: bounded, each by its line.
    done = imported(chitty, "\n".join(fresh[:5] + ['{"id":1}'] * 1000))
    told = done.stderr.decode()
    assert done.returncode == 1 and "at least 20 rows" in told and "line 25, column id" in told and "line 26" not in told, told
    done = imported(chitty, whole)  # each of them is there already
    assert done.returncode == 1 and count(chitty) == before, done.stderr
    # A file that lacks its end, or is another.
    for words in (["--rows", "401"], ["--sha256", "0" * 64]):
        done = imported(chitty, fresh[0], *words)
        assert done.returncode == 1 and b"nothing was changed" in done.stderr, done.stderr
    done = imported(chitty, "[" + ",".join(fresh[:100]))
    assert done.returncode == 1 and b"cut off" in done.stderr, done.stderr
    done = imported(chitty, "\n".join(fresh), "--dry-run")
    assert done.returncode == 0 and b"30000 rows" in done.stdout, (done.stdout, done.stderr)
    assert count(chitty) == before
    print("imports with a bad row in the last line, of each kind: refused by line and column, nothing changed")
    return fresh


def killed(chitty, fresh):
    """kill -9 of the program and of the work at many moments; then the very same import, whole."""
    before = count(chitty)
    data = "\n".join(fresh).encode()
    for number in range(12):
        run = subprocess.Popen([chitty.chitty, "os", "db", "import", "verifications"], env=chitty.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            run.stdin.write(data[: len(data) * (number + 1) // 14])
            run.stdin.flush()
        except BrokenPipeError:
            pass
        time.sleep(0.02 * (number % 4))
        for pid in (children(run.pid) or [run.pid]) if number % 2 else [run.pid]:
            os.kill(pid, signal.SIGKILL)
        run.stdin.close()
        run.wait(30)
    time.sleep(0.5)
    assert count(chitty) == before and chitty.stored().is_sound()
    done = imported(chitty, data)
    assert done.returncode == 0 and count(chitty) == before + len(fresh), done.stderr
    print("import: killed twelve times, nothing half-done; then it goes through")


def interrupted(chitty):
    """A query that never ends: Ctrl-C ends it, and at the server nothing runs on."""
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n WHERE i < 0"
    if not chitty.database:
        endless = endless.replace("i + 1", "(i + 1) % 300000")
    for kill in (signal.SIGINT, signal.SIGKILL):
        run = subprocess.Popen([chitty.chitty, "os", "db", "query", endless], env=chitty.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(1)
        run.send_signal(kill)
        run.wait(10)
        if kill == signal.SIGINT:
            assert run.returncode == 130, (run.returncode, run.stderr.read())
        if chitty.database:
            for _ in range(50):
                if chitty.stored().rows("SELECT COUNT(*) AS n FROM pg_stat_activity WHERE query LIKE '%RECURSIVE n(i)%' AND state = 'active' AND pid <> pg_backend_pid()")[0]["n"] == 0:
                    break
                time.sleep(0.1)
            else:
                raise AssertionError("it runs on at the server")
    done = chitty.run("os", "db", "query", "--time-limit", "300ms", endless)
    assert done.returncode == 7 and "longer than" in done.stderr, done.stderr
    print("a query that never ends: ended by Ctrl-C, by kill -9 and by its time, at the server too")


def guarded(chitty):
    refused = ["DELETE FROM verifications", "WITH x AS (SELECT 1) DELETE FROM verifications", "SELECT 1; DELETE FROM verifications", "DROP TABLE verifications",
               "/* SELECT */ UPDATE verifications SET id = 'x'", "CREATE TABLE x (y TEXT)", "COMMIT", "SELECT * FROM id_keys", "SELECT jwk FROM (SELECT * FROM id_keys) k",
               "SELECT * FROM ID_KEYS", "SELECT (SELECT MAX(jwk) FROM id_keys)", "SELECT * FROM chitty_answers"]
    if chitty.database:
        refused += ["SELECT query_to_xml('SELECT * FROM id_' || 'keys', true, true, '')", "SELECT * FROM pg_stats", "COPY verifications TO STDOUT", "COPY verifications TO PROGRAM 'true'",
                    "SELECT pg_import_system_collations('pg_catalog')", "SELECT pg_read_file('/etc/passwd')", "DO $$ BEGIN DELETE FROM verifications; END $$", "SET ROLE postgres",
                    "WITH gone AS (DELETE FROM verifications RETURNING id) SELECT * FROM gone", "SELECT set_config('default_transaction_read_only', 'off', false)",
                    'SELECT * FROM U&"id_k\\0065ys"']
    else:
        refused += ["ATTACH '/tmp/x.db' AS x", "PRAGMA writable_schema = ON", "SELECT * FROM sqlite_dbpage", "VACUUM INTO '/tmp/x.db'"]
    before = count(chitty)
    for sql in refused:
        done = chitty.run("os", "db", "query", sql)
        assert done.returncode in (2, 4), (sql, done.returncode, done.stdout, done.stderr)
    for table in ("id_keys", "chitty_answers"):
        for words in (["export", table], ["import", table]):
            assert chitty.run("os", "db", *words, input="").returncode == 4, words
    assert count(chitty) == before
    print(f"{len(refused)} statements that write, or lead to what is not shown: refused")


def memory_of(words, env):
    """The peak of the command and of all that it starts, in MB, and its time."""
    run = subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = 0
    while run.poll() is None:
        total = 0
        for pid in [run.pid, *children(run.pid)]:
            try:
                total += int(next(line for line in open(f"/proc/{pid}/status") if line.startswith("VmHWM")).split()[1])
            except (OSError, StopIteration):
                pass
        peak = max(peak, total)
        time.sleep(0.05)
    assert run.returncode == 0, run.stderr.read()
    return peak / 1024


def constant(chitty):
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT i, 'row number ' || i AS text FROM n"
    few = memory_of([chitty.chitty, "os", "db", "query", many.replace("300000", "1000"), "-o", "ndjson"], chitty.env)
    all_of_them = memory_of([chitty.chitty, "os", "db", "query", many, "-o", "ndjson"], chitty.env)
    assert all_of_them < 64 and all_of_them < few + 40, (few, all_of_them)
    print(f"a query of 300,000 rows: {all_of_them:.0f} MB, of 1000: {few:.0f} MB")


def full_disk(chitty):
    """SQLite alone: a file that may not grow is a disk that is full."""
    if chitty.database:
        return
    before = count(chitty)
    # The write-ahead log is the file that grows, whatever size the database has by now.
    room = min(next(pathlib.Path(chitty.home).rglob("chittyos.db")).stat().st_size + 200_000, 8_000_000)
    data = "\n".join(json.dumps({**row, "id": "f" + row["id"], "location": "y" * 500}) for row in rows(25000, 3))
    done = imported(chitty, data, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)))
    assert done.returncode == 8 and b"full" in done.stderr, (done.returncode, done.stderr)
    assert count(chitty) == before and chitty.stored().is_sound()
    done = chitty.run("os", "db", "backup", "create", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)))
    assert done.returncode == 8 and "full" in done.stderr, (done.returncode, done.stderr)
    left = [file.name for file in next(pathlib.Path(chitty.home).rglob("backups")).iterdir() if file.suffix in (".db", ".json") or file.name.startswith("part-")]
    assert not left, left
    print("a full disk: import and backup are refused, nothing half-done, nothing left behind")


def main():
    with local(sys.argv[1]) as chitty:
        whole = round_trips(chitty)
        fresh = all_or_nothing(chitty, whole)
        killed(chitty, fresh)
        guarded(chitty)
        interrupted(chitty)
        constant(chitty)
        full_disk(chitty)


main()
