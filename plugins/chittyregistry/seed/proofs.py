"""What each line of the seed that belongs to chittyregistry must have done."""
import json

from proof import first_cell


def stored(world, kind):
    return world.rows("SELECT * FROM registry_entries WHERE kind = ? ORDER BY name", kind)


def tools_listed(world):
    shown = [line.split("\t")[0] for line in world.out.splitlines()]
    if not shown or shown != [row["id"] for row in stored(world, "tool")]:
        return f"shown: {shown}"


def tool_shown(world):
    rows = world.rows("SELECT * FROM registry_entries WHERE id = ?", first_cell(world.out, "ID"))
    if len(rows) != 1 or rows[0]["kind"] != "tool" or rows[0]["name"] != first_cell(world.out, "Name"):
        return "no such tool is stored"


def tool_registered(world):
    wanted = json.loads((world.folder / "my-tool.json").read_text())
    rows = world.rows("SELECT * FROM registry_entries WHERE id = ?", first_cell(world.out, "ID"))
    if len(rows) != 1 or (rows[0]["name"], rows[0]["version"]) != (wanted["name"], wanted["version"]):
        return f"{len(rows)} entries have the ID that was printed"
    if json.loads(rows[0]["content"])["description"] != wanted["description"]:
        return "it is not stored as the file says"


def found_by_word(world):
    shown = [line.split("\t")[0] for line in world.out.splitlines()]
    having = [row["name"] for row in stored(world, "tool") if "email" in json.dumps(json.loads(row["content"])).lower()]
    if not shown or sorted(shown) != sorted(having):
        return f"found: {shown}, and these have the word: {having}"


def services_listed(world):
    shown = {line.split("\t")[0] for line in world.out.splitlines()}
    if shown != {row["name"] for row in stored(world, "service")} | set(world.services):
        return f"shown: {sorted(shown)}"


def service_registered(world):
    rows = world.rows("SELECT * FROM registry_entries WHERE kind = 'service' AND name = 'chitty-new-service'")
    content = json.loads(rows[0]["content"]) if rows else {}
    if (content.get("url"), content.get("healthEndpoint")) != ("https://new.chitty.cc", "/health") or rows[0]["own"]:
        return f"stored: {content}"


def health_recorded(world):
    """Each service has a result, and only the one that is nowhere is not healthy."""
    rows = world.rows("SELECT e.name, p.outcome FROM registry_entries e LEFT JOIN registry_probes p ON p.entry = e.number WHERE e.kind = 'service'")
    sick = sorted(row["name"] for row in rows if row["outcome"] != "healthy")
    if sick != ["chitty-new-service"]:
        return f"not healthy: {sick}"


def looked_up(world):
    if first_cell(world.out, "Name") != "chittyauth" or not first_cell(world.out, "URL").endswith("/chittyauth"):
        return "the address of chittyauth is not shown"


def scripts_listed(world):
    shown = [line.split("\t")[0] for line in world.out.splitlines()]
    if not shown or shown != [row["id"] for row in stored(world, "script")]:
        return f"shown: {shown}"


def script_ran(world):
    rows = world.rows("SELECT * FROM registry_runs WHERE id = ?", first_cell(world.out, "Run"))
    if len(rows) != 1 or (rows[0]["ended"], rows[0]["exit_code"]) != ("exited", 0):
        return f"{len(rows)} runs are recorded by the ID that was printed"
    if json.loads(rows[0]["output"]) != {"foo": "bar"}:
        return f"it was given {rows[0]['output']}"


PROOFS = {
    "chitty registry tools list": tools_listed,
    "chitty registry tool get tool-id": tool_shown,
    "chitty registry tool register ./my-tool.json": tool_registered,
    'chitty registry tool search "email"': found_by_word,
    "chitty registry services list": services_listed,
    "chitty registry service register chitty-new-service  --url https://new.chitty.cc  --health /health": service_registered,
    "chitty registry service health --all": health_recorded,
    "chitty registry service lookup chittyauth": looked_up,
    "chitty registry scripts list": scripts_listed,
    "chitty registry script run script-id --args '{\"foo\":\"bar\"}'": script_ran,
    "chitty os registry tools list": tools_listed,
}
