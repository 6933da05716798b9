"""What each line of the seed that belongs to chittyschema must have done."""
import json

import postgres
from proof import first_cell


def version(world, number):
    rows = world.rows("SELECT document FROM schema_versions WHERE name = 'schema-name' AND version = ?", number)
    return json.loads(rows[0]["document"])


def listed(world):
    stored = sorted(row["name"] for row in world.rows("SELECT name FROM schema_schemas"))
    shown = sorted(line.split("\t")[0] for line in world.out.splitlines())
    if stored != shown or "schema-name" not in stored:
        return f"stored: {stored}\nshown: {shown}"
    if not any(name.startswith("chittyid.") for name in stored):
        return "the services' own records are not published"


def shown(world):
    if first_cell(world.out, "Name") != "schema-name" or first_cell(world.out, "Version") != "v2":
        return "the latest version of schema-name is not shown"
    if json.loads(first_cell(world.out, "Schema")) != version(world, "v2"):
        return "what is shown is not what is stored"


def fits(world):
    """No error is printed, and by these lines the document has what the schema asks for and nothing else."""
    document, schema = json.loads((world.folder / "data.json").read_text()), version(world, "v2")
    right = all(name in document for name in schema["required"]) and all(name in schema["properties"] for name in document)
    if world.out or not right or not isinstance(document["id"], str):
        return f"{document} against {schema}, and printed: {world.out}"


def steps_shown(world):
    rows = world.rows("SELECT steps FROM schema_steps WHERE name = 'schema-name' AND from_version = 'v1' AND to_version = 'v2'")
    wanted = [f"{step['op']} {step['at']} to {step['to']}" for step in json.loads(rows[0]["steps"])]
    if [line.split("\t")[3] for line in world.out.splitlines()] != wanted:
        return f"shown: {world.out}, and the steps are {wanted}"


def differences_shown(world):
    """Each is shown with a document that has the one member, and not the other."""
    rows = {line.split("\t")[0]: line.split("\t") for line in world.out.splitlines()}
    gone = set(version(world, "v1")["properties"]) - set(version(world, "v2")["properties"])
    come = set(version(world, "v2")["properties"]) - set(version(world, "v1")["properties"])
    if set(rows) != {f"/properties/{name}" for name in gone | come}:
        return f"shown: {sorted(rows)}"
    for names, whom in ((gone, "writers"), (come, "readers")):
        for name in names:
            row = rows[f"/properties/{name}"]
            if row[2] != whom or name not in json.loads(row[5]):
                return f"of {name} is said: {row}"


def deployed(world):
    """The table is in the database, with the columns of the latest version, and the service has recorded it."""
    url = world.remotes["chittyschema"][0]
    columns = [row[0] for row in postgres.psql(url, "SELECT column_name FROM information_schema.columns WHERE table_name = 'schema-name' ORDER BY ordinal_position")]
    if columns != list(version(world, "v2")["properties"]):
        return f"the table has the columns {columns}"
    if postgres.psql(url, "SELECT version FROM chitty_schemas WHERE name = 'schema-name'") != [["v2"]]:
        return "chitty_schemas does not say so"
    rows = world.rows("SELECT state, place FROM schema_deployments WHERE target = 'db-prod'")
    if [row["state"] for row in rows] != ["applied"] or "@" in rows[0]["place"]:
        return f"recorded: {rows}"


PROOFS = {
    "chitty schema list": listed,
    "chitty schema get schema-name": shown,
    "chitty schema validate data.json --schema schema-name": fits,
    "chitty schema migrate --from v1 --to v2": steps_shown,
    "chitty schema diff v1 v2": differences_shown,
    "chitty schema deploy neon db-prod": deployed,
}
