#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittygateway
"""The export: what the gateway counted, whole, in each format, with nothing that a spreadsheet would compute.

export.py BUILD [ROWS]
"""
import csv
import io
import json
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "tests/support"))
from local import local

HOURS, ROUTES = 24 * 30, int(sys.argv[2]) // (24 * 30) if len(sys.argv) > 2 else 40


with local(sys.argv[1]) as daemon:
    hour = 3_600_000
    now = int(time.time() * 1000) // hour * hour
    rows = [(now - n * hour, hour, "acme", "=cmd|' /C calc'!A0" if r == 0 else f"GET /x/{r}", 2, 3, 10, 20, "300:3") for n in range(HOURS) for r in range(ROUTES)]
    if daemon.database:
        sql = "INSERT INTO gateway_traffic VALUES " + ",".join("({},{},'{}','{}',{},{},{},{},'{}')".format(*[str(v).replace("'", "''") for v in row]) for row in rows)
        subprocess.run(["psql", "-q", daemon.database], input=sql.encode(), check=True)
    else:
        import sqlite3
        with sqlite3.connect(next(pathlib.Path(daemon.home).rglob("chittyos.db")), timeout=30) as store:
            store.executemany("INSERT INTO gateway_traffic VALUES (?,?,?,?,?,?,?,?,?)", rows)
    asked = ["portal", "analytics", "export", "--period", "30days"]
    text = daemon.run(*asked).stdout
    table = [row for row in csv.DictReader(io.StringIO(text)) if row["service"] == "acme"]
    assert abs(len(table) - HOURS * ROUTES) <= ROUTES, (len(table), HOURS * ROUTES)
    assert sum(int(row["requests"]) for row in table) == 3 * len(table)
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in table for cell in row.values() if cell), "a formula"
    assert any(row["route"].startswith("'=cmd") for row in table)
    lines = [json.loads(line) for line in daemon.run(*asked, "--format", "ndjson").stdout.splitlines()]
    whole = json.loads(daemon.run(*asked, "--format", "json").stdout)
    assert len([row for row in lines if row["service"] == "acme"]) == len(table) == len([row for row in whole if row["service"] == "acme"])
    out = pathlib.Path(daemon.home, "out.csv")
    assert daemon.run(*asked, "--file", str(out), "--step", "day").returncode == 0
    days = [row for row in csv.DictReader(out.open()) if row["service"] == "acme"]
    assert sum(int(row["requests"]) for row in days) >= 3 * len(table)
    for wrong, words in ((["--period", "500days"], "400"), (["--step", "second"], "step"), (["--format", "xml"], "format")):
        refused = daemon.run("portal", "analytics", "export", *wrong)
        assert refused.returncode in (1, 2), (wrong, refused.returncode, refused.stderr)
print(f"{len(table)} rows in three formats, {len(text)} bytes of CSV, no formula")
