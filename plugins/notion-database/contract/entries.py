#!/usr/bin/env python3
# ctest: on sqlite, needs notion-database
"""Every command against a Notion that holds each request against Notion's own description: what is sent, what is shown, what is
refused; limits obeyed, more entries than one query gives, a person who writes at the same time.

entries.py BUILD
"""
import contextlib
import json
import pathlib
import sys
import tempfile
import time

here = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(here.parents[3] / "tests/support"), str(here.parents[1] / "testing")]
import notion
from local import Local

PROPERTIES = {"Status": "status", "Due": "date", "Tags": "multi_select", "Cost": "number", "Done": "checkbox", "Text": "rich_text", "Link": "url", "Made": "created_time"}


@contextlib.contextmanager
def world(build, *settings, **more):
    """(chitty with the remote tracker, the Notion behind it)."""
    with notion.Notion(PROPERTIES, **more) as remote, tempfile.TemporaryDirectory() as home:
        chitty = Local(build, home)
        settings = settings or (f"database={notion.DATABASE}", f"dataSource={notion.SOURCE}")
        sets = [word for one in settings for word in ("--set", one)]
        chitty.json("remote", "add", "tracker", "notion-database", "--base-url", remote.url, "--token", notion.TOKEN, *sets)
        yield chitty, remote


def refused(chitty, code, words, *line):
    done = chitty.run("tracker", *line)
    assert (done.returncode, words in done.stderr) == (code, True), (line, done.returncode, done.stderr)
    assert notion.TOKEN not in done.stdout + done.stderr, line
    return done


def put(chitty, *records, key="title", words=()):
    given = [word for one in records for word in ("--record", json.dumps(one))]
    return {one["key"]: one for one in chitty.json("tracker", "put", "--key", key, *given, *words)}


def one_entry(build):
    with world(build) as (chitty, remote):
        long = "Grüße 😀 " * 500
        made = chitty.json("tracker", "add", "--set", "title=Hearing", "--set", "status=Open", "--set", "Due=2026-12-01", "--set", "Cost=2.5", "--record",
                           json.dumps({"Tags": ["court", "civil"], "Done": True, "Text": long, "Link": "https://a.example"}))
        assert made["properties"] == {"Name": "Hearing", "Status": "Open", "Due": "2026-12-01", "Cost": 2.5, "Tags": ["court", "civil"], "Done": True, "Text": long,
                                      "Link": "https://a.example", "Made": None}, made
        assert len(remote.pages[made["id"]]["properties"]["Text"]["rich_text"]) == 3, "long text is cut at 2000"
        rich = chitty.json("tracker", "get", made["id"], "--rich")
        assert rich["properties"]["Text"]["rich_text"][0]["type"] == "text"
        bold = [{"type": "text", "text": {"content": "bold"}, "annotations": {"bold": True}}]
        chitty.json("tracker", "update", "https://notion.so/x-" + made["id"].replace("-", ""), "--record", json.dumps({"Text": bold, "Link": None}), "--set", "Due=")
        kept = remote.pages[made["id"]]["properties"]
        assert kept["Text"]["rich_text"][0]["annotations"]["bold"] and kept["Link"]["url"] is None and kept["Due"]["date"] is None and kept["Cost"]["number"] == 2.5
        assert chitty.json("tracker", "text", made["id"])["markdown"] == "# Hearing"
        assert chitty.json("tracker", "remove", made["id"])["in_trash"] and not chitty.json("tracker", "list")
        assert [one["id"] for one in chitty.json("tracker", "query", "--in-trash")] == [made["id"]]
        assert not chitty.json("tracker", "restore", made["id"])["in_trash"]
        assert all(one["headers"]["notion-version"] == notion.VERSION for one in remote.seen)
    print("one entry: added, read, changed, rich text kept, to the trash and back")


def lists(build):
    with world(build) as (chitty, remote):
        for i in range(250):
            remote.add({"Name": {"title": [notion.text(f"Entry {i}")]}, "Cost": {"number": i}, "Status": {"status": {"name": "Open" if i % 2 else "Done"}}})
        assert len(chitty.json("tracker", "list")) == 250 and len(chitty.json("tracker", "list", "--limit", "7")) == 7
        assert json.loads(remote.seen[-1]["body"])["page_size"] == 7
        found = chitty.json("tracker", "query", "status=Open", "Cost>200", "--sort", "-Cost")
        assert len(found) == 25 and all(one["properties"]["Status"] == "Open" for one in found)
        own = json.dumps({"property": "Cost", "number": {"less_than": 3}})
        assert len(chitty.json("tracker", "query", "--filter", own, "status=Done")) == 2
        assert [one["name"] for one in chitty.json("tracker", "schema")] == ["Name", *PROPERTIES]
        assert chitty.json("tracker", "sources")[0]["id"] == notion.SOURCE and chitty.json("tracker", "search", "Track")[0]["id"] == notion.SOURCE
        assert chitty.json("tracker", "whoami")["type"] == "bot"
    with world(build, query_most=120) as (chitty, remote):
        for i in range(300):
            remote.add({"Name": {"title": [notion.text(f"Entry {i}")]}})
        assert len({one["id"] for one in chitty.json("tracker", "list")}) == len(chitty.json("tracker", "list")) == 300, "windows: all, and each once"
        refused(chitty, 1, "the list is incomplete", "query", "--sort", "Name")
    print("lists: three pages, conditions, more than one query gives by windows, an incomplete list is an error")


