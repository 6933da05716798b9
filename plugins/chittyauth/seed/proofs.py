"""What each line of the seed that belongs to chittyauth must have done."""
import base64
import hashlib
import json

from proof import first_cell, lists

PERSON = "SELECT subject FROM auth_registrations WHERE email = 'user@example.com'"  # whose token the lines after `auth register` are run by


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
    rows = world.rows("SELECT * FROM auth_registrations WHERE email = 'user@example.com'")
    if len(rows) != 1 or rows[0]["status"] != "active":
        return f"stored: {[tuple(row.values()) for row in rows]}"
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
            return f"stored under the hash of the printed token: {[tuple(row.values()) for row in rows]}"
        return hidden(world)

    return proof


def revoked(world):
    rows = world.rows("SELECT status, scopes FROM auth_tokens WHERE id = ?", first_cell(world.out, "Token"))
    if len(rows) != 1 or rows[0]["status"] != "revoked" or "chittyverify:write" not in rows[0]["scopes"]:
        return f"the printed token is stored as {[tuple(row.values()) for row in rows]}"


def refreshed(world):
    """The person's own token is used up, and the printed one of the same family is good."""
    rows = world.rows("SELECT old.id FROM auth_tokens old JOIN auth_tokens new ON new.family = old.family WHERE new.id = ?"
                      f" AND new.status = 'active' AND old.status = 'used' AND old.subject = ({PERSON})", first_cell(world.out, "Token"))
    if len(rows) != 1 or "ca_local_" in world.out:
        return f"{len(rows)} tokens gave way to the printed one"


def synced(world):
    """Notion has had one new entry for each token that is told, under its id, and none of them a token."""
    sent = [json.loads(one["body"])["properties"] for one in world.remotes["notion-database"] if (one["method"], one["target"]) == ("POST", "/v1/pages")]
    titles = [one["Name"]["title"][0]["text"]["content"] for one in sent if "Name" in one and "Scopes" in one]
    stored = {row["id"] for row in world.rows("SELECT id FROM auth_tokens")}
    if not titles or len(set(titles)) != len(titles) or not set(titles) <= stored or str(len(titles)) != first_cell(world.out, "Added"):
        return f"written: {titles}, stored: {sorted(stored)}, told: {world.out}"
    if any(mark in json.dumps(sent) for mark in ("ca_", "svc_", "sess_")):
        return "a token is in what was written"


PROOFS = {
    "chitty auth register --email user@example.com": registered,
    "chitty auth token provision --scopes chittyid:read,chittyverify:write": made(PERSON, ["chittyid:read", "chittyverify:write"]),
    "chitty auth token list": lists("SELECT id FROM auth_tokens", 0),
    "chitty auth token revoke token-id": revoked,
    "chitty auth token refresh": refreshed,
    "chitty auth service-token create chittyconnect --scopes connect:write": made("'service:chittyconnect'", ["connect:write"]),
    "chitty auth service-token rotate chittyid": made("'service:chittyid'", ["chittyid:*"]),
    "chitty auth sync notion tracker --log-tokens": synced,
    "chitty os auth register": registered,
    "chitty auth oauth authorize --client-id abc123": authorized(1),
    "chitty auth oauth callback --code xyz789": authorized(2),
    "chitty auth oauth clients list": lists("SELECT client_id FROM oauth_clients", 0),
}
