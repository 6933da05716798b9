"""What each line of the seed that belongs to chittytrust must have done."""
import xml.etree.ElementTree

from proof import first_cell

ENTITY = "did:chitty:01-C-ACT-1234-P-2411-5-A"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def scored(world):
    """The score that was printed is the newest one that is stored, of more than nothing."""
    rows = world.rows("SELECT * FROM trust_scores WHERE entity_id = ? ORDER BY calculated_at DESC, id DESC", ENTITY)
    if not rows or rows[0]["composite"] == 0 or f'{rows[0]["composite"] / 100}' != first_cell(world.out, "Score"):
        return f"stored: {rows[:1]}"
    events = world.rows("SELECT COUNT(*) AS n FROM trust_events WHERE entity_id = ?", ENTITY)[0]["n"]
    if str(events) != first_cell(world.out, "Events"):
        return f"{events} events are stored"


def three_dimensions(world):
    rows = world.rows("SELECT * FROM trust_scores WHERE entity_id = ? ORDER BY calculated_at DESC, id DESC", first_cell(world.out, "Entity"))
    for name in ("source", "temporal", "channel"):
        if not rows or first_cell(world.out, name.capitalize()) != f"{rows[0][name] / 100}":
            return f"{name} is not what is stored: {rows[:1]}"
    if any(first_cell(world.out, name) for name in ("Outcome", "Network", "Justice")):
        return "dimensions are shown that were not asked for"


def remembered(world):
    stored = [row["id"] for row in world.rows("SELECT id FROM trust_scores WHERE entity_id = ? ORDER BY id DESC", ENTITY)]
    shown = [line.split("\t")[-1] for line in world.out.splitlines()]
    if not stored or stored != shown:
        return f"stored: {stored}, shown: {shown}"


def request(world):
    rows = world.rows("SELECT * FROM trust_requests WHERE id = ?", first_cell(world.out, "ID"))
    return rows[0] if len(rows) == 1 else {}


def moved(world, kind):
    return [(row["debit"], row["credit"], row["amount"]) for row in world.rows("SELECT * FROM trust_transfers WHERE kind = ? AND request_id = ?", kind, first_cell(world.out, "ID"))]


def requested(world):
    row = request(world)
    if (row.get("status"), row.get("entity"), row.get("amount")) != ("open", ENTITY, 1000):
        return f"stored: {row}"
    if moved(world, "escrow") != [(row["requester"], "@escrow", 1000)] or not row["requester"]:
        return f"moved: {moved(world, 'escrow')}"


def accepted(world):
    row = request(world)
    if row.get("status") != "claimed" or row["verifier"] in (None, row["requester"]) or moved(world, "payment"):
        return f"stored: {row}"


def completed(world):
    row = request(world)
    if (row.get("status"), row.get("outcome")) != ("completed", "confirmed"):
        return f"stored: {row}"
    if moved(world, "payment") != [("@escrow", row["verifier"], row["amount"])]:
        return f"moved: {moved(world, 'payment')}"


def walked(world):
    """Everybody within two connections, by the stored connections."""
    edges = [(row["source"], row["target"]) for row in world.rows("SELECT source, target FROM trust_connections")]
    reached = {ENTITY}
    for _ in range(2):
        reached |= {b for pair in edges for a, b in (pair, pair[::-1]) if a in reached}
    shown = {line.split("\t")[0] for line in world.out.splitlines()}
    if len(reached) < 3 or shown != reached:
        return f"shown: {shown}, connected: {reached}"


def exported(world):
    try:
        graph = xml.etree.ElementTree.fromstring(world.out.encode()).find(GRAPHML + "graph")
    except xml.etree.ElementTree.ParseError as why:
        return f"no XML: {why}"
    shown = sorted((edge.get("source"), edge.get("target")) for edge in graph.findall(GRAPHML + "edge"))
    stored = sorted((row["source"], row["target"]) for row in world.rows("SELECT source, target FROM trust_connections"))
    if not stored or shown != stored:
        return f"shown: {shown}, stored: {stored}"


PROOFS = {
    f"chitty trust score entity {ENTITY}": scored,
    "chitty trust score --dimensions source,temporal,channel": three_dimensions,
    "chitty trust history entity-id": remembered,
    "chitty trust verify request --entity entity-id --amount 10": requested,
    "chitty trust verify accept request-id": accepted,
    "chitty trust verify complete request-id": completed,
    "chitty trust network entity-id --depth 2": walked,
    "chitty trust network export --format graphml": exported,
}
