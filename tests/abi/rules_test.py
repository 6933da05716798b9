#!/usr/bin/env python3
"""A rule without a test is not a rule (ABI-30): each of ABI-01 ... ABI-30 is in the name of a test. usage: rules_test.py CTEST BUILD"""
import json
import re
import subprocess
import sys

listed = subprocess.run([sys.argv[1], "--test-dir", sys.argv[2], "--show-only=json-v1"], capture_output=True, text=True, check=True).stdout
names = " ".join(test["name"] for test in json.loads(listed)["tests"])
tested = {int(number) for number in re.findall(r"ABI[-_](\d\d)", names)}
missing = [f"ABI-{n:02}" for n in range(1, 31) if n not in tested]
print("no test names " + ", ".join(missing) if missing else "each of the thirty rules has a test")
sys.exit(bool(missing))
