#!/usr/bin/env python3
"""Run the seed file line by line against a fresh local ChittyOS: seed.py BUILD [--only WORD]. On SQLite, or where
CHITTY_TEST_DATABASE names a PostgreSQL server, there.

A line passes when it ends with 0 (or as answers.txt says) and its proof in proofs.py finds what it must have done. A line
whose command no installed plugin declares is open: it counts as skipped, never as passed. Fails when a line fails, or when fewer lines pass than the file `expected` says.
"""
import argparse
import pathlib
import socket
import subprocess
import sys
import tempfile
import uuid

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import family
import local
import proofs
import world
from catalogue import Catalogue, Identifiers, answers

SECONDS = 60


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Shell:
    """`sh` in the fresh home, with the build's chitty on PATH."""

    def __init__(self, build, home, **more):
        self.folder = pathlib.Path(home, "work")
        self.folder.mkdir()
        self.env = {"HOME": home, "PATH": f"{build}/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "dumb", **more}
        for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
            self.env[f"XDG_{kind}_HOME"] = f"{home}/{kind.lower()}"

    def run(self, text):
        """(exit code, stdout, stderr); 124 when there was no end."""
        try:
            done = subprocess.run(["sh", "-u", "-c", text], env=self.env, cwd=self.folder, stdin=subprocess.DEVNULL,
                                  capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return 124, "", f"no end within {SECONDS} s"
        return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")

    def must(self, text):
        code, out, err = self.run(text)
        if code != 0:
            sys.exit(f"{text}\nended with {code}: {err or out}")
        return out


def run_lines(shell, catalogue, only, around):
    identifiers = Identifiers(HERE / "identifiers.txt", lambda command: shell.run(command)[1])
    expected_codes = answers(HERE / "answers.txt")
    counts = {"passed": 0, "failed": 0, "open": 0}
    for line in (HERE / "seed-commands.txt").read_text().splitlines():
        if not line.strip() or only and only not in line:
            continue
        command = catalogue.command_of(line)
        if command is None:
            result, told = "open", ""
        else:
            result, told = run_line(shell, identifiers, line, command, expected_codes.get(line, (0, ""))[0], around)
        counts[result] += 1
        print(f"{result if result != 'failed' else 'FAILED':8}{line}", flush=True)
        for text in told.splitlines():
            print(" " * 10 + text)
    return counts


def run_line(shell, identifiers, line, command, wanted, around):
    try:
        filled = identifiers.fill(line, command.split()[0])
    except LookupError as nothing:
        return "failed", str(nothing)
    code, out, err = shell.run(filled)
    if wanted == "open":
        return ("failed", "This line passes now: take it out of answers.txt.") if code == 0 else ("open", "")
    if code == wanted:
        lacking = proofs.missing(line, proofs.World(out=out, folder=shell.folder, **around))
        return ("failed", f"{filled}\nended with {code}, but {lacking}\n{out}") if lacking else ("passed", "")
    return "failed", f"{filled}\nended with {code}, not {wanted}\n{err or out}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--only", help="only lines that contain this")
    asked = parser.parse_args()
    mark = uuid.uuid4().hex
    with tempfile.TemporaryDirectory(prefix="chitty-seed-", ignore_cleanup_errors=True) as home, world.github() as github, \
         local.database() as database:
        person = HERE.parent / "support" / "person.py"
        shell = Shell(asked.build, home, GITHUB=github.url, CHITTY_BROWSER=str(person), **{family.MARK: mark},
                      **({"DATABASE": database} if database else {}))
        world.make_files(shell.folder)
        try:
            shell.must(f"chitty os init --env local --port {free_port()}" + (" --database env:DATABASE" if database else ""))
            shell.must("chitty os up")
            installed = shell.must("chitty plugin list -o json --jq '.[]|select(.state==\"ready\")|.name'").split()
            shell.must((HERE / "setup").read_text())
            catalogue = Catalogue(HERE.parent.parent, installed)
            around = {"store": pathlib.Path(shell.must("chitty os init -o json --jq .data_folder").strip()), "github": github.seen,
                      "services": catalogue.services, "database": database}
            counts = run_lines(shell, catalogue, asked.only, around)
            shell.must("chitty os down")
        finally:
            family.end(mark)
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['open']} skipped")
    least = int((HERE / "expected").read_text())
    if not asked.only and counts["passed"] < least:
        print(f"Fewer than the {least} lines that passed before.")
    sys.exit(1 if counts["failed"] or not asked.only and counts["passed"] < least else 0)


if __name__ == "__main__":
    main()
