#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyid chittyauth
"""Room first, then the exchange: where a new credential could not be kept (no room for secrets, or none for the configuration), no
command asks for one, and what was good before is good after.

room_first.py BUILD
"""
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import Local

# Each makes, spends or exchanges a credential.
EXCHANGES = [["auth", "token", "refresh"], ["auth", "register", "--email", "bob@example.com"], ["auth", "login", "--with-token"],
             ["auth", "oauth", "refresh"], ["auth", "oauth", "callback", "--code", "abc"], ["auth", "oauth", "authorize", "--client-id", "abc"]]


def stored(local):
    database = next(pathlib.Path(local.home).rglob("chittyos.db"))
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        return sorted(db.execute("SELECT id, status, reason FROM auth_tokens"))


class InTheWay:
    """A file where a folder must be: nothing can be written there, by root neither."""

    def __init__(self, folder):
        self.folder, self.aside = folder, folder.with_name(folder.name + ".aside")

    def __enter__(self):
        if self.folder.exists():
            shutil.move(self.folder, self.aside)
        self.folder.write_text("in the way")

    def __exit__(self, *_):
        self.folder.unlink()
        if self.aside.exists():
            shutil.move(self.aside, self.folder)


def refused(local, words, prefix=()):
    before = stored(local)
    command = [*prefix, local.chitty, *words]
    done = subprocess.run(command, env=local.env, input="ca_local_x\n", capture_output=True, text=True, timeout=60)
    assert done.returncode == 3, (command, done)
    assert "cannot save a new credential, so none was requested" in done.stderr, done.stderr
    assert stored(local) == before, words


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="chitty-room-") as home:
        local = Local(build, home)
        for words in (["os", "up", "--port", "0"], ["auth", "register", "--email", "ada@example.com"]):
            done = local.run(*words)
            assert done.returncode == 0, (words, done.stderr)
        try:
            look(local, pathlib.Path(home))
        finally:
            local.run("os", "down")


def look(local, home):
    full = ["sh", "-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""]
    for words in EXCHANGES:
        refused(local, words, full)
    with InTheWay(home / ".local/share/chitty/secrets"):
        # What is used must be readable, so the credential comes from elsewhere for this.
        for words in EXCHANGES[1:2]:
            refused(local, words)
    config = home / ".config/chitty"
    kept = config.with_name("kept")
    shutil.copytree(config, kept)
    for words in EXCHANGES:
        # A folder that no new file can be made in: the link leads to a folder that is not there, nor can be made.
        (config / "config.json").unlink()
        (config / "config.json").symlink_to("/proc/nowhere/config.json")
        before = stored(local)
        done = local.run(*words, input="ca_local_x\n")
        assert done.returncode != 0 and stored(local) == before, (words, done)
        (config / "config.json").unlink()
        shutil.copy(kept / "config.json", config / "config.json")
    # Nothing was spent.
    assert local.run("auth", "token", "refresh").returncode == 0
    assert local.run("auth", "token", "validate").returncode == 0
    # A second registration and the one before it are both at hand.
    assert local.run("auth", "register", "--email", "bob@example.com").returncode == 0
    for name in ("ada", "bob", "owner"):
        done = local.run("auth", "switch", name)
        assert done.returncode == 0 and local.run("auth", "status").returncode == 0, (name, done, local.run("auth", "status"))


main()
