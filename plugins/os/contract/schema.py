#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid chittyauth
"""The schemas of two environments: what differs, and that the SQL between them brings the one to the other; migrations of a service applied elsewhere.
A backup put back, on either engine.

schema.py BUILD
"""
import json
import pathlib
import sqlite3
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
import postgres
from local import local


def environments(chitty, folder):
    """Two databases elsewhere, of the engine that is tested; how each is run SQL in, by name."""
    run, stack = {}, []
    for name in ("production", "staging"):
        if chitty.database:
            made = postgres.database(postgres.asked_for())
            url = made.__enter__()
            stack.append(made)
            secret = pathlib.Path(folder, name)
            secret.touch(0o600)
            secret.write_text(url)
            where, run[name] = f"file:{secret}", lambda sql, url=url: postgres.psql(url, sql)
        else:
            file = pathlib.Path(folder, name + ".db")
            where = f"sqlite:{file}"

            def on_file(sql, file=file):
                with sqlite3.connect(file) as database:
                    database.executescript(sql)
            run[name] = on_file
        run[name]("CREATE TABLE first (id BIGINT)")
        done = chitty.run("config", "set", f"chittyos.environments.{name}.sharedDatabase", where)
        assert done.returncode == 0, done.stderr
    return run, stack


def differences(chitty, *sides):
    done = chitty.run("os", "schema", "diff", *sides, "-o", "json")
    assert done.returncode == 0, done.stderr
    return {(row["change"], row["kind"], row["table"], row["name"]): row for row in json.loads(done.stdout)}


def brought(chitty, run):
    run["production"]("CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL, old INTEGER); CREATE INDEX people_by_name ON people (name); INSERT INTO people VALUES ('p', 'x', 1);"
                      "CREATE TABLE notes (id TEXT PRIMARY KEY, person TEXT REFERENCES people (id)); INSERT INTO notes VALUES ('n', 'p')")
    run["staging"]("CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL DEFAULT 'none', born TEXT, age INTEGER NOT NULL DEFAULT 1, CHECK (age > 0)); CREATE UNIQUE INDEX people_by_name ON people (name, born);"
                   "CREATE TABLE notes (id TEXT PRIMARY KEY, person TEXT REFERENCES people (id)); CREATE TABLE later (note TEXT REFERENCES notes (id), UNIQUE (note))")
    found = differences(chitty, "production", "staging")
    for change in (("added", "table", "later", ""), ("removed", "column", "people", "old"), ("added", "column", "people", "age"), ("changed", "column", "people", "name"), ("changed", "index", "people", "people_by_name")):
        assert change in found, (change, list(found))
    assert found[("removed", "column", "people", "old")]["hazard"] == "its values are deleted"
    assert chitty.run("os", "schema", "diff", "production", "staging", "--exit-code").returncode == 1
    sql = chitty.run("os", "schema", "diff", "production", "staging", "--sql")
    assert sql.returncode == 0 and "warning" not in sql.stderr, sql.stderr
    run["production"](sql.stdout)
    assert not differences(chitty, "production", "staging"), "the SQL did not bring it there"
    done = chitty.run("os", "db", "query", "SELECT 1", "-o", "json")
    assert done.returncode == 0, done.stderr
    back = chitty.run("os", "schema", "diff", "staging", "production")
    assert back.returncode == 0 and "The schemas are the same" in back.stderr, back.stderr
    print(f"schema: {len(found)} differences, and the SQL that ends them")


def deployed(chitty, run):
    """The first migration of a service elsewhere, and a second time nothing."""
    dry = chitty.run("os", "schema", "deploy", "--service", "chittyauth", "--env", "staging", "--dry-run", "-o", "json")
    assert dry.returncode == 0 and "Would apply" in dry.stdout and "CREATE TABLE auth_tokens" in dry.stdout, (dry.stdout, dry.stderr)
    done = chitty.run("os", "schema", "deploy", "--service", "chittyauth", "--env", "staging", "-o", "json")
    assert done.returncode == 0 and {row["state"] for row in json.loads(done.stdout)} == {"applied"}, (done.stdout, done.stderr)
    done_rows = done.stdout
    again = chitty.run("os", "schema", "deploy", "--service", "chittyauth", "--env", "staging")
    assert again.returncode == 0 and "Nothing to apply" in again.stderr, again.stderr
    found = differences(chitty, "local", "staging")
    assert not [key for key in found if key[2].startswith("auth_")], "its tables are not those of this machine"
    done = chitty.run("os", "schema", "deploy", "--service", "chittyauth", "--env", "nowhere")
    assert done.returncode == 3 and "not said where the database of environment nowhere is" in done.stderr, done.stderr
    assert chitty.run("os", "schema", "deploy", "--service", "nobody").returncode == 5
    print(f"schema: {len(json.loads(done_rows))} migrations of chittyauth applied elsewhere")


def versions(chitty):
    """A backup, and what the installed services' migrations make, are sides as well, on SQLite."""
    backup = chitty.json("os", "db", "backup", "create")
    if chitty.database:
        return
    assert not differences(chitty, "local", "installed"), "the daemon's tables are not what the migrations make"
    assert not differences(chitty, "backup:" + pathlib.Path(backup["file"]).name, "local")


def restored(chitty):
    assert chitty.run("id", "mint", "--entity", "THING").returncode == 0
    ids = lambda: sorted(row["id"] for row in chitty.json("os", "db", "query", "SELECT id FROM identities"))  # noqa: E731
    before = ids()
    name = chitty.json("os", "db", "backup", "create")["name"]
    assert chitty.run("os", "db", "query", "--write", "DELETE FROM identities").returncode == 0
    assert chitty.run("os", "db", "backup", "restore", name, "--yes").returncode == 6, "while the daemon runs"
    assert chitty.run("os", "down").returncode == 0
    done = chitty.run("os", "db", "backup", "restore", name, "--yes")
    assert done.returncode == 0, done.stderr
    assert chitty.run("os", "up").returncode == 0
    assert before and ids() == before, (before, ids())
    assert chitty.run("os", "health", "--all").returncode == 0
    print("backup: put back on", "PostgreSQL" if chitty.database else "SQLite")


def main():
    with local(sys.argv[1]) as chitty, tempfile.TemporaryDirectory(prefix="chitty-schema-") as folder:
        run, stack = environments(chitty, folder)
        try:
            brought(chitty, run)
            deployed(chitty, run)
            versions(chitty)
            restored(chitty)
        finally:
            for made in stack:
                made.__exit__(None, None, None)


main()
