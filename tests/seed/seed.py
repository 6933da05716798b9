#!/usr/bin/env python3
"""Run the seed file line by line against a fresh local ChittyOS: seed.py BUILD [--only WORD]. On SQLite, or where
CHITTY_TEST_DATABASE names a PostgreSQL server, there.

A line passes when it ends with 0 (or as its plugin's seed/answers.txt says) and its proof in seed/proofs.py finds what it
must have done. A line whose command no installed plugin declares is open: it counts as skipped, never as passed.
"""
import argparse
import contextlib
import pathlib
import subprocess
import sys
import tempfile
import uuid

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]
import family
import files
import local
import proof
from catalogue import Catalogue, Identifiers, answers

SECONDS = 60
FOLLOWED = 4  # seconds that a line runs which has no end


class Shell:
    """`sh` in the fresh home, with the build's chitty on PATH."""

    def __init__(self, build, home, **more):
        self.folder = pathlib.Path(home, "work")
        self.folder.mkdir()
        self.env = {"HOME": home, "PATH": f"{build}/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "dumb",
                    "CHITTY_YES": "1",  # the person who types these lines says yes when asked
                    **more}
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


class Seed:
    """The lines, in a shell; `around` is what proofs are told of the world (proof.World)."""

    def __init__(self, shell, catalogue, installed, around):
        self.shell, self.catalogue, self.around = shell, catalogue, around
        self.identifiers = Identifiers([folder / "identifiers.txt" for folder in catalogue.folders], lambda command: shell.run(command)[1])
        self.answers = answers([folder / "answers.txt" for folder in catalogue.folders], installed)
        self.before = {}  # the first word of a line -> what is to be done before the first such line
        for folder in catalogue.folders:
            if (folder / "before").exists():
                self.before[folder.parent.name.removeprefix("chitty")] = (folder / "before").read_text()
        self.proofs = {}
        for folder in catalogue.folders:
            self.proofs |= proof.load(folder / "proofs.py").PROOFS if (folder / "proofs.py").exists() else {}

    def run(self, only):
        counts = {"passed": 0, "failed": 0, "open": 0}
        for line in (HERE / "seed-commands.txt").read_text().splitlines():
            if not line.strip() or only and only not in line:
                continue
            result, told = self.run_line(line)
            counts[result] += 1
            print(f"{result if result != 'failed' else 'FAILED':8}{line}", flush=True)
            for text in told.splitlines():
                print(" " * 10 + text)
        return counts

    def run_line(self, line):
        """("passed", "failed" or "open", why)"""
        command, wanted = self.catalogue.command_of(line), self.answers.get(line, 0)
        if command is None:
            return "open", ""
        if first := self.before.pop(command.split()[0], None):
            self.shell.must(first)
        try:
            filled = self.identifiers.fill(line, command.split()[0])
        except LookupError as nothing:
            return ("open", "") if wanted == "open" else ("failed", str(nothing))
        if wanted == "follows":  # until Ctrl-C, which comes after a few seconds
            filled, wanted = f"timeout --preserve-status -s INT {FOLLOWED} {filled}", 130
        code, out, err = self.shell.run(filled)
        if wanted == "open":
            return ("failed", "This line passes now: take it out of answers.txt.") if code == 0 else ("open", "")
        if code != wanted:
            return "failed", f"{filled}\nended with {code}, not {wanted}\n{err or out}"
        lacking = proof.missing(self.proofs, line, proof.World(out=out, folder=self.shell.folder, **self.around))
        return ("failed", f"{filled}\nended with {code}, but {lacking}\n{out}") if lacking else ("passed", "")


def stand_ins(names, stack):
    """(variable -> url, plugin -> requests seen) of the remotes that the plugins' seed/world.py have."""
    variables, seen = {}, {}
    for name in names:
        path = SOURCE / "plugins" / name / "seed/world.py"
        for variable, make in (proof.load(path).REMOTES if path.exists() else {}).items():
            remote = stack.enter_context(make())
            variables[variable], seen[name] = remote.url, remote.seen
    return variables, seen


def set_up(shell, names, database):
    """A running ChittyOS with every plugin of the build in order, and what their setups do; where the daemon's data is."""
    shell.must("chitty os init --env local" + (" --database env:DATABASE" if database else ""))
    shell.must("chitty os up --port 0")
    ready = shell.must("chitty plugin list -o json --jq '.[]|select(.state==\"ready\")|.name'").split()
    if missing := sorted(set(names) - set(ready)):
        sys.exit(f"not ready: {', '.join(missing)}")
    for name in names:
        setup = SOURCE / "plugins" / name / "seed/setup"
        if setup.exists():
            shell.must(setup.read_text())
    return pathlib.Path(shell.must("chitty os init -o json --jq .dataFolder").strip())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--only", help="only lines that contain this")
    asked = parser.parse_args()
    mark = uuid.uuid4().hex
    names = sorted(file.stem for file in (asked.build / "lib/chitty/plugins").glob("*.so"))
    with contextlib.ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="chitty-seed-", ignore_cleanup_errors=True))
        database = stack.enter_context(local.database())
        variables, seen = stand_ins(names, stack)
        person = HERE.parent / "support" / "person.py"
        shell = Shell(asked.build, home, CHITTY_BROWSER=str(person), **variables, **{family.MARK: mark},
                      **({"DATABASE": database} if database else {}))
        files.make_files(shell.folder)
        try:
            store = set_up(shell, names, database)
            catalogue = Catalogue(SOURCE, names)
            around = {"store": store, "remotes": seen, "services": catalogue.services, "database": database}
            counts = Seed(shell, catalogue, names, around).run(asked.only)
            shell.must("chitty os down")
        finally:
            family.end(mark)
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['open']} skipped")
    sys.exit(1 if counts["failed"] or not counts["passed"] else 0)


if __name__ == "__main__":
    main()
