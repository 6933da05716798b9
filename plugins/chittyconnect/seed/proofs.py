"""What each line of the seed that belongs to chittyconnect must have done."""
import pathlib
import urllib.error
import urllib.request

from proof import first_cell


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
}
