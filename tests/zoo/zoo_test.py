#!/usr/bin/env python3
"""Is each animal of the zoo broken as its name says, and whole otherwise? usage: zoo_test.py BUILD/zoo

Looks at files only; what a host says to each of them is tested with the host.
"""
import hashlib
import json
import pathlib
import subprocess
import sys

MAGIC = b"\x7fchitty-" + b"manif\x1a\r\n"
NOT_A_LIBRARY = {"text-file", "empty-file", "cut-in-record", "cut-tail", "other-architecture"}
COPIES = {"cut-tail", "other-architecture", "second-record-at-end"}  # of good-c, under its name
NO_WHOLE_MANIFEST = {"bad-json", "not-object", "deep-manifest", "not-utf8"}
RECORDS = {"no-manifest": 0, "text-file": 0, "empty-file": 0, "two-records": 2, "second-record-at-end": 2}
EXPORTS = {"two-symbols": 2}


def records(data):
    found, start = [], data.find(MAGIC)
    while start >= 0:
        assert start % 16 == 0, "a record is not 16-byte aligned"
        length = int.from_bytes(data[start + 24:start + 32], "little")
        payload = data[start + 64:start + 64 + length]
        found.append((int.from_bytes(data[start + 16:start + 20], "little"), length == len(payload),
                      hashlib.sha256(payload).digest() == data[start + 32:start + 64], payload))
        start = data.find(MAGIC, start + 1)
    return found


def exports(path):
    out = subprocess.run(["nm", "-D", "--defined-only", path], capture_output=True, text=True, check=True).stdout
    return sorted(line.split()[-1].split("@")[0] for line in out.splitlines())


def check(case, path):
    found = records(path.read_bytes())
    assert len(found) == RECORDS.get(case, 1), f"{len(found)} records"
    for version, whole, honest, payload in found:
        assert version == (2 if case == "newer-record" else 1), f"record version {version}"
        assert whole == (case not in {"long-length", "cut-in-record"}), "length"
        assert honest == (case not in {"wrong-hash", "long-length", "cut-in-record"}), "hash"
        if whole and case not in NO_WHOLE_MANIFEST:
            name = "zoo" if case in COPIES else path.stem
            assert (json.loads(payload).get("name") == name) == (case not in {"no-name", "twice-named"}), "name"
        assert (len(payload) > 1 << 20) == (case == "huge-manifest") or not whole, "size"
    if case in NOT_A_LIBRARY:
        return
    names = exports(path)
    assert len(names) == EXPORTS.get(case, 1), f"exports {names}"
    assert ("chitty_plugin_entry_v1" in names) == (case != "no-entry"), f"exports {names}"


def main():
    root = pathlib.Path(sys.argv[1])
    readme = (pathlib.Path(__file__).parent / "README.md").read_text(encoding="utf-8")
    cases = sorted(folder.name for folder in root.iterdir())
    bad = [f"{case}: is not in README.md" for case in cases if f"| {case} |" not in readme]
    bad += [f"{row}: is in README.md, but not in the zoo" for row in
            (line.split("|")[1].strip() for line in readme.splitlines() if line.startswith("| ") and line.count("|") == 4)
            if row not in cases and row not in ("case", "---")]
    for case in cases:
        try:
            files = list((root / case).glob("*.so"))
            assert len(files) == 1, f"{len(files)} libraries"
            check(case, files[0])
        except AssertionError as error:
            bad.append(f"{case}: {error}")
    print("\n".join(bad) or f"{len(cases)} cases are as they should be")
    sys.exit(bool(bad))


main()
