"""What each line of the seed must have done, beyond ending with its code: looked up in the store itself, not asked of chitty.

A proof is a function of a World (what the line printed, and where things are); it returns nothing when the line did its
work, else what is missing. A line that passes has one.
"""
import base64
import dataclasses
import hashlib
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


def only_well(service):
    def proof(world):
        if [line.split("\t")[:2] for line in world.out.splitlines()] != [[service, "ok"]]:
            return f"not one line that says that {service} is well"

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


def registered(world):
    """One registration is stored, the printed one, with an identity that is minted and a token of its own."""
    rows = world.rows("SELECT * FROM auth_registrations")
    if len(rows) != 1 or rows[0]["status"] != "active" or rows[0]["email"] != "user@example.com":
        return f"stored: {[tuple(row) for row in rows]}"
    if rows[0]["subject"] != first_cell(world.out, "DID"):
        return "the printed DID is not the registered one"
    if not world.rows("SELECT 1 FROM identities WHERE did = ?", rows[0]["subject"]):
        return "the identity is not minted"
    if not world.rows("SELECT 1 FROM auth_tokens WHERE subject = ? AND status = 'active' AND kind = 'access'", rows[0]["subject"]):
        return "there is no token of that identity"


def hidden(world):
    """No token is stored as it is."""
    for row in world.rows("SELECT * FROM auth_tokens"):
        for value in dict(row).values():
            if isinstance(value, str) and value.startswith(("ca_", "svc_", "sess_")):
                return f"the token {row['id']} is stored in the clear"


def made(subject, scopes):
    """The printed token is stored as its hash, with these scopes, for `subject` (SQL for who it must be)."""

    def proof(world):
        digest = hashlib.sha256(first_cell(world.out, "Token").encode()).digest()
        rows = world.rows(f"SELECT scopes, subject = ({subject}) AS right_one FROM auth_tokens WHERE status = 'active' AND token_hash = ?",
                          base64.urlsafe_b64encode(digest).decode().rstrip("="))
        if len(rows) != 1 or json.loads(rows[0]["scopes"]) != scopes or not rows[0]["right_one"]:
            return f"stored under the hash of the printed token: {[tuple(row) for row in rows]}"
        return hidden(world)

    return proof


PERSON = "SELECT subject FROM auth_registrations"  # whose token the lines after `auth register` are run by


def revoked(world):
    rows = world.rows("SELECT status, scopes FROM auth_tokens WHERE id = ?", first_cell(world.out, "Token"))
    if len(rows) != 1 or rows[0]["status"] != "revoked" or "chittyverify:write" not in rows[0]["scopes"]:
        return f"the printed token is stored as {[tuple(row) for row in rows]}"


def refreshed(world):
    """The person's own token is used up, and the printed one of the same family is good."""
    rows = world.rows("SELECT old.id FROM auth_tokens old JOIN auth_tokens new ON new.family = old.family WHERE new.id = ?"
                      f" AND new.status = 'active' AND old.status = 'used' AND old.subject = ({PERSON})", first_cell(world.out, "Token"))
    if len(rows) != 1 or "ca_local_" in world.out:
        return f"{len(rows)} tokens gave way to the printed one"


def nothing_said(world):
    if world.out:
        return "the line printed something"


PROOFS = {
    "chitty auth register --email user@example.com": registered,
    "chitty auth token provision --scopes chittyid:read,chittyverify:write": made(PERSON, ["chittyid:read", "chittyverify:write"]),
    "chitty auth token list": lists("SELECT id FROM auth_tokens", 0),
    "chitty auth token revoke token-id": revoked,
    "chitty auth token refresh": refreshed,
    "chitty auth service-token create chittyconnect --scopes connect:write": made("'service:chittyconnect'", ["connect:write"]),
    "chitty auth service-token rotate chittyid": made("'service:chittyid'", ["chittyid:*"]),
    "chitty auth sync notion tracker --log-tokens": nothing_said,
    "chitty os auth register": registered,
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
    "chitty os health chittyauth": only_well("chittyauth"),
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
