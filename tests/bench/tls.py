#!/usr/bin/env python3
"""HTTPS of chittyd beside nginx with the same certificate, in one run: handshakes a second without resumption (openssl s_time, two at
once, one small request each), requests a second on kept connections (wrk), the server's CPU time for each, and what an idle connection
keeps in memory. Each server has one thread that answers, then chittyd as it is started usually.

tls.py BUILD   BUILD is a release build's folder
"""
import contextlib
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import children, cpu_seconds, environment, free_port, wait_for

EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
SECONDS = 4


def openssl(*words, cwd):
    subprocess.run(["openssl", *words], cwd=cwd, check=True, capture_output=True)


def certificates(folder):
    openssl("req", "-x509", *EC, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=bench authority", cwd=folder)
    openssl("req", *EC, "-keyout", "key.pem", "-out", "csr.pem", "-subj", "/CN=localhost", cwd=folder)
    (folder / "extensions").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    openssl("x509", "-req", "-in", "csr.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "extensions", "-out", "certificate.pem", cwd=folder)
    (folder / "key.pem").chmod(0o600)


@contextlib.contextmanager
def running(words, port, env=None):
    process = subprocess.Popen([str(word) for word in words], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/health/live")
        yield [process.pid] + children(process.pid)
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def nginx(folder):
    plain, port = free_port(), free_port()
    (folder / "health").mkdir(exist_ok=True)
    (folder / "health/live").write_text('{"status":"ok","service":"nginx","version":"1.0.0","timestamp":"2026-11-29T12:00:00.000Z"}\n')
    (folder / "nginx.conf").write_text(f"""daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 8192; }}
http {{ access_log {folder}/access.log; keepalive_requests 10000000; ssl_session_cache off; ssl_session_tickets off; ssl_protocols TLSv1.2 TLSv1.3;
  server {{ listen 127.0.0.1:{plain}; listen 127.0.0.1:{port} ssl; ssl_certificate {folder}/certificate.pem; ssl_certificate_key {folder}/key.pem; root {folder}; }} }}\n""")
    with running(["nginx", "-c", folder / "nginx.conf", "-e", folder / "error.log"], plain) as pids:
        yield port, pids


@contextlib.contextmanager
def chittyd(build, folder, *more):
    plain, port = free_port(), free_port()
    words = [build / "bin/chittyd", "--data", folder / "data", "--state", folder / "state", "--config", folder / "config", "--listen", f"127.0.0.1:{plain}",
             "--tls-listen", f"127.0.0.1:{port}", "--tls-certificate", folder / "certificate.pem", "--tls-key", folder / "key.pem", *more]
    with running(words, plain, environment(folder)) as pids:
        yield port, pids, plain


def median(measure):
    return sorted(measure() for _ in range(3))[1]


# A second, and microseconds of the server's processor for each.
def handshakes(port, pids, version, folder):
    def once():
        before = cpu_seconds(pids)
        clients = [subprocess.Popen(["openssl", "s_time", "-connect", f"127.0.0.1:{port}", "-new", version, "-time", str(SECONDS), "-www", "/health/live"], cwd=folder,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) for _ in range(2)]
        told = [re.findall(r"(\d+) connections in (\d+) real seconds", client.communicate()[0])[0] for client in clients]
        count = sum(int(done) for done, _ in told)
        return sum(int(done) / int(seconds) for done, seconds in told), (cpu_seconds(pids) - before) / count * 1e6
    return median(once)


def requests(scheme, port, pids):
    def once():
        before = cpu_seconds(pids)
        out = subprocess.run(["wrk", "-t2", "-c64", f"-d{SECONDS}s", f"{scheme}://127.0.0.1:{port}/health/live"], capture_output=True, text=True).stdout
        if "Non-2xx" in out or "Socket errors" in out:
            raise SystemExit(out)
        return float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)), (cpu_seconds(pids) - before) / int(re.search(r"(\d+) requests in", out).group(1)) * 1e6
    return median(once)


def resident(pids):
    return sum(int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1)) for pid in pids)


def idle(port, pids, by_tls, count=500):
    """KiB for each of so many connections that have had one reply and wait."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    before, kept = resident(pids), []
    for _ in range(count):
        stream = socket.create_connection(("127.0.0.1", port))
        stream = context.wrap_socket(stream) if by_tls else stream
        stream.sendall(f"GET /health/live HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        stream.recv(4096)
        kept.append(stream)
    return (resident(pids) - before) / count


def row(what, ours, base=None):
    beside = f"   x {ours[0] / base[0]:.2f} of nginx's rate, x {ours[1] / base[1]:.2f} of its CPU" if base else ""
    print(f"{what:46} {ours[0]:>9.0f} /s {ours[1]:>7.1f} us CPU each{beside}", flush=True)


build = pathlib.Path(sys.argv[1]).resolve()
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    folder.chmod(0o755)
    certificates(folder)
    with nginx(folder) as (port, pids):
        base = {version: handshakes(port, pids, version, folder) for version in ("-tls1_3", "-tls1_2")}
        kept, waiting = requests("https", port, pids), idle(port, pids, True)
    with chittyd(build, folder, "--threads", "1") as (port, pids, plain):
        for version, theirs in base.items():
            row(f"nginx, handshakes {version[1:]}", theirs)
            row(f"chittyd --threads 1, handshakes {version[1:]}", handshakes(port, pids, version, folder), theirs)
        row("nginx, requests on kept connections", kept)
        row("chittyd --threads 1, requests", requests("https", port, pids), kept)
        row("chittyd --threads 1, requests without TLS", requests("http", plain, pids))
    with chittyd(build, folder) as (port, pids, plain):
        row("chittyd, handshakes tls1_3", handshakes(port, pids, "-tls1_3", folder), base["-tls1_3"])
        row("chittyd, requests on kept connections", requests("https", port, pids), kept)
        print(f"an idle connection keeps {idle(port, pids, True):.1f} KiB by TLS, {idle(plain, pids, False):.1f} without; {waiting:.1f} in nginx by TLS")
