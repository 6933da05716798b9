#!/usr/bin/env python3
"""The official JSON Schema test suite through `chitty schema validate`: each schema a file, its instances a line each.

suite.py BIN [SUITE]     SUITE: ../shared/data/json-schema beside the project, else skipped (77)

Of each draft: the required tests, the optional ones, and those of formats with --formats. A schema that refers to the suite's own web
server cannot pass through a command that fetches nothing: it must be refused, and is counted apart. (With that server's documents at
hand the checker is held to the whole suite by sdk/json_schema/conformance_test.cpp.) Fails when a required test does.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

DRAFTS = {"draft7": "http://json-schema.org/draft-07/schema#", "draft2020-12": "https://json-schema.org/draft/2020-12/schema"}
ELSEWHERE = ("nothing is fetched", "but only draft 7 and 2020-12 are known")  # a reference, or a dialect of the suite's server


def schema_of(schema, dialect):
    """A command takes objects: true and false are written as such, and one that names no draft is of the suite's."""
    whole = schema if isinstance(schema, dict) else {} if schema else {"not": {}}
    return {"$schema": dialect, **whole}


def run(chitty, folder, home, number, group, dialect, formats):
    """(passed, failed descriptions, whether it was refused because it refers elsewhere)"""
    schema, lines = folder / f"{number}.json", folder / f"{number}.ndjson"
    schema.write_text(json.dumps(schema_of(group["schema"], dialect)))
    lines.write_text("".join(json.dumps(test["data"]) + "\n" for test in group["tests"]))
    done = subprocess.run([chitty, "schema", "validate", lines, "--schema", schema, "--as", "ndjson", "-o", "ndjson", *(["--formats"] if formats else [])],
                          capture_output=True, text=True, env={"HOME": home, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}, timeout=60)
    if any(words in done.stderr for words in ELSEWHERE):
        return 0, [], True
    if done.returncode not in (0, 1):
        return 0, [f"{group['description']}: {done.stderr.strip()}"], False
    wrong = {json.loads(line)["document"] for line in done.stdout.splitlines()}
    failed = [f"{group['description']}: {test['description']}" for at, test in enumerate(group["tests"], 1) if (at not in wrong) != test["valid"]]
    return len(group["tests"]) - len(failed), failed, False


def main():
    chitty = pathlib.Path(sys.argv[1]).resolve() / "chitty"
    suite = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).resolve().parents[3] / "../shared/data/json-schema").resolve()
    if not (suite / "tests").is_dir():
        print("skipped: the suite is not there", suite)
        sys.exit(77)
    broken = False
    with tempfile.TemporaryDirectory(prefix="chitty-suite-") as home, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        folder, number = pathlib.Path(home), 0
        for draft, dialect in DRAFTS.items():
            for part, pattern, formats in (("required", "*.json", False), ("optional", "optional/*.json", False), ("formats", "optional/format/*.json", True)):
                counts, misses, jobs = collections.Counter(), collections.Counter(), []
                for file in sorted((suite / "tests" / draft).glob(pattern)):
                    for group in json.loads(file.read_text()):
                        number += 1
                        jobs.append((file.stem, len(group["tests"]), pool.submit(run, chitty, folder, home, number, group, dialect, formats)))
                for stem, many, job in jobs:
                    passed, failed, elsewhere = job.result()
                    counts.update(passed=passed, failed=len(failed), elsewhere=many if elsewhere else 0)
                    misses.update({stem: len(failed)} if failed else {})
                    for one in failed if part == "required" else ():
                        print(f"  {draft} {stem}: {one}")
                print(f"{draft} {part}: {counts['passed']} of {counts['passed'] + counts['failed']} tests, and {counts['elsewhere']} of schemas that refer elsewhere, refused"
                      + "".join(f"; {stem} misses {many}" for stem, many in sorted(misses.items())), flush=True)
                broken = broken or (part == "required" and counts["failed"] > 0)
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
