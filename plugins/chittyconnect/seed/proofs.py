"""What each line of the seed that belongs to chittyconnect must have done."""
import json
import pathlib
import urllib.error
import urllib.request

from proof import first_cell


def sent(world, method, path):
    """The requests that the stand-ins have had of this kind."""
    return [one for one in world.remotes["chittyconnect"] if one["method"] == method and one["target"].split("?")[0] == path]


def integrations_listed(world):
    stored = sorted(row[0] for row in world.rows("SELECT slug FROM connect_integrations"))
    shown = sorted(line.split("\t")[0] for line in world.out.splitlines())
    if not stored or stored != shown:
        return f"stored: {stored}, shown: {shown}"


def notion_added(world):
    rows = world.rows("SELECT i.base_url, c.sealed FROM connect_integrations i JOIN connect_credentials c ON c.integration = i.id WHERE i.slug = 'notion'")
    if len(rows) != 1 or "secret_..." in rows[0]["sealed"]:
        return f"{len(rows)} integrations with a sealed credential are stored"
    if "secret_..." in world.out:
        return "the credential was shown"


def calendar_tested(world):
    rows = world.rows("SELECT status, status_code FROM connect_integrations WHERE slug = 'google-calendar'")
    if [tuple(row.values()) for row in rows] != [("healthy", 200)]:
        return f"stored: {[tuple(row.values()) for row in rows]}"
    asked = sent(world, "GET", "/calendar/v3/users/me/calendarList")
    if len(asked) != 1 or asked[0]["headers"].get("authorization") != "Bearer seed-google-token":
        return f"Google was asked {len(asked)} times with its token"


def deliveries_listed(world):
    stored = [row[0] for row in world.rows("SELECT id FROM connect_deliveries ORDER BY number DESC")]
    if stored != [line.split("\t")[0] for line in world.out.splitlines()]:
        return f"stored: {stored}"


def ping_came(world):
    rows = world.rows("SELECT event, state, body FROM connect_deliveries WHERE id = ?", first_cell(world.out, "Delivery"))
    if [tuple(row.values()) for row in rows] != [("ping", "done", None)]:
        return f"stored: {[tuple(row.values()) for row in rows]}"
    told = world.rows("SELECT type FROM events_outbox WHERE type = 'github.ping'")
    if "chittychronicle" in world.services:
        told += world.rows("SELECT action FROM chronicle_events WHERE action = 'github.ping'")
    if not told:
        return "no event tells of it"


def repository_read(world):
    rows = world.rows("SELECT kind, number, state FROM connect_github_items WHERE repository = 'octocat/chittyos' ORDER BY number")
    if [tuple(row.values()) for row in rows] != [("issue", 1, "open"), ("pull", 2, "open"), ("issue", 3, "closed")]:
        return f"stored: {[tuple(row.values()) for row in rows]}"
    if not sent(world, "GET", "/repos/octocat/chittyos/issues"):
        return "GitHub was not asked"


def exported(world):
    document = json.loads((world.folder / "chitty-api.json").read_text())
    services = {path.split("/")[1] for path in document["paths"]}
    if document["openapi"] != "3.1.0" or services != set(world.services):
        return f"the document has the services {sorted(services)}"


def valid(world):
    if world.out:
        return "a problem was printed"


def action_made(world):
    made = json.loads((world.folder / "chittyos-sync.json").read_text())
    operations = [one for item in made["paths"].values() for one in item.values()]
    if not 1 <= len(operations) <= 30 or any(len(one["description"]) > 300 for one in operations):
        return f"{len(operations)} operations"
    if not any("sync" in one["operationId"] for one in operations) or not made["components"]["securitySchemes"]:
        return "nothing of it is about sync, or there is no way to sign in"


def databases_listed(world):
    if [line.split("\t")[0] for line in world.out.splitlines()] != ["db-1", "db-2", "db-3"]:
        return "not every database of both pages is shown"
    asked = sent(world, "POST", "/v1/search")
    if len(asked) != 2 or any(one["headers"].get("authorization") != "Bearer secret_..." for one in asked):
        return f"Notion was asked {len(asked)} times"


def answered(world):
    if world.out != "Hello!\n":
        return f"printed: {world.out!r}"
    asked = json.loads(sent(world, "POST", "/v1/chat/completions")[0]["body"])
    if asked["messages"] != [{"role": "user", "content": "Hello"}] or not asked["stream"]:
        return f"asked: {asked}"


def events_listed(world):
    if [line.split("\t")[2] for line in world.out.splitlines()] != ["Hearing", "Filing is due"]:
        return "not both events are shown"
    target = sent(world, "GET", "/calendar/v3/calendars/primary/events")[0]["target"]
    if "timeMin=" not in target or "timeMax=" not in target:
        return f"asked: {target}"


def mcp_started(world):
    """The process that is named runs, and at the address that is named somebody asks for the token."""
    process, url, file = (first_cell(world.out, name) for name in ("Process", "URL", "Token file"))
    if not pathlib.Path(f"/proc/{process}/cmdline").exists() or b"mcp" not in pathlib.Path(f"/proc/{process}/cmdline").read_bytes():
        return f"process {process} is no MCP server"
    request = urllib.request.Request(url, b"{}", {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"})
    try:
        urllib.request.urlopen(request, timeout=10)
        return "it answers without a token"
    except urllib.error.HTTPError as refused:
        if refused.code != 401:
            return f"without a token it answers {refused.code}"
    request.add_header("Authorization", "Bearer " + pathlib.Path(file).read_text().strip())
    try:
        urllib.request.urlopen(request, timeout=10)
        return "it takes an empty object for a message"
    except urllib.error.HTTPError as refused:
        if refused.code != 400:
            return f"with the token in {file} it answers {refused.code}"


def mcp_stopped(world):
    if "has stopped" not in world.out:
        return f"told: {world.out}"


def mcp_status(world):
    """The line before has stopped it."""
    if "is not running" not in world.out or first_cell(world.out, "Process"):
        return f"told: {world.out}"


def mcp_tools(world):
    """Each is a command that only reads, and every service that is installed has one."""
    rows = [line.split("\t") for line in world.out.splitlines()]
    if not rows or {row[1] for row in rows} != {"read"}:
        return "not all of them only read"
    missing = {"chittyid", "chittyauth"} & set(world.services) - {row[3] for row in rows}
    if missing or not any(row[2] == "true" for row in rows):
        return f"without commands: {missing}"


PROOFS = {
    "chitty connect mcp start": mcp_started,
    "chitty connect mcp stop": mcp_stopped,
    "chitty connect mcp status": mcp_status,
    "chitty connect mcp tools list": mcp_tools,
    "chitty os connect mcp start": mcp_started,
    "chitty connect integrations list": integrations_listed,
    "chitty connect integration add notion --token secret_...": notion_added,
    "chitty connect integration test google-calendar": calendar_tested,
    "chitty connect github webhook list": deliveries_listed,
    "chitty connect github webhook test": ping_came,
    "chitty connect github sync --repo chittyos": repository_read,
    "chitty connect openapi export > chitty-api.json": exported,
    "chitty connect openapi validate": valid,
    'chitty connect gpt-action create "ChittyOS Sync"': action_made,
    "chitty connect proxy notion list-databases": databases_listed,
    'chitty connect proxy openai chat "Hello"': answered,
    "chitty connect proxy gcal events --next 7days": events_listed,
}
