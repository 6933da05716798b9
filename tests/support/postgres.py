#!/usr/bin/env python3
"""A PostgreSQL of the tests' own, from Debian's packages: TLS with an authority of its own, passwords by SCRAM, plain text refused.

postgres.py start FOLDER     start one at a free port of 127.0.0.1 unless FOLDER has one that runs
postgres.py stop FOLDER      stop it and delete the folder
postgres.py restart FOLDER   stop and start it at its port; with --away SECONDS between
postgres.py psql FOLDER [DATABASE] [-c SQL...]

FOLDER/url then has the URL of its database `postgres`, password and all (0600); FOLDER/ca.crt the authority, FOLDER/other.crt
another one. Tests are told by CHITTY_TEST_DATABASE=file:FOLDER/url, and make a database of their own each: `database()` here.

The server is not run as root: as root, it is the user postgres'. So that this user can reach it wherever FOLDER is, FOLDER is
a link to a folder among the temporary ones.
"""
import contextlib
import glob
import os
import pathlib
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid

CONFIGURATION = """
listen_addresses = '127.0.0.1,127.0.0.2'
port = {port}
unix_socket_directories = ''
ssl = on
ssl_cert_file = '{folder}/server.crt'
ssl_key_file = '{folder}/server.key'
ssl_min_protocol_version = 'TLSv1.2'
max_connections = 200
shared_buffers = 64MB
timezone = 'UTC'
lc_messages = 'C'
logging_collector = off
"""

WHO_MAY = """
hostnossl all all 0.0.0.0/0 reject
hostssl   all all 127.0.0.0/8 scram-sha-256
"""


def programs():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: float(path.split("/")[4]))
    if not found:
        sys.exit("PostgreSQL is not installed: packaging/packages.sh test")
    return pathlib.Path(found[-1])


def run(*words, **options):
    """As the user that may run a server."""
    if os.geteuid() == 0:
        words = ("runuser", "-u", "postgres", "--", *words)
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, cwd="/", **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def certificates(folder):
    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    for name in ("ca", "other"):
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.crt",
                "-days", "2", "-subj", f"/CN=Authority of the tests ({name})")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-days", "2", "-extfile", "names", "-out", "server.crt")
    os.chmod(folder / "server.key", 0o600)


def prepare(folder):
    """A cluster in `folder`, with the URL of it."""
    password = secrets.token_urlsafe(12) + "/:@ %'\\"  # what must be escaped somewhere on the way
    port = free_port()
    certificates(folder)
    (folder / "password").write_text(password + "\n")
    url = f"postgres://chitty:{urllib.parse.quote(password, safe='')}@localhost:{port}/postgres?sslrootcert={folder}/ca.crt"
    (folder / "url").touch(0o600)
    (folder / "url").write_text(url)
    if os.geteuid() == 0:
        who = pwd.getpwnam("postgres")
        for path in (folder, folder / "server.key", folder / "password"):
            os.chown(path, who.pw_uid, who.pw_gid)
    os.chmod(folder, 0o755)
    run(programs() / "initdb", "-D", folder / "data", "-U", "chitty", "-A", "scram-sha-256", f"--pwfile={folder}/password",
        "--locale=C.UTF-8", "-E", "UTF8", "--no-instructions")
    os.unlink(folder / "password")
    append(folder / "data/postgresql.conf", CONFIGURATION.format(port=port, folder=folder))
    (folder / "data/pg_hba.conf").write_text(WHO_MAY)


def append(path, text):
    with path.open("a") as file:
        file.write(text)


def running(folder):
    pid = folder / "data/postmaster.pid"
    with contextlib.suppress(OSError, ValueError):
        os.kill(int(pid.read_text().split()[0]), 0)
        return True
    return False


def start(folder):
    if running(folder):
        return
    if not (folder / "data/PG_VERSION").exists():
        stop(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.symlink_to(tempfile.mkdtemp(prefix="chitty-postgres-"))
        prepare(folder.resolve())
    data = folder.resolve() / "data"
    run(programs() / "pg_ctl", "-D", data, "-w", "-t", "30", "-l", data / "log", "start", stdin=subprocess.DEVNULL)


def halt(folder, mode="fast"):
    if running(folder):
        run(programs() / "pg_ctl", "-D", folder.resolve() / "data", "-w", "-m", mode, "stop")


def stop(folder):
    halt(folder, "immediate")
    shutil.rmtree(folder.resolve(), ignore_errors=True)
    folder.unlink(missing_ok=True)


# --- for tests in Python ---

def asked_for():
    """The server's URL that CHITTY_TEST_DATABASE tells, or None: SQLite."""
    given = os.environ.get("CHITTY_TEST_DATABASE", "")
    return pathlib.Path(given[5:]).read_text().strip() if given.startswith("file:") else given or None


def psql(url, sql, *options):
    """Rows as lists of texts. The password goes by the environment, not by the words."""
    parts = urllib.parse.urlsplit(url)
    env = os.environ | {"PGPASSWORD": urllib.parse.unquote(parts.password or ""), "PGSSLMODE": "verify-full"}
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl().replace("postgres:", "postgresql:")
    done = subprocess.run([programs() / "psql", "-X", "-q", "-At", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", "-U", parts.username, *options, "-c", sql, bare],
                          capture_output=True, text=True, env=env)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return [line.split("\x1f") for line in done.stdout.split("\n")[:-1]]


@contextlib.contextmanager
def database(url):
    """The URL of a fresh database on that server, dropped at the end."""
    name = "test_" + uuid.uuid4().hex[:12]
    psql(url, f"CREATE DATABASE {name}")
    try:
        yield urllib.parse.urlsplit(url)._replace(path="/" + name).geturl()
    finally:
        psql(url, f"DROP DATABASE {name} WITH (FORCE)")


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in ("start", "stop", "restart", "psql"):
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[2]).absolute()
    if sys.argv[1] == "start":
        start(folder)
        print(f"PostgreSQL runs: CHITTY_TEST_DATABASE=file:{folder}/url")
    elif sys.argv[1] == "stop":
        stop(folder)
    elif sys.argv[1] == "restart":
        halt(folder)
        if "--away" in sys.argv:
            time.sleep(float(sys.argv[sys.argv.index("--away") + 1]))
        start(folder)
    else:
        url = (folder / "url").read_text().strip()
        for row in psql(url, sys.argv[-1]):
            print("\t".join(row))


if __name__ == "__main__":
    main()
