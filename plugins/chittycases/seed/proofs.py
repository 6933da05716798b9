"""What each line of the seed that belongs to chittycases must have done."""
import hashlib
import re

from proof import first_cell, lists

CASE = "SELECT * FROM cases_cases WHERE title = 'Acme v. Beta'"


def created(title, kind):
    """One row has the printed ID, a number as the reference shows them, and a ChittyID that chittyid has minted."""

    def proof(world):
        rows = world.rows("SELECT * FROM cases_cases WHERE id = ?", first_cell(world.out, "ID"))
        if len(rows) != 1 or (rows[0]["title"], rows[0]["case_type"], rows[0]["status"]) != (title, kind, "open"):
            return f"stored: {[tuple(row.values()) for row in rows]}"
        row = rows[0]
        if not re.fullmatch(r"[0-9]{4}-[A-Z]-[0-9]{6}", row["case_number"]) or first_cell(world.out, "Number") != row["case_number"]:
            return f"its number: {row['case_number']}"
        if "chittyid" in world.services and not world.rows("SELECT 1 FROM identities WHERE did = ?", row["chitty_id"]):
            return f"nobody has minted {row['chitty_id']}"

    return proof


def listed(world):
    """Each case that is stored is shown; the line comes first, so there may be none."""
    stored = sorted(row["id"] for row in world.rows("SELECT id FROM cases_cases"))
    if sorted(line.split("\t")[0] for line in world.out.splitlines()) != stored:
        return f"stored: {stored}"


def shown(world):
    (row,) = world.rows(CASE)
    if [first_cell(world.out, name) for name in ("ID", "Number", "Status")] != [row["id"], row["case_number"], row["status"]]:
        return f"stored: {tuple(row.values())}"


def in_discovery(world):
    (row,) = world.rows(CASE)
    past = [one["status"] for one in world.rows("SELECT status FROM cases_statuses WHERE case_id = ? ORDER BY version", row["id"])]
    if (row["status"], row["version"], past) != ("discovery", 2, ["open", "discovery"]):
        return f"stored: {row['status']} at version {row['version']}, before: {past}"


def uploaded(world):
    (case,) = world.rows(CASE)
    rows = world.rows("SELECT * FROM cases_documents WHERE id = ?", first_cell(world.out, "ID"))
    digest = hashlib.sha256((world.folder / "filing.pdf").read_bytes()).hexdigest()
    if len(rows) != 1 or (rows[0]["content_hash"], rows[0]["case_id"]) != (digest, case["id"]) or first_cell(world.out, "Hash") != digest:
        return f"stored: {[tuple(row.values()) for row in rows]}, the file has {digest}"


def analyzed(world):
    """Its text was read and kept, and what was printed is what was found."""
    (document,) = world.rows("SELECT * FROM cases_documents WHERE name = 'filing.pdf'")
    pages = [row["text"] for row in world.rows("SELECT text FROM cases_pages WHERE document = ? ORDER BY page", document["id"])]
    if document["state"] != "analyzed" or pages != ["Filing in Acme v. Beta"]:
        return f"stored: {document['state']}, {pages}"
    found = world.rows("SELECT COUNT(*) AS n FROM cases_findings WHERE document = ?", document["id"])[0]["n"]
    if found != document["findings"] or found != len(world.out.splitlines()):
        return f"stored: {found}"


def linked(world):
    (case,) = world.rows(CASE)
    rows = world.rows("SELECT result FROM cases_intel WHERE case_id = ?", case["id"])
    if len(rows) != 1 or '"timeline"' not in rows[0]["result"] or first_cell(world.out, "Case") != case["case_number"]:
        return f"stored: {len(rows)}"


def reported(world):
    (case,) = world.rows(CASE)
    missing = [word for word in ("# Acme v. Beta", case["case_number"], "## Deadlines", "## Timeline", "filing.pdf") if word not in world.out]
    if missing:
        return f"the report does not say {missing}"


PROOFS = {
    "chitty cases list": listed,
    'chitty cases create "Acme v. Beta" --type civil': created("Acme v. Beta", "civil"),
    "chitty cases get case-id": shown,
    "chitty cases update case-id --status discovery": in_discovery,
    "chitty cases docs upload case-id ./filing.pdf": uploaded,
    "chitty cases docs list case-id": lists("SELECT id FROM cases_documents", 0),
    "chitty cases docs analyze case-id doc-id": analyzed,
    "chitty cases intel run case-id": linked,
    "chitty cases intel report case-id": reported,
    'chitty os cases create "New Case"': created("New Case", "general"),
}
