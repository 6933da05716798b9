#!/usr/bin/env python3
"""Fuzz for a while: run.py BUILD [--seconds 60] [--seed N] [--jobs N] [--keep FOLDER] [NAME...]

Each target begins with its corpus (tests/fuzz/corpus/NAME). What crashes, hangs for 20 s or takes more than 2 GB ends the run
with 1; the input lies in BUILD/fuzz and is named. `--keep` gathers the inputs that reached something new, for the next run.
`--seed` makes a run say the same of the same code: a change is judged by what it did, and long.sh goes where nobody was.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"


def fuzz(program, found, seconds, seed, keep):
    name = program.name.removesuffix("_fuzz")
    with tempfile.TemporaryDirectory() as scratch:
        new = keep / name if keep else pathlib.Path(scratch)
        new.mkdir(parents=True, exist_ok=True)
        seeds = [str(CORPUS / name)] if (CORPUS / name).is_dir() else []
        done = subprocess.run(
            [str(program), f"-max_total_time={seconds}", f"-seed={seed}", "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1",
             f"-artifact_prefix={found}/{name}-", str(new), *seeds],
            capture_output=True, text=True, errors="replace", check=False, env=os.environ | {"ASAN_OPTIONS": "allocator_may_return_null=1"})
    runs = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
    covered = re.findall(r"cov: (\d+)", done.stderr)
    return name, done, int(runs[1]) if runs else 0, covered[-1] if covered else "0"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0, help="0: another one each time")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--keep", type=pathlib.Path)
    asked = parser.parse_intermixed_args()
    programs = sorted(one for one in (asked.build / "tests").glob("*_fuzz") if not asked.names or one.name.removesuffix("_fuzz") in asked.names)
    if not programs:
        sys.exit(f"There is no fuzz target in {asked.build}/tests. Build them: cmake --preset fuzz && cmake --build build/fuzz --target fuzz_targets")
    found = asked.build / "fuzz"
    found.mkdir(exist_ok=True)
    failed = False
    with concurrent.futures.ThreadPoolExecutor(asked.jobs) as pool:
        for name, done, runs, covered in pool.map(lambda one: fuzz(one, found, asked.seconds, asked.seed, asked.keep), programs):
            ok = done.returncode == 0 and runs > 0
            failed = failed or not ok
            print(f"{'ok    ' if ok else 'FAILED'} {name:14} {runs:>11} inputs, {covered:>6} edges", flush=True)
            if not ok:
                print(done.stderr[max(done.stderr.find("\n=="), 0):][:6000], flush=True)
    sys.exit(failed)


main()
