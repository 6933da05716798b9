#!/usr/bin/env python3
"""What a person reads of each zoo plugin, through the real host: refused ones are rows with a reason and take nothing else away;
broken ones end with 8 and their name; the good one works beside each of them.

stories.py BUILD
"""
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import environment

build = pathlib.Path(sys.argv[1]).resolve()
chitty, zoo = build / "bin/chitty", build / "zoo"
failures = []

# Refused: what its row, and asking for its command, must say.
REFUSED = {
    "text-file": "not a", "empty-file": "empty", "cut-in-record": "cut off", "other-architecture": "aarch64", "no-manifest": "no manifest",
    "long-length": "manifest", "wrong-hash": "manifest", "newer-record": "newer", "two-records": "more than one manifest",
    "second-record-at-end": "more than one manifest", "bad-json": "JSON", "not-object": "object", "deep-manifest": "nested", "not-utf8": "not proper JSON",
    "twice-named": "name", "huge-manifest": "1 MiB", "bad-schema": "effect", "no-name": "name", "newer-format": "newer", "newer-major": "ABI 2",
    "newer-minor": "999", "unknown-extension": "acme.teleport/1", "unknown-key": "hologram", "refused-unloaded": "acme.teleport/1",
    "two-symbols": "export", "unstable": "which version", "unstable-elsewhere": "chitty 0.0.9",
}
# Copies of the good plugin with spoiled bytes: they say `zoo` inside, and are asked for by their file's name.
SPOILED = {"text-file", "empty-file", "cut-in-record", "other-architecture", "second-record-at-end", "cut-tail"}
# Called: arguments beyond `NAME echo`, exit code, what stderr says.
CALLED = {
    "no-entry": ([], 8, "chitty_plugin_entry_v1"), "missing-symbol": ([], 8, "missing-symbol"), "host-symbol": ([], 8, "chitty_get_extension"),
    "missing-library": ([], 8, "libchitty_zoo_stand_in.so"), "wrong-name": ([], 8, "somebody-else"), "wrong-version": ([], 8, "9.9.9"),
    "lying-major": ([], 8, "ABI 2"), "lying-minor": ([], 8, "999"), "entry-refuses": ([], 8, "wants the moon"), "entry-status": ([], 8, "entry-status"),
    "entry-nothing": ([], 8, "entry-nothing"), "entry-null": ([], 8, "entry-null"), "entry-small": ([], 8, "entry-small"),
    "no-extension": ([], 8, "no function for it"), "null-slots": ([], 8, "null-slots"), "no-handler": ([], 8, "no-handler"),
    "unknown-status": ([], 8, "unknown-status"), "new-code": ([], 5, ""), "negative-status": ([], 8, "negative-status"), "wordless": ([], 5, "wordless"),
    "bad-error": ([], 6, ""), "bad-record": ([], 8, "JSON"), "bad-utf8": ([], None, ""), "deep-record": ([], None, ""), "null-record": ([], None, ""),
    "constructor-crashes": ([], 8, "constructor-crashes"),
    "segfaults": ([], 8, "segmentation fault"), "overflows": ([], 8, "overflows"), "aborts": ([], 8, "aborts"), "exits": ([], 8, "only chitty may"),
    "throws": ([], 8, "throws"), "throws-inside": ([], 8, "a fuse has blown"), "loops": (["--timeout", "300ms"], 7, "loops"),
    "polls": (["--timeout", "300ms"], 7, "--timeout"),
    "slow-entry": ([], 0, ""), "loud-entry": ([], 0, ""), "writes-stdout": ([], 0, ""), "changes-folder": ([], 0, ""), "any-extension": ([], 0, ""),
    "takes-signal": ([], 0, ""), "at-exit": ([], 0, ""), "sets-locale": ([], 0, ""), "forks": ([], 0, ""), "runs-program": ([], 0, ""),
    "changes-terminal": ([], 0, ""), "reads-stdin": ([], 0, ""), "closes-stdout": ([], 0, ""), "holds-back": ([], 0, ""),
    "raw-chdir": ([], 0, ""), "prints-hidden": ([], 0, ""), "starts-thread": ([], 0, ""), "leaks-instance": ([], 0, ""),
    "asks-unstable": ([], 0, ""), "executable-stack": ([], 0, ""), "run-path": ([], 0, ""), "ignored-key": ([], 0, ""),
    "dry-run-unsaid": (["--dry-run"], 2, "does not support --dry-run"), "endless-route": ([], 0, ""),
    "schema-lies": ([], 0, ""), "pattern-unbounded": ([], 0, ""), "path-unsaid": ([], 0, ""), "records-nowhere": ([], 0, ""), "entry-huge": ([], None, ""),
}


