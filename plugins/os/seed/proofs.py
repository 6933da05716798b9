"""What each line of the seed that belongs to os must have done."""
import hashlib
import json
import pathlib



def well(every_service):
    """The daemon, and each service that is installed if all were asked for, are said to be well."""

    def proof(world):
        printed = dict(line.split("\t")[:2] for line in world.out.splitlines())
        wanted = {"chittyd", *(world.services if every_service else [])}
        ok = {name for name, status in printed.items() if status == "ok"}
        if not wanted <= ok or (ok - wanted and not every_service) or set(printed.values()) - {"ok", "unknown"}:  # remotes of platforms may be among them
            return f"well: {printed}, not {sorted(wanted)}"

    return proof


def only_well(service):
    def proof(world):
        if [line.split("\t")[:2] for line in world.out.splitlines()] != [[service, "ok"]]:
            return f"not one line that says that {service} is well"

    return proof


def set_up(world):
    if not (world.store / "owner.token").read_text().strip() or str(world.store) not in world.out:
        return "there is no owner's token where it says"


def rows(world):
    return [line.split("\t") for line in world.out.splitlines()]


def names_all(column, *more):
    """Every installed service is in that column."""

    def proof(world):
        named = {row[column].split(" ")[-1] for row in rows(world)}
        if lacking := {*world.services, *more} - named:
            return f"not named: {sorted(lacking)}"

    return proof


def drawn_as_tree(world):
    named = {word for row in rows(world) for word in row[0].split()}
    if lacking := set(world.services) - named:
        return f"not in the tree: {sorted(lacking)}"
    if not any("└─" in row[0] for row in rows(world)):
        return "nothing is below anything"


def only(name):
    def proof(world):
        if [row[0] for row in rows(world)] != [name]:
            return f"not one line about {name}"

    return proof


def counted_by_route(world):
    if not rows(world) or any(row[0] != "chittyconnect" or not int(row[2]) > 0 for row in rows(world)):
        return "no requests by route"


def was_up(world):
    by_name = {row[0]: row for row in rows(world)}
    for name in ["chittyd", *world.services]:
        if name not in by_name or not float(by_name[name][2] or 0) > 0 or not float(by_name[name][6]) > 0:
            return f"no time in which {name} was up: {by_name.get(name)}"


def nothing_critical(world):
    if any(len(row) < 3 for row in rows(world)):
        return f"not alerts: {world.out}"
    if bad := [row for row in rows(world) if row[:2] == ["firing", "critical"]]:
        return f"critical: {bad}"


def nothing_failed(world):
    states = {row[1]: row[0] for row in rows(world)}
    if states.get("daemon") != "ok" or states.get("database") != "ok" or states.get("config.valid") not in ("ok", "warning"):
        return f"found: {states}"


def needs_said(world):
    if not rows(world) or rows(world)[0][:1] != ["chittyconnect"] or rows(world)[0][2] != "installed":
        return "chittyconnect is not the first, or not installed"


def stored(world):
    """A status that names the engine, and says of every migration that it is applied."""
    applied = world.rows("SELECT COUNT(*) FROM chitty_migrations")[0][0]
    engine = "postgresql" if world.database else "sqlite"
    if f"Engine\t{engine}\n" not in world.out or f"Migrations\t{applied} applied\n" not in world.out:
        return f"not {engine} with {applied} migrations applied"


def five_identities(world):
    printed = {line.split("\t")[0] for line in world.out.splitlines()}
    known = {row[0] for row in world.rows("SELECT id FROM identities")}
    if len(printed) != min(5, len(known)) or not printed <= known:
        return "what was printed is not five of the identities"


def nothing_pending(world):
    if world.out or not world.rows("SELECT id FROM chitty_migrations"):
        return "the daemon had applied them all before"


def backed_up(world):
    file = pathlib.Path(dict(line.split("\t", 1) for line in world.out.splitlines())["File"])
    record = json.loads(file.with_suffix(".json").read_text())
    if hashlib.sha256(file.read_bytes()).hexdigest() != record["sha256"] or not record["provedAt"]:
        return "the copy is not what its record says"


