#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid chittychronicle
"""What the services answer fits what they publish: the records of every command that only reads and needs no argument, held to the
schema that its manifest names and this service has published. And a record that was tampered with does not.

replies.py BUILD
"""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import local

SOURCE = pathlib.Path(__file__).resolve().parents[3]
ALSO = {"chronicle query": "chittychronicle.event"}  # whose manifest says no more than that it is an object
failures = []


def listing_commands(build):
    """(path, NAME.SHAPE) of what is built."""
    for file in sorted(SOURCE.glob("plugins/*/manifest.json")):
        manifest = json.loads(file.read_text())
        if not (build / f"lib/chitty/plugins/{manifest['name']}.so").exists() or "service" not in manifest:
            continue
        for command in manifest["commands"]:
            shape = command.get("reply", {}).get("$ref", "")
            needs = any(one.get("required") for one in command.get("arguments", []) + command.get("options", []))
            if shape.startswith("schema/") and command["effect"] == "read" and not needs and command["view"]["kind"] == "list":
                yield command["path"], f"{manifest['name']}.{pathlib.Path(shape).stem}"


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    with local(build) as chitty:
        for words in (("id", "mint", "--entity", "PERSON"), ("id", "mint", "--entity", "THING"), ("chronicle", "log", "--event", "user.login", "--actor", "ada"),
                      ("schema", "register", "mine", str(SOURCE / "plugins/chittyschema/schema/problem.json")),
                      ("schema", "deploy", "sqlite", f"{chitty.home}/some.db", "--schema", "mine")):
            done = chitty.run(*words)
            assert done.returncode == 0, (words, done.stderr)
        held = {}
        for path, shape in {**dict(listing_commands(build)), **ALSO}.items():
            done = chitty.run(*path.split(), "-o", "ndjson")
            if done.returncode != 0 or not done.stdout.strip():
                continue  # it speaks to somebody who is not here, or there is nothing to show
            records = pathlib.Path(chitty.home, "records.ndjson")
            records.write_text(done.stdout)
            checked = chitty.run("schema", "validate", str(records), "--schema", shape, "--as", "ndjson")
            held[path] = len(done.stdout.splitlines())
            if checked.returncode != 0:
                failures.append(f"chitty {path} against {shape}: {checked.stdout}{checked.stderr}")
            broken = json.loads(done.stdout.splitlines()[0])
            shown = json.loads(chitty.run("schema", "get", shape, "-o", "json").stdout)
            document = (shown[0] if isinstance(shown, list) else shown)["document"]
            if needed := document.get("required"):
                del broken[needed[0]]
                records.write_text(json.dumps(broken) + "\n")
                if chitty.run("schema", "validate", str(records), "--schema", shape).returncode != 1:
                    failures.append(f"a record of chitty {path} without {needed[0]} fits {shape}")
        print(held)
        for must in ("id list", "chronicle query", "schema list", "schema deployments list"):
            if must not in held:
                failures.append(f"chitty {must} showed nothing to be held")
    for one in failures:
        print("FAILED:", one)
    sys.exit(1 if failures else 0)


main()