def many_references(build):
    with world(build) as (chitty, remote):
        remote.schema["Cases"] = "relation"
        cases = [f"{n:08x}-2cf9-4fdf-8782-e53db20768a5" for n in range(130)]
        put(chitty, {"title": "a", "Cases": cases, "Text": "x"}, words=("--make-properties",))
        (page,) = remote.pages
        assert chitty.json("tracker", "get", page)["properties"]["Cases"] == cases == chitty.json("tracker", "list")[0]["properties"]["Cases"]
        assert put(chitty, {"title": "a", "Cases": cases})["a"]["result"] == "unchanged"
        assert put(chitty, {"title": "a", "Text": "y"})["a"]["fields"] == ["Text"] and len(remote.pages[page]["properties"]["Cases"]["relation"]) == 130
    print("many references: all 130 are shown and compared, of which a page shows 25")


def limits(build):
    with world(build) as (chitty, remote):
        remote.limits += [notion.limited(1), notion.limited(1, 529)]
        begun = time.monotonic()
        chitty.json("tracker", "add", "--set", "title=Once")
        assert len(remote.pages) == 1 and time.monotonic() - begun >= 2, "waited as long as was said, and added once"
        remote.limits += [notion.limited(3600)]
        refused(chitty, 1, "rate limited", "list")
    print("limits: Retry-After is obeyed for what must not be sent twice too; an hour is told and not waited for")


def refusals(build):
    with world(build) as (chitty, remote):
        refused(chitty, 2, "unknown property 'Statos'", "add", "--set", "Statos=Open")
        refused(chitty, 2, "no properties were given", "add")
        refused(chitty, 2, "given twice", "add", "--set", "Status=a", "--record", '{"status": "b"}')
        refused(chitty, 2, "expected NAME=VALUE", "add", "--set", "Status")
        refused(chitty, 2, "expected a number", "add", "--set", "Cost=much")
        refused(chitty, 2, "Notion computes", "update", notion.SOURCE, "--set", "Made=2026-11-30")
        refused(chitty, 2, "expected a page's id or URL", "get", "nothing")
        refused(chitty, 2, "expected an object", "query", "--filter", "[]")
        refused(chitty, 2, "cannot compare", "query", "Status>a")
        refused(chitty, 5, "Could not find", "get", "59833787-2cf9-4fdf-8782-e53db20768a5")
        refused(chitty, 2, "has no text or number for the key", "put", "--key", "title", "--record", '{"Status": "a"}')
        refused(chitty, 2, "two records have the key", "put", "--key", "title", "--record", '{"title": "a"}', "--record", '{"title": "a"}')
        refused(chitty, 2, "cannot tell entries apart", "put", "--key", "Tags", "--record", '{"title": "a", "Tags": "b"}')
        refused(chitty, 2, "unknown property 'Extra'", "put", "--key", "title", "--record", '{"title": "a", "Extra": 1}')
        assert not remote.writes(), "what is refused here never reaches Notion"
        remote.token = "another"
        refused(chitty, 4, "API token is invalid", "list")
    with world(build, "baseUrl=http://127.0.0.1:1") as (chitty, _):
        refused(chitty, 3, "no table is set", "list")
    print("refusals: names, values, keys, a token that is wrong, a remote without a table")


def put_again(build):
    with world(build, f"database={notion.DATABASE}") as (chitty, remote):
        records = [{"title": f"tok_{i}", "status": "active", "scopes": ["a:b", "c:d"], "createdAt": "2026-11-30T10:00:00.000Z", "uses": i} for i in range(230)]
        first = put(chitty, *records, words=("--make-properties",))
        assert len(remote.pages) == 230 and {one["result"] for one in first.values()} == {"added"}
        assert remote.schema["Scopes"] == "multi_select" and remote.schema["Uses"] == "number" and remote.schema["Created at"] == "rich_text"
        remote.seen.clear()
        assert {one["result"] for one in put(chitty, *records, words=("--make-properties",)).values()} == {"unchanged"}
        assert not remote.writes() and len(remote.seen) <= 12, [one["target"] for one in remote.seen]
        records[7]["status"] = "revoked"
        again = put(chitty, *records)
        assert again["tok_7"]["result"] == "changed" and again["tok_7"]["fields"] == ["Status"] and len(remote.writes()) == 1
        assert [one["result"] for one in again.values()].count("unchanged") == 229
    print("put: again nothing is written, and then what has changed alone")


