"""What each line of the seed must have done, beyond ending with its code: looked up in the store itself, not asked of chitty.

A proof is a function of a World (what the line printed, and where things are); it returns nothing when the line did its
work, else what is missing. A line that passes has one.
"""
import dataclasses
import json
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from stored import Stored


@dataclasses.dataclass
class World:
    out: str  # what the line printed
    store: pathlib.Path  # the daemon's data folder
    folder: pathlib.Path  # where the line ran
    github: list  # the requests that GitHub's stand-in has had
    services: list  # the installed plugins that have a service
    database: str | None = None  # the URL of a PostgreSQL database; else SQLite in the data folder

    def rows(self, query, *values):
        return Stored(self.store / "chittyos.db", self.database).rows(query, *values)


def first_cell(out, name):
    """The value of `name` in an object view: a line of name, tab, value."""
    return dict(line.split("\t", 1) for line in out.splitlines() if "\t" in line).get(name, "")


def minted(entity, **more):
    """Exactly the identity that was printed is stored, with these values."""

    def proof(world):
        rows = world.rows("SELECT * FROM identities WHERE did = ?", first_cell(world.out, "DID"))
        if len(rows) != 1:
            return f"{len(rows)} stored identities have the DID that was printed"
        if rows[0]["entity"] != entity:
            return f"stored as entity {rows[0]['entity']}, not {entity}"
        stored = {**json.loads(rows[0]["metadata"]), "characterization": rows[0]["characterization"]}
        return "".join(f"{key} is stored as {stored.get(key)!r}" for key, value in more.items() if stored.get(key) != value)

    return proof


def legacy(world):
    if first_cell(world.out, "Form") != "legacy" or first_cell(world.out, "Valid") != "false":
        return "the answer must say that the shape is legacy and that it is not valid"


def lists(query, column):
    """Every stored row is printed on a line of its own, and nothing else is."""

    def proof(world):
        stored = sorted(row[0] for row in world.rows(query))
        printed = sorted(line.split("\t")[column] for line in world.out.splitlines())
        if not stored or stored != printed:
            return f"stored: {stored}\nprinted: {printed}"

    return proof


def synced(world):
    if not any(request["target"] == "/user" and request["method"] == "GET" for request in world.github):
        return "GitHub was not asked who the token belongs to"
    rows = world.rows("SELECT * FROM id_sessions WHERE provider = 'github' AND external_id = '583231'")
    if len(rows) != 1 or rows[0]["id"] != first_cell(world.out, "Session"):
        return f"{len(rows)} sessions of that account are stored"


def exported(world):
    session = json.loads((world.folder / "session.json").read_text())
    if not world.rows("SELECT 1 FROM id_sessions WHERE id = ? AND did = ?", session["id"], session["did"]):
        return "session.json is not the session that is stored"


def issued(world):
    rows = world.rows("SELECT * FROM credentials")
    if len(rows) != 1 or rows[0]["type"] != "VerifiedDeveloper" or rows[0]["status"] != "active":
        return f"stored: {[list(row.values())[:3] for row in rows]}"
    if rows[0]["jwt"].count(".") != 2:
        return "the stored credential is no signed token"


def verified(world):
    if first_cell(world.out, "Valid") != "true":
        return "the answer does not say that the credential is valid"


def well(every_service):
    """The daemon, and each service that is installed if all were asked for, are said to be well."""

    def proof(world):
        printed = dict(line.split("\t")[:2] for line in world.out.splitlines())
        wanted = {"chittyd", *(world.services if every_service else [])}
        if {name for name, status in printed.items() if status == "ok"} != wanted:
            return f"well: {printed}, not {sorted(wanted)}"

    return proof


def set_up(world):
    if not (world.store / "owner.token").read_text().strip() or str(world.store) not in world.out:
        return "there is no owner's token where it says"


def authorized(least):
    """The person is named, and so many access tokens of that client are good."""

    def proof(world):
        rows = world.rows("SELECT subject FROM auth_tokens WHERE client_id = 'abc123' AND kind = 'access' AND status = 'active'")
        subject = first_cell(world.out, "Signed in as")
        if len(rows) < least or any(row["subject"] != subject for row in rows):
            return f"good tokens of abc123 are for {[row['subject'] for row in rows]}, and {subject!r} is named"

    return proof


PROOFS = {
    "chitty auth oauth authorize --client-id abc123": authorized(1),
    "chitty auth oauth callback --code xyz789": authorized(2),
    "chitty auth oauth clients list": lists("SELECT client_id FROM oauth_clients", 0),
    "chitty id mint --entity PERSON": minted("P"),
    'chitty id mint --entity ORGANIZATION --name "Acme Corp"': minted("P", name="Acme Corp", characterization="Legal"),
    "chitty id verify did:chitty:01-C-ACT-1234-P-2411-5-A": legacy,
    "chitty id list --mine": lists("SELECT did FROM identities WHERE minted_by = 'owner'", 0),
    "chitty id session sync --github": synced,
    "chitty id session list": lists("SELECT id FROM id_sessions", 0),
    "chitty id session export session-id > session.json": exported,
    "chitty id credential issue --type VerifiedDeveloper": issued,
    "chitty id credential verify credential-id": verified,
    "chitty id credential list": lists("SELECT id FROM credentials", 0),
    "chitty os status --all": well(True),
    "chitty os health": well(False),
    "chitty os health --all": well(True),
    "chitty os id mint --entity PERSON": minted("P"),
    "chitty os init": set_up,
}


def missing(line, world):
    """What the line did not do, as text; empty when it did all."""
    if line not in PROOFS:
        return "proofs.py does not say how to see that this line did its work"
    try:
        return PROOFS[line](world) or ""
    except (OSError, ValueError, KeyError, LookupError, sqlite3.Error) as problem:
        return f"the proof met {problem!r}"
