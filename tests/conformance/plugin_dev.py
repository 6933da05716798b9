#!/usr/bin/env python3
"""What `chitty plugin dev` says when something is not right: plugin_dev.py BUILD

Folders whose build is a copy of a plugin of the zoo, so that nothing has to be compiled. That it works, walkthrough.py shows."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import environment

BUILD = pathlib.Path(sys.argv[1]).resolve()
failures = []


def check(name, fact, detail=""):
    print(("ok      " if fact else "FAILED  ") + name + ("" if fact else f": {detail}"))
    if not fact:
        failures.append(name)


with tempfile.TemporaryDirectory(prefix="chitty-dev-") as home:
    folder, env = pathlib.Path(home, "a folder"), environment(home)
    folder.mkdir()
    own = folder / "build/chitty-dev/chitty"
    run = lambda *words: subprocess.run([BUILD / "bin/chitty", *words], env=env, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120)
    steps = lambda done: {row["step"]: row["result"] for row in json.loads(done.stdout or "[]")}

    def sources(*animals):
        """A folder that builds these."""
        text = "cmake_minimum_required(VERSION 3.22)\nproject(zoo NONE)\n"
        shutil.rmtree(folder / "build", ignore_errors=True) if not own.exists() else [old.unlink() for old in folder.glob("build/*.so")]
        for animal in animals:
            library = next((BUILD / "zoo" / animal).glob("*.so"))
            text += f'configure_file("{library}" {library.name} COPYONLY)\n'
        (folder / "CMakeLists.txt").write_text(text)

    try:
        done = run("plugin", "dev")
        check("a folder without CMakeLists.txt", done.returncode == 2 and "no CMakeLists.txt" in done.stderr, done)
        sources("good-c")
        done = run("plugin", "dev", "--dry-run")
        check("--dry-run says what it would do", done.returncode == 0 and "build" in done.stdout + done.stderr and not (folder / "build").exists(), done)
        (folder / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.22)\nproject(x NONE)\nmessage(FATAL_ERROR \"boom\")\n")
        done = run("plugin", "dev")
        check("a build that fails says so, and why", done.returncode == 3 and "boom" in done.stderr and "build.log" in done.stderr, done)
        sources()
        done = run("plugin", "dev")
        check("a build of no plugin", done.returncode == 3 and "no plugin was built" in done.stderr, done)
        sources("good-c", "polls")
        done = run("plugin", "dev")
        check("a build of two", done.returncode == 3 and "2 plugins were built" in done.stderr, done)

        sources("good-c")
        done = run("plugin", "dev", "-o", "json")
        told = steps(done)
        check("commands alone are built, checked and there", done.returncode == 0 and list(told) == ["build", "check", "chittyd", "try it"], done)
        check("chitty of that place runs them", subprocess.run([own, "zoo", "echo"], env=env, capture_output=True, text=True).returncode == 0)
        running = subprocess.run([own, "os", "status", "-o", "json"], env=env, capture_output=True, text=True).stdout
        check("the person's own ChittyOS is left alone", not pathlib.Path(home, ".local/share/chitty/local").exists() and not pathlib.Path(home, ".config").exists())
        sources("segfaults")
        done = run("plugin", "dev", "-o", "json")
        check("one that breaks a rule is not started", done.returncode == 1 and "Segmentation fault" in done.stdout and "breaks rules" in done.stderr, done)
        still = subprocess.run([own, "os", "status", "-o", "json"], env=env, capture_output=True, text=True).stdout
        check("what ran before still runs", json.loads(running)[0]["pid"] == json.loads(still)[0]["pid"], (running, still))
    finally:
        if own.exists():
            subprocess.run([own, "os", "down"], env=env, capture_output=True)

sys.exit(f"{len(failures)} failed: {failures}" if failures else 0)
