"""What each line of the seed that belongs to notion-database must have done."""
from proof import first_cell


def opened(world):
    """The database was asked for, and the browser went to the address that Notion gave for it."""
    seen = [(one["method"], one["target"]) for one in world.remotes["notion-database"]]
    if not any(target.startswith("/v1/databases/") for _, target in seen):
        return f"Notion was asked {seen}"
    url = first_cell(world.out, "URL")
    if ("GET", "/" + url.split("/", 3)[-1]) not in seen:
        return f"the browser did not go to '{url}': {seen}"


PROOFS = {"chitty tracker open": opened}
