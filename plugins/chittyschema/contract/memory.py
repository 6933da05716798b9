#!/usr/bin/env python3
# ctest: on sqlite
"""`chitty schema validate` reads any number of documents in the same memory: lines, and the items of an array. And it tells every one
that does not fit, however many there are.

memory.py BUILD
"""
import os
import pathlib
import subprocess
import sys
import tempfile

FEW, MANY = 2_000, 400_000
ROOM = 16  # MiB between the two


def run(words, env):
    """(exit code, lines of standard output, MiB at most)"""
    child = subprocess.Popen(list(map(str, words)), env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    lines = sum(1 for _ in child.stdout)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, lines, used.ru_maxrss / 1024


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    failures = []
    with tempfile.TemporaryDirectory(prefix="chitty-schema-") as home:
        env = {"HOME": home, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        schema = pathlib.Path(home, "schema.json")
        schema.write_text('{"type": "object", "properties": {"n": {"type": "integer", "maximum": 9}}}')
        for name, begin, between, end in (("lines.ndjson", "", "\n", "\n"), ("array.json", "[", ",\n", "]")):
            peaks = []
            for count in (FEW, MANY):
                for most, wanted in ((9, (0, 0)), (10, (1, count // 10))):  # with 10 a tenth does not fit
                    file = pathlib.Path(home, name)
                    with file.open("w") as out:  # piece by piece: a child's memory begins with its parent's
                        out.write(begin)
                        for at in range(count):
                            out.write((between if at else "") + '{"n": %d, "text": "%s"}' % (most if at % 10 == 9 else 1, "x" * 80))
                        out.write(end)
                    code, lines, peak = run([build / "bin/chitty", "schema", "validate", file, "--schema", schema, "-o", "ndjson"], env)
                    peaks.append(peak)
                    if (code, lines) != wanted:
                        failures.append(f"{name} of {count}: exit {code}, {lines} errors, and not {wanted}")
            print(name, [round(peak) for peak in peaks], "MiB")
            if max(peaks) - min(peaks) > ROOM:
                failures.append(f"{name}: {peaks} MiB")
    for one in failures:
        print("FAILED:", one)
    sys.exit(1 if failures else 0)


main()
