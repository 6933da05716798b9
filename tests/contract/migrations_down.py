#!/usr/bin/env python3
# ctest: on sqlite postgresql
"""Every migration of this tree can be undone: its down half leaves the schema as it was before, with rows in the tables, and its
up half can be run again after that. For every folder `migrations`, of plugins, examples and tests alike.

migrations_down.py BUILD
"""
import contextlib
import pathlib
import sqlite3
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/support"))
import postgres


class Sqlite:
    def __init__(self):
        self.store = sqlite3.connect(":memory:")

    def run(self, script):
        self.store.executescript(script)

    def rows(self, query):
        return self.store.execute(query).fetchall()

    def columns(self):
        """(table, column, type, must be there)"""
        tables = [name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [(table, name, kind, bool(needed or key)) for table in tables
                for _, name, kind, needed, _, key in self.rows(f"PRAGMA table_info({table})")]

    def indexes(self):
        named = self.rows("SELECT tbl_name, name FROM sqlite_master WHERE type = 'index'")
        return [(table, name, [column for _, _, column in self.rows(f"PRAGMA index_info('{name}')")]) for table, name in named]


class Postgresql:
    def __init__(self, url):
        self.url = url

    def run(self, script):
        postgres.psql(self.url, script, "-1")

    def rows(self, query):
        return [tuple(row) for row in postgres.psql(self.url, query)]

    def columns(self):
        return [(table, name, kind, needed == "NO") for table, name, kind, needed in self.rows(
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE table_schema = 'public'")]

    def indexes(self):
        return self.rows("SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'")


@contextlib.contextmanager
def fresh():
    url = postgres.asked_for()
    if url is None:
        yield Sqlite()
        return
    with postgres.database(url) as own:
        yield Postgresql(own)


def schema(engine):
    return sorted(map(str, engine.columns())), sorted(map(str, engine.indexes()))


def put_a_row_in_each_table(engine):
    tables = {}
    for table, name, kind, _ in engine.columns():  # quoted: a name may be a word of SQL
        tables.setdefault(table, {})[f'"{name}"'] = "'x'" if "text" in kind.lower() else "1"
    for table, values in tables.items():
        engine.run(f"DELETE FROM {table}; INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(values.values())});")


def halves(file):
    up, marker, down = file.read_text().partition("-- down\n")
    assert marker and down.strip(), f"{file} has no down half"
    return up, down


def undo_each(folder):
    steps = [halves(file) for file in sorted(folder.glob("*.sql"))]
    with fresh() as engine:
        seen = [schema(engine)]
        for up, _ in steps:
            engine.run(up)
            seen.append(schema(engine))
        for number in range(len(steps), 0, -1):
            up, down = steps[number - 1]
            for script, wanted in ((down, seen[number - 1]), (up, seen[number]), (down, seen[number - 1])):
                put_a_row_in_each_table(engine)
                engine.run(script)
                assert schema(engine) == wanted, (folder, number, schema(engine), wanted)
    return len(steps)


folders = sorted(path for room in ("plugins", "examples", "core") for path in (SOURCE / room).rglob("migrations") if path.is_dir())
undone = {str(folder.relative_to(SOURCE)): undo_each(folder) for folder in folders}
assert sum(undone.values()) >= 8, undone
print(undone)