def conflicts(build):
    with world(build) as (chitty, remote):
        put(chitty, {"title": "a", "Status": "Open", "Text": "ours"}, words=("--make-properties",))
        (page,) = remote.pages.values()
        remote.change(page, {"properties": {"Text": {"rich_text": [notion.text("theirs")]}}})
        line = ("put", "--key", "title", "--record", '{"title": "a", "Status": "Done", "Text": "ours, new"}')
        done = refused(chitty, 6, "changed in Notion meanwhile", *line)
        assert "a\tconflict" in done.stdout, done.stdout
        assert notion.plain(page["properties"]["Text"]) == "theirs" and notion.plain(page["properties"]["Status"]) == "Done", "theirs is kept, the rest is written"
        assert put(chitty, {"title": "a", "Text": "ours, new"}, words=("--allow-conflicts",))["a"]["fields"] == ["Text"]
        assert put(chitty, {"title": "a", "Text": "ours, new"}, words=("--overwrite",))["a"]["result"] == "changed"
        assert put(chitty, {"title": "a", "Text": "ours, new"})["a"]["result"] == "unchanged"
        remote.change(page, {"properties": {"Link": {"url": "https://theirs.example"}}})
        assert put(chitty, {"title": "a", "Text": "ours, new"})["a"]["result"] == "unchanged", "what is not ours is not looked at"
        byhand = remote.add({"Name": {"title": [notion.text("b")]}, "Text": {"rich_text": [notion.text("by hand")]}})
        put(chitty, {"title": "b", "Text": "ours", "Status": "Open"}, words=("--allow-conflicts",))
        assert (notion.plain(byhand["properties"]["Text"]), notion.plain(byhand["properties"]["Status"])) == ("by hand", "Open"), "what somebody made is filled, not written over"
        remote.add({"Name": {"title": [notion.text("a")]}})
        assert put(chitty, {"title": "a"}, words=("--allow-conflicts",))["a"]["why"] == "2 entries have this key"
    print("conflicts: what a person changed is kept and named, a key that is there twice too")


def two_at_once(build):
    """Another put adds the same key between our look and our writing: one entry stays."""
    with world(build) as (chitty, remote):
        def other(request):
            if (request["method"], request["target"]) == ("POST", "/v1/pages") and not remote.pages:
                with remote.lock:
                    remote.add({"Name": {"title": [notion.text("a")]}})

        remote.meanwhile = other
        assert put(chitty, {"title": "a", "Status": "Open"})["a"]["result"] == "unchanged"
        assert [one["in_trash"] for one in remote.pages.values()] == [False, True]
    print("two at once: one entry stays, the one made first")


def interrupted(build):
    """Cut off after the second of three: the next put adds what is missing, and nothing twice."""
    with world(build) as (chitty, remote):
        records = [{"title": name} for name in "abc"]

        def cut(request):
            if (request["method"], request["target"]) == ("POST", "/v1/pages") and len(remote.pages) == 2:
                remote.limits[:] = [notion.answer(500, '{"object": "error", "code": "internal_server_error", "message": "Unexpected error occurred."}')]

        remote.meanwhile = cut
        refused(chitty, 1, "answered 500", "put", "--key", "title", *[word for one in records for word in ("--record", json.dumps(one))])
        remote.meanwhile = lambda _: None
        assert sorted(one["result"] for one in put(chitty, *records).values()) == ["added", "unchanged", "unchanged"] and len(remote.pages) == 3
    print("interrupted: the next one goes on where it was")


def held_back(build):
    with world(build) as (chitty, remote):
        for told, *line in (("POST", "add", "--set", "title=a"), ("Would add the entries", "put", "--key", "title", "--record", '{"title": "a"}'), ("PATCH", "remove", notion.SOURCE)):
            done = chitty.run("tracker", *line, "--dry-run")
            assert done.returncode == 0 and told in done.stdout + done.stderr, (line, done)
        assert not remote.writes()
    print("dry run: nothing is written")


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    for part in (one_entry, lists, many_references, limits, refusals, put_again, conflicts, two_at_once, interrupted, held_back):
        part(build)


if __name__ == "__main__":
    main()
