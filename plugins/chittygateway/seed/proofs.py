"""What each line of the seed that belongs to chittygateway must have done."""


def one(world, sql, *values):
    rows = world.rows(sql, *values)
    return rows[0] if len(rows) == 1 else None


def listed(world):
    shown = [line.split("\t")[0] for line in world.out.splitlines()]
    stored = [row["prefix"] for row in world.rows("SELECT prefix FROM gateway_routes ORDER BY prefix")]
    if not stored or shown != stored:
        return f"shown: {shown}, stored: {stored}"


def added(world):
    route = one(world, "SELECT * FROM gateway_routes WHERE prefix = ?", "/api/verify")
    if not route or (route["service"], route["url"]) != ("chittyverify", None):
        return f"stored: {route}"


def removed(world):
    if world.rows("SELECT * FROM gateway_routes WHERE prefix = ?", "/api/old"):
        return "the route is still there"


def limited(world):
    limit = one(world, "SELECT * FROM gateway_limits WHERE target = ?", "chittyauth")
    if not limit or (limit["requests"], limit["period_ms"], limit["burst"], limit["user_id"], limit["of_each"]) != (1000, 3600000, 1000, "", 0):
        return f"stored: {limit}"


def told(world):
    """One line for each limit that all have together."""
    shown = [line.split("\t")[0] for line in world.out.splitlines()]
    stored = [row["target"] for row in world.rows("SELECT target FROM gateway_limits WHERE of_each = 0 ORDER BY target")]
    if not stored or sorted(shown) != stored:
        return f"shown: {shown}, stored: {stored}"


def reset(world):
    start = one(world, "SELECT * FROM gateway_resets WHERE subject = ?", "user-id")
    if not start or start["epoch"] != 1:
        return f"stored: {start}"


def analysed(world):
    """What is shown was counted, route by route; more may have come since."""
    stored = {row["route"]: row["n"] for row in world.rows("SELECT route, SUM(count) AS n FROM gateway_traffic WHERE service = 'chittyauth' GROUP BY route")}
    shown = {line.split("\t")[1]: int(line.split("\t")[2]) for line in world.out.splitlines()}
    if any(count > stored.get(route, 0) for route, count in shown.items()):
        return f"shown: {shown}, stored: {stored}"


def topped(world):
    """The most first, and nobody has more than was counted."""
    stored = {row["caller"] or "(no token)": row["n"] for row in world.rows("SELECT caller, SUM(count) AS n FROM gateway_callers GROUP BY caller")}
    shown = [(line.split("\t")[0], int(line.split("\t")[1])) for line in world.out.splitlines()]
    if [count for _, count in shown] != sorted((count for _, count in shown), reverse=True) or any(count > stored.get(user, 0) for user, count in shown):
        return f"shown: {shown}, stored: {stored}"


PROOFS = {
    "chitty gateway routes list": listed,
    "chitty gateway route add /api/verify chittyverify": added,
    "chitty gateway route remove /api/old": removed,
    "chitty gateway limits set chittyauth 1000req/hour": limited,
    "chitty gateway limits status": told,
    "chitty gateway limits reset user-id": reset,
    "chitty gateway analytics --service chittyauth --period 7days": analysed,
    "chitty gateway analytics top-users": topped,
}
