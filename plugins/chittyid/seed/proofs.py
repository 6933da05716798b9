"""What each line of the seed that belongs to chittyid must have done."""
import json

from proof import first_cell, lists


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


def synced(world):
    if not any(request["target"] == "/user" and request["method"] == "GET" for request in world.remotes["chittyid"]):
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
        return "the stored credential is not a signed token"


def verified(world):
    if first_cell(world.out, "Valid") != "true":
        return "the answer does not say that the credential is valid"


PROOFS = {
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
    "chitty os id mint --entity PERSON": minted("P"),
}
