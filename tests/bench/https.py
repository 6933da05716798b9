#!/usr/bin/env python3
"""One HTTPS request through a command, beside curl to the same endpoint: whole processes, default verification.

The endpoint's certificate comes from an authority that is in the system's store for the time of the measurement: a copy of
/etc/ssl/certs in a folder, with the authority added both to the hashed folder and to the bundle; each program is pointed at
the copy by its documented variable. curl reads the bundle, as it does by default; chitty looks up one file.

https.py BUILD   BUILD is a release build's folder
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from local import environment, free_port, wait_for

build = pathlib.Path(sys.argv[1]).resolve()


def openssl(*words, cwd):
    subprocess.run(["openssl", *words], cwd=cwd, check=True, capture_output=True)


def certificates(folder):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key", "-out", "ca.crt", "-days", "2", "-subj", "/CN=bench authority", cwd=folder)
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "good.key", "-out", "good.csr", "-subj", "/CN=localhost", cwd=folder)
    (folder / "san").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "good.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-out", "good.crt", "-days", "2", "-extfile", "san", cwd=folder)
    store = folder / "certs"
    shutil.copytree("/etc/ssl/certs", store, symlinks=False, ignore_dangling_symlinks=True)
    shutil.copy(folder / "ca.crt", store / "bench-authority.pem")
    openssl("rehash", str(store), cwd=folder)
    with open(store / "ca-certificates.crt", "a") as bundle:
        bundle.write((folder / "ca.crt").read_text())
    return store


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    folder.chmod(0o755)
    store = certificates(folder)
    port = free_port()
    (folder / "nginx.conf").write_text(f"""daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ }}
http {{ access_log off; server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {folder}/good.crt; ssl_certificate_key {folder}/good.key;
  location / {{ default_type application/json; return 200 '{{"success":true,"valid":true}}'; }} }} }}\n""")
    server = subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-e", folder / "error.log"])
    try:
        env = environment(folder) | {"SSL_CERT_DIR": str(store), "CURL_CA_BUNDLE": str(store / "ca-certificates.crt"), "CHITTY_ID_TOKEN": "ca_bench_token_token_token"}
        chitty = build / "bin/chitty"
        url = f"https://localhost:{port}"
        subprocess.run([chitty, "config", "set", "chittyos.services.chittyid.baseUrl", url], env=env, check=True, capture_output=True)
        verify = f"{chitty} id verify 03-1-USA-4448-P-2609-0-88"
        curl = f"curl -sS -H Content-Type:application/json -d {{}} {url}/api/validate"
        for command in (verify, curl):
            done = subprocess.run(command.split(), env=env, capture_output=True, text=True)
            if done.returncode:
                raise SystemExit(f"{command}: exit {done.returncode}\n{done.stderr}")
        out = folder / "out.json"
        subprocess.run(["hyperfine", "-N", "--warmup", "5", "--runs", "40", "--export-json", out, verify, curl], env=env, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        ours, theirs = json.loads(out.read_text())["results"]
        print(f"one HTTPS request, whole process, median of 40: chitty {ours['median'] * 1e3:.1f} ms, curl {theirs['median'] * 1e3:.1f} ms, "
              f"ratio {ours['median'] / theirs['median']:.2f} (at most 0.5)")
    finally:
        server.terminate()
        server.wait()