def check(name, fact, detail):
    if not fact:
        failures.append(name)
        print(f"FAILED {name}: {detail}")


def env_for(home, *cases):
    return environment(home) | {"CHITTY_PLUGIN_PATH": ":".join(str(zoo / c) for c in cases)}


def run(env, *words):
    return subprocess.run([chitty, *words], env=env, capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL, errors="replace")


def refused(case, phrase):
    with tempfile.TemporaryDirectory() as home:
        env = env_for(home, case, "good-c") if case not in SPOILED else env_for(home, case)
        rows = json.loads(run(env, "plugin", "list", "-o", "json").stdout)
        row = next((r for r in rows if f"/zoo/{case}/" in r["path"]), None)
        check(case, row and row["state"] == "refused" and phrase.lower() in row["reason"].lower(), f"row: {row}, wanted {phrase!r}")
        asked = run(env, case, "echo")
        check(case, asked.returncode == 8 and phrase.lower() in asked.stderr.lower(), f"asked: {asked.returncode} {asked.stderr}")
        if case not in SPOILED:
            check(case, run(env, "zoo", "echo", "hi").returncode == 0, "the good plugin beside it does not work")


def called(case, words, code, phrase):
    with tempfile.TemporaryDirectory() as home:
        done = run(env_for(home, case), case, "echo", *words, "-o", "json")
        if code is not None:
            check(case, done.returncode == code, f"exit {done.returncode}, wanted {code}: {done.stderr}")
        check(case, phrase in done.stderr, f"stderr lacks {phrase!r}: {done.stderr}")
        check(case, done.returncode in (0, 1, 2, 4, 5, 6, 7, 8), f"exit {done.returncode}: {done.stderr}")
        check(case, done.returncode == 0 or done.stderr.strip(), "failed without a word")
        check(case, not any(ord(c) < 32 and c not in "\n\t" for c in done.stderr), f"unprintable: {done.stderr!r}")
        if done.returncode == 0:
            try:
                json.loads(done.stdout)  # records only, whatever the plugin printed
            except ValueError:
                check(case, False, f"stdout is not JSON: {done.stdout!r}; stderr: {done.stderr}")


def runs_in(process, case):
    """Whether it catches Ctrl-C, and the plugin is loaded: before both, a signal ends it as it ends any program. Waits for 20 s at most."""
    for _ in range(400):
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        caught = int(next(line for line in status.splitlines() if line.startswith("SigCgt:")).split()[1], 16)
        maps = pathlib.Path(f"/proc/{process.pid}/maps").read_text()
        if caught >> (signal.SIGINT - 1) & 1 and f"/zoo/{case}/" in maps:
            return True
        time.sleep(0.05)
    return False


