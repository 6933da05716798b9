#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittycontextual
"""Two daemons with a store each become one by `consciousness sync --with`; savers race, exports go on while others write, and a memory that
was deleted is not in the files of the database either, once it has been closed.

stores.py BUILD
"""
import concurrent.futures
import http.client
import json
import pathlib
import random
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import local


def ask(chitty, method, path, body=None, kind="application/json"):
    connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=120)
    connection.request(method, "/chittycontextual" + path, body, {"Authorization": f"Bearer {chitty.token()}", "Content-Type": kind})
    reply = connection.getresponse()
    return reply.status, reply.read().decode()


def add(chitty, text):
    status, body = ask(chitty, "POST", "/api/v1/memories", json.dumps({"text": text}))
    assert status == 200, body
    return json.loads(body)["id"]


def known(chitty):
    status, body = ask(chitty, "GET", "/api/v1/context/changes")
    assert status == 200, body
    records = [json.loads(line) for line in body.splitlines()]
    return sorted((one["kind"], one["id"], one.get("text", one.get("piece", ""))) for one in records if one["kind"] not in ("store", "end"))


def one_of_two_savers_wins(chitty):
    """Eight save what follows version N, again and again: one of them each time, the others get 409."""
    def save(number, who):
        return ask(chitty, "PUT", "/api/v1/sessions/race/context", json.dumps({"state": {"who": who, "n": number}, "expectedVersion": number}))[0]

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for number in range(12):
            statuses = sorted(pool.map(lambda who: save(number, who), range(8)))
            assert statuses == [200] + [409] * 7, statuses
    versions = json.loads(ask(chitty, "GET", "/api/v1/sessions/race/versions")[1])["versions"]
    assert [one["version"] for one in versions] == list(range(12, 0, -1)), versions


def an_export_while_others_write_is_whole(chitty):
    """Each export has its end, and takes part in a merge; what came meanwhile is in the next one."""
    stop, added = threading.Event(), []

    def write():
        while not stop.is_set():
            added.append(add(chitty, f"written meanwhile {len(added)} {random.random()}"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        after, seen = 0, set()
        for _ in range(30):
            status, body = ask(chitty, "GET", f"/api/v1/context/changes?after={after}")
            records = [json.loads(line) for line in body.splitlines()]
            assert status == 200 and records[-1]["kind"] == "end" and records[-1]["records"] == len(records) - 2, records[-1]
            seen |= {one["id"] for one in records[1:-1]}
            after = records[-1]["seq"]
    finally:
        stop.set()
        writer.join()
    _, body = ask(chitty, "GET", f"/api/v1/context/changes?after={after}")
    seen |= {json.loads(line)["id"] for line in body.splitlines()[1:-1]}
    assert set(added) <= seen, "an export has lost what was written"
    return len(added)


def stores_become_one(build, mine, theirs):
    done = mine.run("remote", "add", "other", "chittycontextual", "--base-url", f"{theirs.url}/chittycontextual", "--token", "env:OTHER_TOKEN")
    assert done.returncode == 0, done.stderr
    mine.env["OTHER_TOKEN"] = theirs.token()
    gone = add(mine, "The password is Zanzibar")
    both = [add(mine, f"mine {n}") for n in range(40)] + [add(theirs, f"theirs {n}") for n in range(40)]
    assert ask(theirs, "PUT", "/api/v1/sessions/talk/context", '{"state":{"text":"from there"}}')[0] == 200

    def sync():
        done = mine.run("contextual", "consciousness", "sync", "--with", "other", "-o", "json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    told = sync()
    assert known(mine) == known(theirs) and {one for _, one, _ in known(mine)} >= {*both, gone}, told
    assert sum(one["added"] for one in told) >= 82, told
    assert mine.run("contextual", "memory", "delete", gone, "--yes", "--prove").returncode == 0
    sync()
    assert known(mine) == known(theirs) and "Zanzibar" not in str(known(theirs))
    told = sync()
    assert not any(one["added"] or one["removed"] for one in told), f"nothing was new: {told}"
    # The other way round, too, and by a file.
    file = pathlib.Path(theirs.home, "theirs.ndjson")
    add(theirs, "only there")
    assert theirs.run("contextual", "consciousness", "export", "--file", str(file)).returncode == 0
    assert mine.run("contextual", "consciousness", "sync", "--file", str(file)).returncode == 0
    assert known(mine) == known(theirs)
    cut = file.read_text().splitlines()[:-1]
    file.write_text("\n".join(cut) + "\n")
    done = mine.run("contextual", "consciousness", "sync", "--file", str(file))
    assert done.returncode != 0 and "cut off" in done.stderr, done


def nothing_is_left_in_files(chitty):
    """SQLite overwrites what is deleted; its log goes when the database is closed."""
    text = "The quixotic password is Xanadu"
    gone = add(chitty, text)
    done = chitty.run("contextual", "memory", "delete", gone, "--yes", "--prove", "-o", "json")
    proof = json.loads(done.stdout)
    proof = (proof[0] if isinstance(proof, list) else proof)["proof"]
    assert proof["proven"] is True and proof["postings"] > 0, proof
    if chitty.database:
        return
    assert chitty.run("os", "down").returncode == 0
    for file in pathlib.Path(chitty.home).rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert b"Xanadu" not in data and b"quixot" not in data and b"xanadu" not in data, f"{file} still has it"


def main(build):
    with local(build) as mine, local(build) as theirs:
        stores_become_one(build, mine, theirs)
        one_of_two_savers_wins(mine)
        many = an_export_while_others_write_is_whole(mine)
        nothing_is_left_in_files(mine)
    print(f"two stores became one; of eight savers one won; 31 exports beside {many} writes lost nothing; nothing was left in the files")


if __name__ == "__main__":
    main(sys.argv[1])
