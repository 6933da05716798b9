#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os
"""What a limit admits under load: what it promises, both ways within one percent. By one daemon; on PostgreSQL by two of one database,
which see each change within a second and lose nothing when one of them is killed.

limits.py BUILD
"""
import contextlib
import http.client
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import children, database, local

PAGE = "/chittygateway/api/services"  # public: counted by the limit, asked without a token
SECONDS, CLIENTS = 3, 3


def ask(chitty, page=PAGE):
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=10)
    try:
        connection.request("GET", page)
        reply = connection.getresponse()
        reply.read()
        return reply
    finally:
        connection.close()


def hammer(chitty, until, counts, lock):
    """As many requests as go, on one connection, until then."""
    mine = {}
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=10)
    while time.monotonic() < until:
        try:
            connection.request("GET", PAGE)
            reply = connection.getresponse()
            reply.read()
            mine[reply.status] = mine.get(reply.status, 0) + 1
        except (OSError, http.client.HTTPException):
            connection.close()
            mine["lost"] = mine.get("lost", 0) + 1
            time.sleep(0.05)
    with lock:
        for status, count in mine.items():
            counts[status] = counts.get(status, 0) + count


def load(daemons, seconds=SECONDS, meanwhile=None):
    """(counts by status, seconds from the first request to the last answer)"""
    counts, lock, begin = {}, threading.Lock(), time.monotonic()
    clients = [threading.Thread(target=hammer, args=(one, begin + seconds, counts, lock)) for one in daemons for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    if meanwhile:
        meanwhile()
    for client in clients:
        client.join()
    return counts, time.monotonic() - begin


def until(what, fact, seconds):
    begin = time.monotonic()
    while not fact():
        assert time.monotonic() - begin < seconds, f"{what}: not within {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - begin


def policy_of(chitty):
    return ask(chitty).getheader("RateLimit-Policy")


def set_limit(daemons, rate, *more):
    done = daemons[0].run("gateway", "limits", "set", "chittygateway", rate, *more, "-o", "json")
    assert done.returncode == 0, done.stderr
    return daemons[0]


def expect_bound(name, daemons, requests, period, burst, load_seconds=SECONDS):
    set_limit(daemons, f"{requests}req/{period}s", "--burst", str(burst))
    for one in daemons:
        until("the limit in force", lambda: f"q={requests};" in (policy_of(one) or "") + ";", 5)
    assert daemons[0].run("gateway", "limits", "reset", "chittygateway").returncode == 0
    if len(daemons) > 1:
        time.sleep(1.2)  # until the other has heard of it
    counts, took = load(daemons, load_seconds)
    bound, admitted, asked = burst + took * requests / period, counts.get(200, 0), sum(counts.values())
    assert set(counts) <= {200, 429}, counts
    assert asked > bound * 1.3, f"{name}: too little load to tell, {counts}"
    share = admitted / bound
    print(f"{name}: {admitted} of {asked} admitted in {took:.2f} s, bound {bound:.1f}: {share:.4f}")
    assert 0.99 <= share <= 1.01 or abs(admitted - bound) <= 2, f"{name}: {admitted} admitted, bound {bound:.1f}"


def counts_exactly(daemons, name):
    expect_bound(f"{name}, 1000req/hour and a burst of 300", daemons, 1000, 3600, 300)
    expect_bound(f"{name}, 100req/s and a burst of 50", daemons, 100, 1, 50)
    expect_bound(f"{name}, 200req/2s, all at once", daemons, 200, 2, 200)


def one_daemon(chitty):
    assert policy_of(chitty) is None
    set_limit([chitty], "5req/hour")
    replies = [ask(chitty) for _ in range(7)]  # in force at once on the daemon that was told
    assert [reply.status for reply in replies] == [200] * 5 + [429] * 2, [reply.status for reply in replies]
    refused = replies[-1]
    assert 700 <= int(refused.getheader("Retry-After")) <= 721, refused.getheader("Retry-After")
    assert refused.getheader("RateLimit").endswith(f";r=0;t={refused.getheader('Retry-After')}"), refused.getheader("RateLimit")
    assert refused.getheader("RateLimit-Policy").endswith(";q=5;w=3600") and refused.getheader("X-RateLimit-Remaining") == "0"
    assert ask(chitty, "/health").status == 200 and ask(chitty, "/chittygateway/health").status == 200, "health is never limited"
    assert chitty.run("gateway", "routes", "list").returncode == 0, "the owner is not"
    time.sleep(1.2)
    (row,) = [row for row in chitty.json("gateway", "limits", "status")]
    assert (row["burst"], row["used"], row["left"], row["refused"]) == (5, 5, 0, 2), row
    assert chitty.run("gateway", "limits", "reset", "chittygateway").returncode == 0
    assert ask(chitty).status == 200, "a fresh start"
    assert chitty.run("gateway", "limits", "set", "chittygateway", "5req/hour", "--shadow").returncode == 0
    assert [ask(chitty).status for _ in range(9)] == [200] * 9, "a shadow refuses nothing"
    assert chitty.run("gateway", "limits", "remove", "chittygateway").returncode == 0
    assert policy_of(chitty) is None


def survives_a_kill(chitty):
    """A worker that is killed while alone forgets a second at most."""
    set_limit([chitty], "600req/hour")
    assert chitty.run("gateway", "limits", "reset", "chittygateway").returncode == 0
    time.sleep(1.2)
    begin = time.monotonic()
    before = sum(ask(chitty).status == 200 for _ in range(200))
    time.sleep(2.2)
    status = chitty.json("os", "status")
    worker = children((status[0] if isinstance(status, list) else status)["pid"])[0]
    os.kill(worker, signal.SIGKILL)
    until("a new worker", lambda: works(chitty), 10)
    after = sum(ask(chitty).status == 200 for _ in range(600))
    print(f"killed after {before}: {before + after} of 600 in all")
    assert before + after <= 600 + (time.monotonic() - begin) / 6 + 1, (before, after)


def works(chitty):
    with contextlib.suppress(OSError, http.client.HTTPException):
        return ask(chitty, "/health").status == 200
    return False


def two_daemons(one, two):
    set_limit([one], "77req/hour")
    took = until("a change on the other daemon", lambda: "q=77" in (policy_of(two) or ""), 1)
    print(f"a limit that was set on one daemon is in force on the other after {took:.2f} s")
    counts_exactly([one, two], "two daemons")
    # One of the two is killed with all that it had leased: what is admitted is never more, and the other goes on.
    set_limit([one], "2000req/hour")
    assert one.run("gateway", "limits", "reset", "chittygateway").returncode == 0
    time.sleep(1.2)
    status = two.json("os", "status")
    supervisor = (status[0] if isinstance(status, list) else status)["pid"]
    family = [supervisor, *children(supervisor)]

    def kill():
        time.sleep(0.7)
        for pid in family:
            os.kill(pid, signal.SIGKILL)
    counts, took = load([one, two], 6, kill)
    bound = 2000 + took * 2000 / 3600
    print(f"one of two killed: {counts.get(200, 0)} admitted, bound {bound:.0f}")
    assert counts.get(200, 0) <= bound * 1.01 and counts.get(200, 0) >= bound * 0.98, counts


with contextlib.ExitStack() as stack:
    url = stack.enter_context(database())
    first = stack.enter_context(local(sys.argv[1], url))
    one_daemon(first)
    counts_exactly([first], "one daemon")
    survives_a_kill(first)
    if url:
        two_daemons(first, stack.enter_context(local(sys.argv[1], url)))
