#!/usr/bin/env python3
"""What the gate costs: one answer by a public route and by one that needs a token, in one run (wrk, CPU time from /proc).

gate.py BUILD   BUILD is a release build's folder
"""
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import children, cpu_seconds, local

HERE = pathlib.Path(__file__).resolve().parent


def twin(build, folder):
    """The plugin, built as its author would: outside this tree against an installed SDK."""
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    subprocess.run(["cmake", "--install", build, "--component", "sdk", "--prefix", f"{folder}/sdk"], **quiet)
    subprocess.run(["cmake", "-G", "Ninja", "-S", HERE / "twin", "-B", f"{folder}/twin", f"-DCMAKE_PREFIX_PATH={folder}/sdk", "-DCMAKE_BUILD_TYPE=Release"], **quiet)
    subprocess.run(["cmake", "--build", f"{folder}/twin"], **quiet)
    return f"{folder}/twin"


def wrk(url, pids, header=None):
    command = ["wrk", "-t2", "-c64", "-d3s"] + (["-H", header] if header else []) + [url]
    before = cpu_seconds(pids)
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = cpu_seconds(pids) - before
    if "Non-2xx" in out:
        raise SystemExit(f"{url}: {out}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), spent / int(re.search(r"(\d+) requests in", out).group(1)) * 1e6


def registered(chitty):
    """A token that the provider of the role `identity` has given out, or nothing when none is installed."""
    done = chitty.run("auth", "token", "provision", "--scopes", "twin:read", "--limit", "0", "-o", "json", "--jq", ".token")
    return done.stdout.strip().strip('"') if done.returncode == 0 else None


def main(build):
    with tempfile.TemporaryDirectory() as folder:
        plugins = twin(build, folder)
        with local(build, CHITTY_PLUGIN_PATH=plugins) as chitty:
            status = chitty.json("os", "status")
            pid = (status[0] if isinstance(status, list) else status)["pid"]
            pids = [pid] + children(pid)
            doors = {"public": ("/twin/open", None), "the owner's token": ("/twin/closed", chitty.token())}
            if token := registered(chitty):
                doors["a token of the provider"] = ("/twin/closed", token)
            rates = {name: [] for name in doors}
            for _ in range(5):  # in turn, so that a busy minute falls on all of them
                for name, (path, token) in doors.items():
                    rates[name].append(wrk(chitty.url + path, pids, token and f"Authorization: Bearer {token}"))
            base = sorted(rates["public"])[2]
            for name, found in rates.items():
                rate, cpu = sorted(found)[2]
                print(f"{name:26} {rate:>9.0f} req/s {cpu:>6.1f} us CPU each   x {rate / base[0]:.2f} of the public rate")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve())
