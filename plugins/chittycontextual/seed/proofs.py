"""What each line of the seed that belongs to chittycontextual must have done."""
import json

from proof import first_cell

SESSION = "SELECT * FROM contextual_versions ORDER BY number DESC, id DESC"


def saved(world):
    """What chittyid has of the session is stored, whole, as its first version, and can be found."""
    rows = world.rows("SELECT * FROM contextual_versions WHERE id = ?", first_cell(world.out, "Version ID"))
    if len(rows) != 1 or rows[0]["origin"] != "chittyid":
        return f"{len(rows)} stored versions have the ID that was printed"
    state = json.loads(rows[0]["content"])
    there = world.rows("SELECT external_id, provider FROM id_sessions WHERE id = ?", rows[0]["session"])
    if not there or (state["external_id"], state["provider"]) != (there[0]["external_id"], there[0]["provider"]):
        return f"stored: {state}, at chittyid: {there}"
    if not world.rows("SELECT 1 FROM contextual_passages WHERE about = ?", rows[0]["id"]):
        return "nothing of it can be found"


def loaded(world):
    row = world.rows(SESSION)[0]
    if json.loads(world.out) != json.loads(row["content"]):
        return f"printed: {world.out}, stored: {row['content']}"


def searched(world):
    """Nobody has spoken of contracts yet."""
    words = [row["term"] for row in world.rows("SELECT term FROM contextual_terms")]
    if not words or set(words) & {"contract", "convers", "previou"} or world.out.strip():
        return f"found: {world.out}"


def added(world):
    rows = world.rows("SELECT * FROM contextual_memories WHERE id = ?", first_cell(world.out, "ID"))
    if [row["text"] for row in rows] != ["User prefers TypeScript"] or rows[0]["source"] != "person":
        return f"stored: {[tuple(row.values()) for row in rows]}"


def listed(world):
    stored = sorted(row["id"] for row in world.rows("SELECT id FROM contextual_memories"))
    shown = sorted(line.split("\t")[-1] for line in world.out.splitlines())
    if not stored or stored != shown:
        return f"stored: {stored}, shown: {shown}"


def deleted(world):
    """No row, no passage, no word; the ID and the time stay."""
    gone = first_cell(world.out, "ID")
    left = [table for table, column in (("contextual_memories", "id"), ("contextual_passages", "about")) if world.rows(f"SELECT 1 FROM {table} WHERE {column} = ?", gone)]
    words = [row["term"] for row in world.rows("SELECT term FROM contextual_terms WHERE term LIKE '%typescript%'")]
    if left or words or not world.rows("SELECT 1 FROM contextual_removed WHERE id = ?", gone):
        return f"left in {left}, words: {words}"


def synced(world):
    """Each service that answers was looked at, and the session that came from chittyid was asked for again."""
    told = {line.split("\t")[0]: line.split("\t")[1] for line in world.out.splitlines()}
    looked = {f"service {row['service']}" for row in world.rows("SELECT service FROM contextual_services")}
    session = f"session {world.rows(SESSION)[0]['session']}"
    if not looked or looked - set(told) or told.get(session) not in ("unchanged", "saved anew"):
        return f"told: {told}, looked at: {looked}"


def stated(world):
    shown = {tuple(line.split("\t")[:3]) for line in world.out.splitlines()}
    stored = {("sessions", row["origin"], str(row["n"])) for row in world.rows("SELECT origin, COUNT(DISTINCT session) AS n FROM contextual_versions GROUP BY origin")}
    stored |= {("deletions", row["kind"], str(row["n"])) for row in world.rows("SELECT kind, COUNT(*) AS n FROM contextual_removed GROUP BY kind")}
    if not stored or stored - shown:
        return f"stored: {stored}, shown: {shown}"


PROOFS = {
    "chitty contextual save --session session-id": saved,
    "chitty contextual load --session session-id": loaded,
    'chitty contextual search "previous conversation about contracts"': searched,
    'chitty contextual memory add "User prefers TypeScript"': added,
    "chitty contextual memory list": listed,
    "chitty contextual memory delete memory-id": deleted,
    "chitty contextual consciousness sync": synced,
    "chitty contextual consciousness state": stated,
}
