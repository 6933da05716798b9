"""What each line of the seed that belongs to chittyverify must have done."""
import hashlib
import json

from proof import first_cell

STATEMENT = "SELECT * FROM verify_evidence WHERE original_filename = 'statement.pdf'"


def submitted(name, case=None):
    """One row has the printed ID and the hash of the file, its custody has both entries, its content is in the blobs."""

    def proof(world):
        rows = world.rows("SELECT * FROM verify_evidence WHERE artifact_id = ?", first_cell(world.out, "ID"))
        digest = hashlib.sha256((world.folder / name).read_bytes()).hexdigest()
        if len(rows) != 1 or rows[0]["content_hash"] != digest or rows[0]["case_binding"] != case:
            return f"stored: {[tuple(row.values()) for row in rows]}, the file has {digest}"
        custody = [row["action"] for row in world.rows("SELECT action FROM verify_custody WHERE evidence = ? ORDER BY seq", rows[0]["artifact_id"])]
        if custody[:2] != ["COLLECTED", "UPLOADED"]:
            return f"its custody: {custody}"
        pieces = world.rows("SELECT address FROM verify_pieces WHERE owner = ?", rows[0]["artifact_id"])
        if [row["address"] for row in pieces] != [f"sha256:{digest}"]:
            return "its content is not where it is kept"

    return proof


def listed(world):
    stored = sorted(row["artifact_id"] for row in world.rows("SELECT artifact_id FROM verify_evidence WHERE case_binding = 'case-123'"))
    shown = sorted(line.split("\t")[0] for line in world.out.splitlines())
    if not stored or stored != shown:
        return f"stored: {stored}, shown: {shown}"


def shown(world):
    (row,) = world.rows(STATEMENT)
    if (first_cell(world.out, "ID"), first_cell(world.out, "Hash")) != (row["artifact_id"], row["content_hash"]):
        return f"stored: {row['artifact_id']}"


def chained(world):
    (row,) = world.rows(STATEMENT)
    stored = [str(one["seq"]) for one in world.rows("SELECT seq FROM verify_custody WHERE evidence = ? ORDER BY seq", row["artifact_id"])]
    printed = [line.split("\t")[0] for line in world.out.splitlines()]
    if len(stored) < 3 or printed != stored[:len(printed)]:
        return f"stored: {stored}, shown: {printed}"


def checked(world):
    (row,) = world.rows(STATEMENT)
    last = world.rows("SELECT action FROM verify_custody WHERE evidence = ? ORDER BY seq DESC", row["artifact_id"])[0]["action"]
    if (first_cell(world.out, "Status"), row["verify_status"], last) != ("unaltered", "ChittyVerified", "VERIFIED"):
        return f"stored: {row['verify_status']}, last entry: {last}"


def without_contradictions(world):
    """Nobody has recorded a fact yet."""
    if world.out.strip() or world.rows("SELECT 1 FROM verify_facts"):
        return f"found without a fact: {world.out}"


def minted(world):
    (row,) = world.rows(STATEMENT)
    leaves = world.rows("SELECT block, path FROM verify_leaves WHERE evidence = ?", row["artifact_id"])
    cells = world.out.strip().split("\t")
    if len(leaves) != 1 or cells[:3] != [row["artifact_id"], "local", str(leaves[0]["block"])]:
        return f"stored: {[tuple(leaf) for leaf in leaves]}, shown: {cells}"
    (block,) = world.rows("SELECT root FROM verify_blocks WHERE number = ?", leaves[0]["block"])
    if json.loads(leaves[0]["path"]) == [] and block["root"] != world.rows("SELECT leaf FROM verify_leaves")[0]["leaf"]:
        return "the root is not that of the leaf"


def anchored(world):
    (row,) = world.rows(STATEMENT)
    told = [first_cell(world.out, name) for name in ("ID", "Minting", "Ledger", "Proof")]
    if told != [row["artifact_id"], "Minted", "local", "valid"]:
        return f"told: {told}"


def synced(world):
    """Notion has had one new entry for each piece of evidence, with its hash and the tag."""
    sent = [json.loads(one["body"])["properties"] for one in world.remotes["notion-database"] if (one["method"], one["target"]) == ("POST", "/v1/pages")]
    text = lambda one, name: one[name]["rich_text"][0]["text"]["content"]
    written = sorted((text(one, "Artifact id"), text(one, "Content hash"), text(one, "Tag")) for one in sent if "Artifact id" in one)
    stored = sorted((row["artifact_id"], row["content_hash"], "Evidence") for row in world.rows("SELECT artifact_id, content_hash FROM verify_evidence"))
    if not stored or written != stored or first_cell(world.out, "Added") != str(len(stored)):
        return f"written: {written}, stored: {stored}, told: {world.out}"


PROOFS = {
    "chitty verify evidence submit  --type digital-document  --file ./contract.pdf  --metadata '{\"case\":\"case-123\"}'": submitted("contract.pdf", "case-123"),
    "chitty verify evidence list --case case-123": listed,
    "chitty verify evidence get evidence-id": shown,
    "chitty verify evidence chain evidence-id": chained,
    "chitty verify check evidence-id": checked,
    "chitty verify contradictions --case case-123": without_contradictions,
    "chitty verify mint evidence-id --blockchain ethereum": minted,
    "chitty verify blockchain-status evidence-id": anchored,
    'chitty verify sync notion tracker --tag "Evidence"': synced,
    "chitty os verify evidence submit ./doc.pdf": submitted("doc.pdf"),
}
