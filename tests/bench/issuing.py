#!/usr/bin/env python3
"""What a certificate costs: issuing.py BUILD [--certificates N]   BUILD is a release build's folder; 200 if not said

Requests (PKCS#10, P-256) are made before. Each is sent to POST /api/v1/certificates over one connection: wall time, and CPU time of the daemon, for
a number that is stored, a twin that is checked, a signature, two transactions. Beside it `openssl x509 -req`, one process for each, which keeps
nothing; and GET /health of the same service, for what a request costs that does nothing. On PostgreSQL where CHITTY_TEST_DATABASE names a server.
"""
import argparse
import http.client
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import children, cpu_seconds, local


def openssl(*words, cwd):
    subprocess.run(["openssl", *words], cwd=cwd, check=True, capture_output=True)


def timed(cpu, count, work):
    """Milliseconds of wall time and of CPU time for each."""
    began, before = time.monotonic(), cpu()
    for number in range(count):
        work(number)
    return 1000 * (time.monotonic() - began) / count, 1000 * (cpu() - before) / count


def cpu_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--certificates", type=int, default=200)
    asked = parser.parse_args()
    with local(asked.build) as chitty, tempfile.TemporaryDirectory(prefix="chitty-bench-") as folder:
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=peer", cwd=folder)
        openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "one.key", "-out", "one.csr", "-subj", "/CN=chittyauth",
                "-addext", "subjectAltName=DNS:localhost", cwd=folder)
        request = pathlib.Path(folder, "one.csr").read_text()
        token, pid = chitty.token(), chitty.json("os", "status")[0]["pid"]
        connection = http.client.HTTPConnection("127.0.0.1", chitty.port, timeout=60)

        def ask(method, path, body=None):
            connection.request(method, "/chittyregister" + path, body, {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
            reply = connection.getresponse()
            text = reply.read()
            assert reply.status // 100 == 2, (reply.status, text)

        issue = lambda _: ask("POST", "/api/v1/certificates", json.dumps({"service": "chittyauth", "csr": request, "days": 90}))
        issue(0)  # makes the authority
        daemon = lambda: cpu_seconds([pid, *children(pid)])
        ours = timed(daemon, asked.certificates, issue)
        nothing = timed(daemon, asked.certificates, lambda _: ask("GET", "/health"))
        peer = timed(cpu_of_children, 50, lambda number: openssl("x509", "-req", "-in", "one.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-set_serial", str(number + 1), "-days", "90",
                                                                "-copy_extensions", "copy", "-out", "one.crt", cwd=folder))
        for what, (wall, cpu) in (("issued here", ours), ("a request that does nothing", nothing), ("openssl x509 -req", peer)):
            print(f"{what:28} {wall:7.2f} ms, {cpu:6.2f} ms CPU for each")


if __name__ == "__main__":
    main()
