"""What a daemon has kept, read from its database itself and not asked of the service: SQLite's file or PostgreSQL."""
import json
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import postgres


class Row(dict):
    """By the column's name, or its place."""

    def __getitem__(self, key):
        return list(self.values())[key] if isinstance(key, int) else super().__getitem__(key)


def filled(statement, values):
    """The statement with each ? as a value in SQL."""
    parts = statement.split("?")
    texts = ["NULL" if value is None else "'" + str(value).replace("'", "''") + "'" for value in values]
    return "".join(part + text for part, text in zip(parts, [*texts, ""])) if values else statement


class Stored:
    def __init__(self, file=None, url=None):
        self.file, self.url = file, url

    def rows(self, query, *values):
        """The rows of a query with a ? for each value."""
        if self.url is None:
            with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True) as store:
                names = (got := store.execute(query, values)).description
                return [Row(zip((name[0] for name in names), row)) for row in got.fetchall()]
        try:
            return [Row(json.loads(text)) for (text,) in postgres.psql(self.url, f"SELECT row_to_json(q) FROM ({filled(query, values)}) q")]
        except RuntimeError as failed:
            raise ValueError(str(failed)) from None

    def change(self, statement, *values):
        """What somebody does who has the database's rights, past the service; how many rows it changed."""
        if self.url is None:
            with sqlite3.connect(self.file, timeout=20) as store:
                return store.execute(statement, values).rowcount
        ((count,),) = postgres.psql(self.url, f"WITH changed AS ({filled(statement, values)} RETURNING 1) SELECT count(*) FROM changed")
        return int(count)

    def is_sound(self):
        """The engine's own check of its files; a PostgreSQL server checks its own."""
        return self.url is not None or self.rows("PRAGMA integrity_check")[0][0] == "ok"
