#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyid chittyauth
"""--dry-run changes nothing, anywhere: every command with an effect, of the host and of every plugin, as its help's examples have
it, in a home with a running ChittyOS. Before and after: every file, every row of the store, every process.

dry_run.py BUILD
"""
import hashlib
import json
import pathlib
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import Local, children

build = pathlib.Path(sys.argv[1]).resolve()
source = pathlib.Path(__file__).resolve().parents[2]
failures = []

# Of the host and of the contract's own plugin; a plugin's are in plugins/NAME/testing/dry_run.json:
# "more", what an example cannot have here, and what makes its command do something (SOURCE and BUILD are the folders);
# "idle", whose examples end in an error: nothing is there that they could act on, or they do nothing but wait, crash and break;
# "counting", tables that count requests.
SAID = {
    "more": ["chitty config unset remotes.tracker.serviceToken", "chitty config set chittyos.token abcdefgh-secret",
             "chitty remote add other chittyid --base-url http://127.0.0.1:1 --token abcdefgh-secret",
             "chitty plugin check BUILD/lib/chitty/plugins/os.so", "chitty asks keep abcdefgh-secret --remote mine",
             "chitty asks set chittyos.environment staging", "chitty asks send /x --remote mine",
             "chitty asks run '[\"asks\", \"send\", \"/x\"]' --remote mine", "chitty asks nest 2", "chitty asks open https://example.com",
             "chitty api POST /chittyid/mint --field entity=PERSON --remote tracker"],
    "idle": ["asks wait", "asks crash", "asks break"],
    "counting": ["chitty_health", "chitty_database"],
}
for said in sorted(source.glob("plugins/*/testing/dry_run.json")):
    for part, words in json.loads(said.read_text()).items():
        SAID[part] += words
MORE = [line.replace("SOURCE", str(source)).replace("BUILD", str(build)) for line in SAID["more"]]


def manifests():
    for file in [source / "core/builtin/host.json", *sorted((source / "plugins").glob("*/manifest.json")), source / "tests/contract/asks/manifest.json"]:
        yield json.loads(file.read_text())


def rows(database):
    """All that is stored, without what counts the reading, and without what the daemon keeps for itself while it runs."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
                  if name not in SAID["counting"]]
        out = {}
        for table in tables:
            names = [row[1] for row in db.execute(f'PRAGMA table_info("{table}")')]
            kept = [f'"{name}"' for name in names if not any(word in name for word in ("use", "last_", "seen"))]
            out[table] = sorted(map(repr, db.execute(f'SELECT {", ".join(kept)} FROM "{table}"'))) if kept else []
        return out


def snapshot(local):
    files = {}
    for file in sorted(pathlib.Path(local.home).rglob("*")):
        if file.name.startswith("chittyos.db") or file.name == "database.json" or file.suffix in (".log", ".ndjson"):
            continue
        words = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() and not file.is_socket() else ""
        files[str(file.relative_to(local.home))] = (oct(file.lstat().st_mode), words)
    status = local.json("os", "status")
    pid = (status[0] if isinstance(status, list) else status).get("pid")
    return {"files": files, "rows": rows(next(pathlib.Path(local.home).rglob("chittyos.db"))), "processes": [pid, *children(pid)]}


def differences(before, after):
    for part in before:
        if before[part] == after[part]:
            continue
        if isinstance(before[part], dict):
            yield from (f"{part} {key}: {before[part].get(key)} -> {after[part].get(key)}"
                        for key in sorted({*before[part], *after[part]}) if before[part].get(key) != after[part].get(key))
        else:
            yield f"{part}: {before[part]} -> {after[part]}"


def lines_of(command):
    own = [example["command"] for example in command["examples"]]
    return own + [line for line in MORE if line.startswith(f"chitty {command['path']} ")]


def run(local, line):
    words = shlex.split(line.split(" < ")[0].split(" > ")[0])[1:]
    given = '{"entity": "PERSON"}\n' if "--batch" in line or ".ndjson" in line else "[]\n" if " < " in line and ".json" in line else "ca_local_abcdefgh-secret\n"
    patience = "1s" if words == ["asks", "wait"] else "20s"  # it would wait for all of it
    return subprocess.run([local.chitty, *words, "--dry-run", "--yes", "--timeout", patience], env=local.env, input=given, capture_output=True, text=True, timeout=60)


def main():
    with tempfile.TemporaryDirectory(prefix="chitty-dry-") as home:
        local = Local(build, home, CHITTY_PLUGIN_PATH=str(build / "tests/contract_plugins"), EDITOR="false", TRACKER_TOKEN="x" * 12,
                      ACME_TOKEN="y" * 12, DATABASE_URL="postgres://u:secret@127.0.0.1:1/d", CHITTY_BROWSER="none").start()
        for words in (("remote", "add", "tracker", "chittyid", "--base-url", local.url, "--token", "env:TRACKER_TOKEN"),
                      ("remote", "add", "mine", "asks", "--base-url", local.url + "/asks", "--token", "env:TRACKER_TOKEN"),
                      ("config", "set", "remotes.theirs", json.dumps({"type": "tsa", "baseUrl": local.url})), ("id", "mint", "--entity", "PERSON")):
            done = local.run(*words)
            assert done.returncode == 0, (words, done.stderr)
        try:
            look(local)
        finally:
            local.run("os", "down")


def settled(local):
    """What there is once the daemon has done by itself what was left to do, as bringing events to where they are kept."""
    end = time.monotonic() + 20
    before = snapshot(local)
    while True:
        time.sleep(0.7)
        now = snapshot(local)
        if not list(differences(before, now)):
            return now
        assert time.monotonic() < end, list(differences(before, now))
        before = now


def look(local):
    before, seen = settled(local), 0
    for manifest in manifests():
        for command in manifest["commands"]:
            if command["effect"] == "read":
                continue
            done_once = False
            for line in lines_of(command):
                done = run(local, line)
                seen += 1
                changed = list(differences(before, snapshot(local)))
                if changed:
                    failures.append(f"{line} --dry-run changed: " + "; ".join(changed))
                    before = snapshot(local)
                if done.returncode == 0 and not (done.stdout + done.stderr).strip():
                    failures.append(f"{line} --dry-run says nothing")
                if "abcdefgh-secret" in done.stdout + done.stderr:
                    failures.append(f"{line} --dry-run shows a secret")
                done_once = done_once or done.returncode == 0
                print(f"{done.returncode} {line}: {(done.stdout or done.stderr).strip().splitlines()[:2]}")
            may_refuse = command["path"] in SAID["idle"] or command.get("dryRun") is False
            if not done_once and not may_refuse:
                failures.append(f"{command['path']} --dry-run never said what it would do")
    assert seen > 30, seen


main()
for failure in failures:
    print("FAILED", failure)
sys.exit(bool(failures))
