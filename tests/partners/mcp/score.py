#!/usr/bin/env python3
"""score.py REPORT PASSES: how many scenarios of the conformance suite pass; fails when one of PASSES does not."""
import pathlib
import re
import sys

report = re.sub(r"\x1b\[[0-9;]*m", "", pathlib.Path(sys.argv[1]).read_text())
wanted = set(pathlib.Path(sys.argv[2]).read_text().split())
results = dict(re.findall(r"^[✓✗] (\S+): (.*)$", report, re.M))
passed = {name for name, said in results.items() if re.search(r"\b0 failed", said) and not said.startswith("0 passed")}
print(f"conformance: {len(passed)} of {len(results)} scenarios pass")
if missing := sorted(wanted - passed):
    sys.exit(f"no longer passing: {', '.join(missing)}")
