#!/usr/bin/env python3
# ctest: on sqlite, needs os
"""A configuration file that is mounted by itself, as containers have it, cannot be replaced (EBUSY): it is written in place, whole,
and nothing is left beside it.

bind_mount.py BUILD
"""
import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import environment

build = pathlib.Path(sys.argv[1]).resolve()
chitty = build / "bin/chitty"
# In a namespace of its own, which nobody else sees and which goes with it.
IN_A_NAMESPACE = ["unshare", "--mount", "--map-root-user"]


def may_mount(folder):
    file = folder / "probe"
    file.touch()
    return subprocess.run([*IN_A_NAMESPACE, "mount", "--bind", str(file), str(file)], capture_output=True).returncode == 0


def main():
    with tempfile.TemporaryDirectory(prefix="chitty-mount-") as home:
        folder = pathlib.Path(home, ".config/chitty")
        folder.mkdir(parents=True)
        if not may_mount(pathlib.Path(home)):
            print("skipped: this user may not mount in a namespace of their own")
            return
        file = folder / "config.json"
        file.write_text('{"chittyos": {"environment": "local"}, "remotes": {"a-long-name-that-is-gone-afterwards": {"type": "os"}}}')
        file.chmod(0o600)
        script = f"""set -eu
mount --bind '{file}' '{file}'
'{chitty}' config unset 'remotes.a-long-name-that-is-gone-afterwards'
'{chitty}' config set chittyos.environments.qa.baseUrl https://qa.example
'{chitty}' config get chittyos.environments.qa.baseUrl"""
        done = subprocess.run([*IN_A_NAMESPACE, "sh", "-c", script], env=environment(home), capture_output=True, text=True, timeout=60)
        assert done.returncode == 0 and done.stdout == "https://qa.example\n", done
        assert json.loads(file.read_text())["chittyos"]["environments"]["qa"]["baseUrl"] == "https://qa.example"
        left = sorted(one.name for one in folder.iterdir())
        assert [name for name in left if not name.endswith(".lock")] == ["config.json"], left


main()
