#!/usr/bin/env python3
"""100,000 documents checked by `chitty schema validate`, beside ajv's command line on the same array, ajv's compiled library on the same
lines, and a check of diff: seconds, the best of three, in turn.

schema.py BUILD MODULES [COUNT]      MODULES: a node_modules with @jirutka/ajv-cli and ajv (npm i @jirutka/ajv-cli@6.0.0 ajv@8.20.0)
"""
import json
import os
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time

SCHEMA = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["id", "when", "lines", "status"], "additionalProperties": False, "properties": {
    "id": {"type": "string", "pattern": "^inv-[0-9]{8}$"}, "when": {"type": "string", "maxLength": 30}, "status": {"enum": ["open", "paid", "void"]},
    "customer": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "minLength": 1, "maxLength": 100}, "email": {"type": "string"}, "vip": {"type": "boolean"}}},
    "lines": {"type": "array", "minItems": 1, "maxItems": 50, "items": {"type": "object", "required": ["sku", "count", "price"], "properties": {
        "sku": {"type": "string"}, "count": {"type": "integer", "minimum": 1}, "price": {"type": "number", "minimum": 0}, "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": True}}}},
    "total": {"anyOf": [{"type": "number"}, {"type": "null"}]}}}
LIBRARY = """
const {default: Ajv} = require(process.argv[2] + '/ajv/dist/2020'); const fs = require('fs');
const check = new Ajv({allErrors: true, strict: false}).compile(JSON.parse(fs.readFileSync(process.argv[3])));
let wrong = 0; for (const line of fs.readFileSync(process.argv[4], 'utf8').split('\\n')) if (line && !check(JSON.parse(line))) ++wrong;
if (wrong) process.exit(1);
"""


def documents(count):
    chance = random.Random(15)
    for number in range(count):
        yield {"id": f"inv-{number:08d}", "when": "2026-11-30T09:15:00Z", "status": chance.choice(["open", "paid", "void"]),
               "customer": {"name": f"Customer {number % 977}", "email": "a@example.com", "vip": number % 7 == 0}, "total": round(chance.random() * 1000, 2),
               "lines": [{"sku": f"S-{chance.randrange(9999)}", "count": chance.randrange(1, 9), "price": round(chance.random() * 99, 2), "tags": ["a", "b"]} for _ in range(chance.randrange(1, 5))]}


def best(words, env=None, times=3):
    took, memory = [], 0
    for _ in range(times):
        begun = time.monotonic()
        child = subprocess.Popen(list(map(str, words)), env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = child.stderr.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"{words}\n{said.decode()[-2000:]}")
        took.append(time.monotonic() - begun)
        memory = max(memory, used.ru_maxrss)
    return min(took), memory / 1024


def main():
    build, modules = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 100_000
    with tempfile.TemporaryDirectory(prefix="chitty-bench-") as home:
        home = pathlib.Path(home)
        (home / "schema.json").write_text(json.dumps(SCHEMA))
        (home / "array.schema.json").write_text(json.dumps({"$schema": SCHEMA["$schema"], "type": "array", "items": {k: v for k, v in SCHEMA.items() if k != "$schema"}}))
        with open(home / "all.ndjson", "w") as lines, open(home / "all.json", "w") as array:  # piece by piece: a child's memory begins with its parent's
            for number, one in enumerate(documents(count)):
                text = json.dumps(one, separators=(",", ":"))
                lines.write(text + "\n")
                array.write(("," if number else "[") + text)
            array.write("]")
        (home / "library.js").write_text(LIBRARY)
        env = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        validate = [build / "bin/chitty", "schema", "validate"]
        size = (home / "all.ndjson").stat().st_size / 2**20
        rows = {"chitty, lines": best([*validate, home / "all.ndjson", "--schema", home / "schema.json"], env),
                "chitty, items of the array": best([*validate, home / "all.json", "--schema", home / "schema.json"], env),
                "ajv's command line, the array": best(["node", modules / ".bin/ajv", "validate", "--spec=draft2020", "-s", home / "array.schema.json", home / "all.json"]),
                "ajv's library, lines": best(["node", home / "library.js", modules, home / "schema.json", home / "all.ndjson"])}
        print(f"{count} documents, {size:.0f} MiB")
        base = rows["chitty, lines"][0]
        for name, (seconds, memory) in rows.items():
            print(f"{name:32} {seconds:7.3f} s  {seconds / base:5.2f} x  {memory:6.0f} MiB")


if __name__ == "__main__":
    main()