def interrupted(case, code, limit):
    """Ctrl-C: at once for one that listens, after the grace for one that does not."""
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen([chitty, case, "echo"], env=env_for(home, case), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        check(case, runs_in(process, case), "the plugin was not at work after 20 s")
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
        check(case, process.returncode == code, f"Ctrl-C: exit {process.returncode}: {said}")
        check(case, time.monotonic() - start < limit, f"Ctrl-C took {time.monotonic() - start:.1f} s")
        check(case, code == 130 and (case == "polls" or case in said), f"not named: {said}")


for case, phrase in REFUSED.items():
    refused(case, phrase)
for case, (words, code, phrase) in CALLED.items():
    called(case, words, code, phrase)
interrupted("polls", 130, 1.5)
interrupted("loops", 130, 6)

with tempfile.TemporaryDirectory() as home:  # counts-one and counts-two share nothing; who comes first keeps a word
    env = env_for(home, "counts-one", "counts-two", "good-c", "root-taken")
    check("root-taken", run(env, "zoo", "echo", "x").returncode == 0, "the first lost its word")
    check("root-taken", run(env, "root-taken", "echo", "x").returncode == 0, "its own name does not work")
    listed = run(env, "plugin", "list", "-o", "json").stdout
    check("root-taken", "zoo" in json.dumps([r.get("note", "") + r.get("reason", "") for r in json.loads(listed) if r["name"] == "root-taken"]), listed)
    env = env_for(home, "constructor-crashes", "good-c")
    check("constructor-crashes", run(env, "plugin", "list").returncode == 0 and run(env, "--help").returncode == 0, "listing ran code of it")
    env = env_for(home, "reserved-root", "good-c")
    check("reserved-root", run(env, "plugin", "list").returncode == 0, "the host's word was taken")
    check("no plugins", run(env | {"CHITTY_NO_PLUGINS": "1"}, "zoo", "echo").returncode == 2, "CHITTY_NO_PLUGINS did nothing")

# Plugins for other systems: their manifests are read, and whose they are is said.
for file in sorted((build / "foreign").glob("*/hello-c.*")):
    whose = "Windows on x86_64" if file.suffix == ".dll" else "macOS on " + ("aarch64" if "arm64" in str(file) else "x86_64")
    with tempfile.TemporaryDirectory() as home:
        env = environment(home) | {"CHITTY_PLUGIN_PATH": str(file.parent)}
        done = run(env, "plugin", "info", file, "-o", "json")
        record = json.loads(done.stdout)
        check("foreign", record["name"] == "hello-c" and record["state"] == "refused" and whose in record["reason"] and record["commands"], record)
        check("foreign", run(env, "hello-c", "echo").returncode == 8, "asked for, it gave no reason")
        done = run(env, "plugin", "check", file, "-o", "json")
        check("foreign", done.returncode == 1 and whose in json.loads(done.stdout)[0]["finding"], done)

# What an author reads of `plugin check`: rows, and exit 1 when one fails.
with tempfile.TemporaryDirectory() as home:
    env = environment(home)
    done = run(env, "plugin", "check", zoo / "good-c/zoo.so", "-o", "json")
    check("check", done.returncode == 0 and {r["state"] for r in json.loads(done.stdout)} == {"pass"}, done)
    done = run(env, "plugin", "check", zoo / "exits/exits.so", "-o", "json")
    check("check", done.returncode == 1 and "fails" in done.stderr, done)
    check("check", any(r["check"] == "manners" and "ends the process" in r["finding"] for r in json.loads(done.stdout)), done)
    check("check", "only chitty may" not in done.stderr, "the host took the child's end for its own")
    check("check", run(env, "plugin", "check", "/nowhere.so").returncode == 2, "a file that is not there")

# Plugins that were built against released ABIs, kept as they were.
source = pathlib.Path(__file__).resolve().parents[2]
kept = sorted(source.glob("sdk/abi/*/linux-x86_64"))
check("kept", kept, "no kept plugin is there")
for folder in kept:
    with tempfile.TemporaryDirectory() as home:
        env = environment(home) | {"CHITTY_PLUGIN_PATH": str(folder)}
        done = run(env, "kept", "echo", "years", "-o", "json")
        check("kept", done.returncode == 0 and "years" in done.stdout, f"{folder}: {done}")
        done = run(env, "kept", "fail")
        check("kept", done.returncode == 6 and "this is what was kept" in done.stderr, f"{folder}: {done}")

total = len(REFUSED) + len(CALLED) + 9
print(f"{total - len(set(failures))} passed, {len(set(failures))} failed")
sys.exit(1 if failures else 0)