def exported(world):
    rows = json.loads((world.folder / "identities.json").read_text())
    known = {row[0] for row in world.rows("SELECT id FROM identities")}
    if not known or {row["id"] for row in rows} != known:
        return "the file has not every identity"


def imported(world):
    wanted = {row["id"] for row in json.loads((world.folder / "verifications.json").read_text())}
    if not wanted or {row[0] for row in world.rows("SELECT id FROM verifications")} != wanted:
        return "the verifications of the file are not stored"


def followed(world):
    """A line for each request, as the daemon's access log has them."""
    shown = [line.split("\t") for line in world.out.splitlines()]
    if not shown or any(row[1] != "chittyauth" for row in shown):
        return "the lines are not of that service, and of no other"


def rotated(world):
    """Every service that had a token has another one, which is there as it is printed, and the one before goes on for an hour at most."""
    printed = {row[0]: row for row in rows(world)}
    present = {row[0]: row[1] for row in world.rows("SELECT service, id FROM auth_tokens WHERE kind = 'service' AND status = 'active' AND reason IS NULL")}
    if not present or {name: row[2] for name, row in printed.items()} != present or any(row[1] != "rotated" for row in printed.values()):
        return f"printed {printed}, but these are the tokens: {present}"
    for row in printed.values():
        file = pathlib.Path(row[4].removeprefix("file:"))
        if not file.read_text().startswith("svc_") or file.stat().st_mode & 0o077:
            return f"no token, or not the owner's alone: {file}"
    if world.rows("SELECT id FROM auth_tokens WHERE kind = 'service' AND status = 'active' AND reason LIKE 'next: %'"):
        return "a rotation has left something"


def all_current(world):
    """Each service of staging is, by its own page of health, at the version that is installed."""
    told = {row[0]: row for row in rows(world)}
    if lacking := set(world.services) - set(told):
        return f"not looked at: {sorted(lacking)}"
    if unlike := [row for row in told.values() if row[1] != row[2] or not row[1] or row[3] != "current"]:
        return f"not current: {unlike}"


def all_applied(world):
    """Every migration of chittyauth is told, as the database has them."""
    kept = {row[0] for row in world.rows("SELECT id FROM chitty_migrations WHERE service = 'chittyauth'")}
    if not kept or {row[1] for row in rows(world)} != kept or {row[2] for row in rows(world)} != {"applied"}:
        return f"not the migrations that are stored: {sorted(kept)}"


def column_that_differs(world):
    if [row[:4] for row in rows(world)] != [["people", "column", "born", "added"]]:
        return "not the one column that only staging has"


PROOFS = {
    "chitty os deploy --all --env staging": all_current,
    "chitty os schema deploy --service chittyauth": all_applied,
    "chitty os schema diff production staging": column_that_differs,
    "chitty os secrets rotate --all": rotated,
    "chitty os logs tail --service chittyauth": followed,
    "chitty os db status": stored,
    'chitty os db query "SELECT * FROM identities LIMIT 5"': five_identities,
    "chitty os db migrate up": nothing_pending,
    "chitty os db backup create": backed_up,
    "chitty os db export identities > identities.json": exported,
    "chitty os db import verifications < verifications.json": imported,
    "chitty os status --all": well(True),
    "chitty os health": well(False),
    "chitty os health chittyauth": only_well("chittyauth"),
    "chitty os health --all": well(True),
    "chitty os init": set_up,
    "chitty os health --watch": well(True),
    "chitty os discover": names_all(0),
    "chitty os discover --service chittyauth": only("chittyauth"),
    "chitty os discover --healthy-only": names_all(0),
    "chitty os deps chittyconnect": needs_said,
    "chitty os deps --tree": drawn_as_tree,
    "chitty os uptime": was_up,
    "chitty os metrics --service chittyconnect": counted_by_route,
    "chitty os alerts list": nothing_critical,
    "chitty os doctor": nothing_failed,
}
