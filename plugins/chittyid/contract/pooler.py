#!/usr/bin/env python3
# ctest: on postgresql, needs os
"""A daemon behind pgbouncer in transaction mode, as Neon's pooler is: everything works without anything prepared.

pooler.py BUILD       with CHITTY_TEST_DATABASE (tests/support/postgres.py)
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "tests/support"))
import postgres
from local import database, free_port, local

CONFIGURATION = """
[databases]
* = host=localhost port={server} user=chitty password='{password}'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
pool_mode = transaction
default_pool_size = 3
auth_type = scram-sha-256
auth_file = {folder}/users
client_tls_sslmode = require
client_tls_cert_file = {certificates}/server.crt
client_tls_key_file = {certificates}/server.key
server_tls_sslmode = verify-full
server_tls_ca_file = {certificates}/ca.crt
"""


def pooler(folder, parts):
    """A pgbouncer before the server; its process and port."""
    password, port = urllib.parse.unquote(parts.password), free_port()
    certificates = pathlib.Path(urllib.parse.parse_qs(parts.query)["sslrootcert"][0]).parent
    (folder / "users").write_text('"chitty" "' + password.replace('"', '""') + '"\n')
    (folder / "pgbouncer.ini").write_text(CONFIGURATION.format(server=parts.port, password=password.replace("'", "''"), port=port, folder=folder,
                                                               certificates=certificates))
    words = ["/usr/sbin/pgbouncer", str(folder / "pgbouncer.ini")]
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "postgres", str(folder)], check=True)
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *words]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=(folder / "log").open("w")), port


server = postgres.asked_for()
if server is None:
    sys.exit("CHITTY_TEST_DATABASE names no PostgreSQL server.")
with tempfile.TemporaryDirectory(prefix="chitty-pooler-") as name, database() as url:
    parts = urllib.parse.urlsplit(url)
    process, port = pooler(pathlib.Path(name), parts)
    try:
        time.sleep(1)
        pooled = parts._replace(netloc=parts.netloc.replace(f":{parts.port}", f":{port}"), query=parts.query + "&pooled=yes").geturl()
        with local(sys.argv[1], pooled) as chitty:
            for _ in range(5):
                chitty.json("id", "mint", "--entity", "PERSON")
            listed = chitty.json("id", "list", "--mine")
            batch = chitty.run("id", "mint", "--entity", "PERSON", "--count", "2500", "-o", "ndjson", "--quiet")
            assert batch.returncode == 0 and len(batch.stdout.splitlines()) == 2500, batch.stderr
            assert len(listed) == 5, listed
        ((stored, highest),) = postgres.psql(url, "SELECT count(*), max(ordinal) FROM identities WHERE minted_by = 'owner'")
        assert stored == "2505", (stored, highest)
        print(f"behind a pooler: {stored} minted, the last is number {highest}")
    except BaseException:
        print((pathlib.Path(name) / "log").read_text()[-2000:])
        raise
    finally:
        process.terminate()
        process.wait(10)
