#!/usr/bin/env python3
# ctest: on sqlite, needs os chittyid
"""A certificate that was issued here runs chittyd's own HTTPS: `chitty os up --tls`, believed by chitty and by curl through its
root alone, exchanged under a running daemon when it is renewed; without the authority, and after `--no-tls`, as it was.

https.py BUILD
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
from local import local


def served(port, root):
    """The serial number of the certificate that is shown there, once OpenSSL has verified it."""
    done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-CAfile", root, "-verify_return_error"], input="", capture_output=True, text=True, timeout=30)
    assert "Verify return code: 0" in done.stdout, done.stdout + done.stderr
    shown = subprocess.run(["openssl", "x509", "-noout", "-serial"], input=done.stdout, capture_output=True, text=True, check=True)
    return shown.stdout.strip().split("=")[1].lower()


def wait_for_serial(port, root, serial):
    end = time.monotonic() + 15
    while served(port, root) != serial:
        assert time.monotonic() < end, "the renewed certificate is not served"
        time.sleep(0.2)


with local(sys.argv[1]) as chitty:
    done = chitty.run("os", "up", "--tls", "--tls-port", "0")
    assert done.returncode == 0, done.stderr
    address = re.search(r"https://127\.0\.0\.1:(\d+)", done.stdout)
    port = int(address.group(1))
    root = chitty.json("config", "get", "chittyos.authority")
    root = root[0] if isinstance(root, list) else root
    [issued] = chitty.json("register", "cert", "list")
    assert served(port, root) == issued["serial"], issued
    traced = chitty.run("id", "mint", "--entity", "PERSON", "-v")
    assert traced.returncode == 0 and f"POST {address.group(0)}/chittyid/mint: 200" in traced.stderr, traced.stderr
    if shutil.which("curl"):
        url = f"https://localhost:{port}/health/live"
        assert subprocess.run(["curl", "-sf", "--cacert", root, url], capture_output=True).returncode == 0
        assert subprocess.run(["curl", "-sf", url], capture_output=True).returncode == 60, "curl believes it without its root"

    renewed = chitty.json("register", "cert", "renew", issued["id"], "--out", str(pathlib.Path(root).parent))
    assert renewed["serial"] != issued["serial"] and renewed["replaces"] == issued["id"], renewed
    wait_for_serial(port, root, renewed["serial"])

    chitty.run("config", "set", "chittyos.authority", "/etc/ssl/certs/ca-certificates.crt", check=True)
    strange = chitty.run("id", "list")
    assert strange.returncode == 7 and "certificate" in strange.stderr, strange
    chitty.run("config", "set", "chittyos.authority", root, check=True)
    assert chitty.run("os", "up", "--no-tls").returncode == 0
    assert chitty.json("config", "get", "chittyos.baseUrl") in ([chitty.url], chitty.url)
    assert chitty.run("id", "list").returncode == 0
print("https: issued here, believed through its root by chitty, OpenSSL and curl, exchanged while it runs; off again")
