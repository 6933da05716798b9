#!/usr/bin/env python3
"""examples/notes, built outside the tree, with a real chittyd: notes_story.py BUILD FOLDER   (FOLDER: where notes.so is)

Its five commands are data; what they did is looked up in the database."""
import json
import pathlib
import select
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import local

BUILD, FOLDER = sys.argv[1:]
failures = []


def check(name, fact, detail=""):
    print(("ok      " if fact else "FAILED  ") + name + ("" if fact else f": {detail}"))
    if not fact:
        failures.append(name)


with local(BUILD, CHITTY_PLUGIN_PATH=FOLDER) as os:
    rows = lambda: [list(r.values()) for r in os.stored().rows("SELECT id, title, body FROM notes_notes ORDER BY id")]
    check("no notes yet", os.run("note", "list", stdin=subprocess.DEVNULL).stdout == "" and rows() == [], rows())

    made = os.json("note", "create", "Shopping", "--body", "milk, bread")
    os.json("note", "create", "Painting")
    stored = rows()
    check("create keeps a row", [r[1:] for r in stored] == [["Shopping", "milk, bread"], ["Painting", ""]] and stored[0][0] == made["id"], stored)
    listed = os.json("note", "list")
    check("list shows them, oldest first", [n["title"] for n in listed] == ["Shopping", "Painting"], listed)
    check("list --about", [n["title"] for n in os.json("note", "list", "--about", "paint")] == ["Painting"])
    check("get shows the whole note", os.json("note", "get", made["id"])["body"] == "milk, bread")
    gone = os.run("note", "get", "none")
    check("one that is not there is said so", gone.returncode == 5 and "no such note: none" in gone.stderr, gone)
    check("a title that the route does not take is refused", os.run("note", "create", "x" * 101).returncode != 0)

    # What is followed comes at once, through a pipe too; and the daemon does not keep a thread for who has gone.
    follower = subprocess.Popen([os.chitty, "note", "follow"], env=os.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    third = None
    while follower.poll() is None and third is None:  # until it has begun: what was kept before is not told
        os.json("note", "create", "Third")
        if select.select([follower.stdout], [], [], 0.5)[0]:
            third = follower.stdout.readline()
    check("follow shows a record while the stream goes on", third == "Third\n" and follower.poll() is None, (third, follower.poll()))
    follower.terminate()
    follower.communicate(timeout=20)
    follower = subprocess.Popen([os.chitty, "note", "follow", "--limit", "1", "-o", "json"], env=os.env, stdout=subprocess.PIPE, text=True)
    while follower.poll() is None:
        os.json("note", "create", "Fourth")
    told = json.loads(follower.stdout.read() or "{}")
    check("follow --limit ends by itself", follower.returncode == 0 and told.get("title") == "Fourth", told)

    done = os.run("note", "delete", made["id"], stdin=subprocess.DEVNULL)
    check("delete asks, and nobody is there to answer", done.returncode == 2 and len([r for r in rows() if r[0] == made["id"]]) == 1, done)
    done = os.run("note", "delete", made["id"], "--yes")
    check("delete takes the row away", done.returncode == 0 and made["id"] not in [r[0] for r in rows()], done)
    check("once", os.run("note", "delete", made["id"], "--yes").returncode == 5)

sys.exit(f"{len(failures)} failed: {failures}" if failures else 0)
