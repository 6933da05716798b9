#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyid chittyauth chittyverify notion-database
"""The two commands that keep a list in Notion, with the real services behind them: once written, then only what has changed; what a
person changed in Notion is kept; no token leaves.

syncs.py BUILD
"""
import json
import pathlib
import sys

here = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(here.parents[3] / "tests/support"), str(here.parents[1] / "testing")]
import notion
from local import local


def tokens(chitty, remote):
    chitty.json("auth", "register", "--email", "ada@example.com")
    ids = [chitty.json("auth", "token", "provision", "--scopes", "chittyid:read")["tokenId"] for _ in range(3)]
    line = ("auth", "sync", "notion", "tracker", "--log-tokens")
    first = chitty.json(*line)
    assert first["added"] >= 3 and not first["conflicts"] and first["changed"] == first["unchanged"] == 0, first
    remote.seen.clear()
    again = chitty.json(*line)
    assert (again["added"], again["conflicts"]) == (0, []), again
    # The person's own token is used by the command itself: "last used" of one may differ, of the others nothing does.
    assert len(remote.writes()) <= 2, [one["body"] for one in remote.writes()]
    revoked = chitty.run("auth", "token", "revoke", ids[0], "--yes")
    assert revoked.returncode == 0, revoked.stderr
    assert chitty.json(*line)["changed"] >= 1
    by_title = {notion.plain(page["properties"]["Name"]): page for page in remote.pages.values()}
    assert set(ids) <= set(by_title) and notion.plain(by_title[ids[0]]["properties"]["Status"]) == "revoked"
    remote.change(by_title[ids[1]], {"properties": {"Status": {"rich_text": [notion.text("mine")]}}})
    done = chitty.run(*line, "-o", "json")
    assert done.returncode == 6 and json.loads(done.stdout)["conflicts"] == [ids[1]], done
    assert notion.plain(by_title[ids[1]]["properties"]["Status"]) == "mine"
    sent = b"".join(one["body"] for one in remote.seen)
    assert not any(mark in sent for mark in (b"ca_local_", b"svc_local_", b"sess_")), "a token is in what was sent"
    print("tokens: added, then what changed alone, a revoked one too; what somebody changed is kept and named; no token leaves")


def evidence(chitty, remote):
    for name in ("a.txt", "b.txt"):
        path = pathlib.Path(chitty.home, name)
        path.write_text(name)
        chitty.json("verify", "evidence", "submit", str(path), "--case", "case-1")
    line = ("verify", "sync", "notion", "tracker", "--tag", "Evidence")
    assert (chitty.json(*line)["added"], chitty.json(*line)["unchanged"]) == (2, 2)
    pages = [page for page in remote.pages.values() if notion.plain(page["properties"].get("Tag", notion.Notion.empty("rich_text"))) == "Evidence"]
    assert sorted(notion.plain(page["properties"]["Name"]) for page in pages) == ["a.txt", "b.txt"]
    hashes = {one["contentHash"] for one in chitty.json("verify", "evidence", "list")}
    assert {notion.plain(page["properties"]["Content hash"]) for page in pages} == hashes
    print("evidence: each once, with its hash and the tag")


def failures(chitty, remote):
    line = ("auth", "sync", "notion", "tracker", "--log-tokens")
    remote.token = "another"
    done = chitty.run(*line)
    assert done.returncode == 4 and "API token is invalid" in done.stderr, done
    remote.token = notion.TOKEN
    done = chitty.run("auth", "sync", "notion", "nowhere", "--log-tokens")
    assert done.returncode == 3 and "chitty remote add nowhere notion-database" in done.stderr, done
    print("failures: a wrong token and a remote that is not there are told as what they are")


def main():
    with local(pathlib.Path(sys.argv[1]).resolve()) as chitty, notion.Notion() as remote:
        chitty.json("remote", "add", "tracker", "notion-database", "--base-url", remote.url, "--token", notion.TOKEN, "--set", f"database={notion.DATABASE}")
        for part in (tokens, evidence, failures):
            part(chitty, remote)


if __name__ == "__main__":
    main()
