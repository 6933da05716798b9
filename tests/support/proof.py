"""What a line of the seed must have done, beyond ending with its code: looked up in the store itself, not asked of chitty.

A plugin's proofs are in plugins/NAME/seed/proofs.py: `PROOFS`, line -> proof. A proof is a function of a World; it returns
nothing when the line did its work, else what is missing. A line that passes has one.
"""
import dataclasses
import importlib.util
import pathlib
import sqlite3

from stored import Stored


@dataclasses.dataclass
class World:
    out: str  # what the line printed
    store: pathlib.Path  # the daemon's data folder
    folder: pathlib.Path  # where the line ran
    remotes: dict  # plugin -> the requests that its stand-in for a remote (seed/world.py) has had
    services: list  # the installed plugins that have a service
    database: str | None = None  # the URL of a PostgreSQL database; else SQLite in the data folder

    def rows(self, query, *values):
        return Stored(self.store / "chittyos.db", self.database).rows(query, *values)


def load(path):
    """A Python file of a plugin, by its path."""
    spec = importlib.util.spec_from_file_location(f"{path.parents[1].name}_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def first_cell(out, name):
    """The value of `name` in an object view: a line of name, tab, value."""
    return dict(line.split("\t", 1) for line in out.splitlines() if "\t" in line).get(name, "")


def lists(query, column):
    """Every stored row is printed on a line of its own, and nothing else is."""

    def proof(world):
        stored = sorted(row[0] for row in world.rows(query))
        printed = sorted(line.split("\t")[column] for line in world.out.splitlines())
        if not stored or stored != printed:
            return f"stored: {stored}\nprinted: {printed}"

    return proof


def nothing_printed(world):
    if world.out:
        return "the line printed something"


def missing(proofs, line, world):
    """What the line did not do, as text; empty when it did all."""
    if line not in proofs:
        return "no seed/proofs.py says how to see that this line did its work"
    try:
        return proofs[line](world) or ""
    except (OSError, ValueError, KeyError, LookupError, sqlite3.Error) as problem:
        return f"the proof met {problem!r}"
