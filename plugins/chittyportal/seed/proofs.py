"""What each line of the seed that belongs to chittyportal must have done."""
import csv
import io
import re


def opened(world):
    """A link is stored as its hash, for whoever ran the line, and what it opens is in no output."""
    rows = world.rows("SELECT subject, code_hash, used_at FROM portal_links")
    subject = dict(line.split("\t", 1) for line in world.out.splitlines() if "\t" in line).get("Signed in as")
    if not any(row["subject"] == subject for row in rows):
        return f"links of {[row['subject'] for row in rows]}, and {subject!r} is named"
    if "#code=" in world.out:
        return "the link is printed"


def numbers(world):
    """Users and events as they are stored; every line names a command."""
    lines = [line.split("\t") for line in world.out.splitlines()]
    shown = {line[0]: line[1] for line in lines}
    users = world.rows("SELECT COUNT(*) AS n FROM auth_registrations")[0]["n"]
    if shown.get("Users") != str(users) or any(not line[3].startswith("chitty ") for line in lines):
        return f"{users} users are stored; shown: {lines}"


def users(world):
    stored = sorted(row["email"] for row in world.rows("SELECT email FROM auth_registrations"))
    shown = sorted(line.split("\t")[1] for line in world.out.splitlines())
    if not stored or shown != stored:
        return f"stored: {stored}\nshown: {shown}"


def guest(world):
    return world.rows("SELECT r.subject AS subject, s.reason AS reason FROM auth_registrations r LEFT JOIN auth_suspensions s ON s.subject = r.subject"
                      " WHERE r.email = 'portal-guest@example.com'")[0]


def shown(world):
    cells = dict(line.split("\t", 1) for line in world.out.splitlines() if "\t" in line)
    if (cells.get("ID"), cells.get("Address")) != (guest(world)["subject"], "portal-guest@example.com"):
        return f"shown: {cells}"


def suspended(world):
    """The account is suspended, and where the chronicle has the event already, it says who ordered it: a person."""
    one = guest(world)
    if one["reason"] is None:
        return "the account is not suspended"
    said = [row["metadata"] for row in world.rows("SELECT metadata FROM chronicle_events WHERE action = 'subject.suspended' AND subject = ?", one["subject"])]
    if said and '"by":"service:' in said[0].replace(" ", ""):
        return f"the event says {said}"


def exported(world):
    """Comma-separated, each service and route once in each hour, and no more than was counted."""
    rows = list(csv.DictReader(io.StringIO(world.out)))
    stored = world.rows("SELECT COALESCE(SUM(count), 0) AS n FROM gateway_traffic")[0]["n"]
    keys = [(row["at"], row["service"], row["route"]) for row in rows]
    if not rows or len(set(keys)) != len(keys) or sum(int(row["requests"]) for row in rows) > stored:
        return f"{len(rows)} rows; stored: {stored} requests"


def followed(world):
    """One line at least, with a time and a rate, before it was stopped."""
    if not re.match(r"\d{4}-\d\d-\d\dT[\d:.]+Z\t[\d.]+\t\d+\t", world.out):
        return f"printed: {world.out!r}"


PROOFS = {
    "chitty portal dashboard open": opened,
    "chitty portal dashboard stats": numbers,
    "chitty portal users list": users,
    "chitty portal user get user-id": shown,
    "chitty portal user suspend user-id": suspended,
    "chitty portal analytics export --period 30days": exported,
    "chitty portal analytics realtime": followed,
}
