"""What each line of the seed that belongs to chittychronicle must have done."""
import json

from proof import first_cell


def logged(world):
    rows = world.rows("SELECT * FROM chronicle_events WHERE id = ?", first_cell(world.out, "ID"))
    if len(rows) != 1:
        return f"{len(rows)} stored events have the ID that was printed"
    event = rows[0]
    if (event["action"], event["user_id"], json.loads(event["metadata"])) != ("user.login", "user-id", {"ip": "1.2.3.4"}):
        return f"stored as {event['action']} by {event['user_id']} with {event['metadata']}"


def queried(world):
    """One line for each event of a user, newest first."""
    rows = world.rows("SELECT id FROM chronicle_events WHERE action LIKE 'user.%' ORDER BY seq DESC")
    shown = [line.split("\t")[-1] for line in world.out.splitlines()]
    if not rows or shown != [row["id"] for row in rows]:
        return f"{len(shown)} events are shown and {len(rows)} are stored"


def exported(world):
    exported = json.loads((world.folder / "audit.json").read_text())
    stored = world.rows("SELECT * FROM chronicle_events ORDER BY seq")
    # What was recorded since, by other services, is not in the file.
    if not exported or [event["chain"] for event in exported] != [row["chain"] for row in stored[:len(exported)]]:
        return f"{len(exported)} events are in the file, {len(stored)} are stored, and they are not the same from the first on"


def counted(world):
    shown = {line.split("\t")[1]: int(line.split("\t")[6]) for line in world.out.splitlines()}
    stored = {row["action"]: row["n"] for row in world.rows("SELECT action, COUNT(*) AS n FROM chronicle_events GROUP BY action")}
    if shown.get("user.login") != stored.get("user.login") or set(shown) - set(stored):
        return f"shown: {shown}, stored: {stored}"


def judged(world):
    """A log of minutes has no history to judge by: nothing may be found."""
    if world.out.strip():
        return f"found in a log without history: {world.out}"


PROOFS = {
    "chitty chronicle log  --event user.login  --actor user-id  --data '{\"ip\":\"1.2.3.4\"}'": logged,
    "chitty chronicle query --event-type user.* --since 7days": queried,
    "chitty chronicle export --format json > audit.json": exported,
    "chitty chronicle stats --group-by event_type": counted,
    "chitty chronicle anomalies detect": judged,
}
