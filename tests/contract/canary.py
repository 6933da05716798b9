#!/usr/bin/env python3
"""No secret comes out. Canaries stand wherever a secret may: the owner's token, a service's token in the environment, behind
exec:, file:, env: and keyring:, in the configuration itself, a database's password, an object store's secret, another tool's token, a token in a reply.
Then every command of every plugin that is there, against remotes that lie, hang and echo, in each view, and against a real
local ChittyOS; and nothing of them may be in any output, process list, environment of a child, log, metric, or file that is not
the one place where that secret is meant to be: not as it is, nor in base64, hex, percent-encoded or as JSON has it.

Plugins are found by themselves, and their commands in their manifests.

canary.py BUILD host      what the host says of itself, and crashes
canary.py BUILD PLUGIN    each command of that plugin, against remotes that lie
canary.py BUILD local     a real local ChittyOS with every plugin, on SQLite; or with CHITTY_TEST_DATABASE (tests/support/postgres.py)
                          on PostgreSQL: then also every column of every table, and the server's log
"""
import base64
import concurrent.futures
import json
import os
import pathlib
import re
import resource
import shlex
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import postgres
from fake_remote import HANG, FakeRemote, answer
from local import database, environment

build, part = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
chitty = build / "bin/chitty"
MAGIC = b"\x7fchitty-" + b"manif\x1a\r\n"
VIEWS = ["table", "json", "ndjson", "yaml", "csv"]
SOURCES = ["literal", "file", "exec", "environment", "reference", "keyring"]
# With a quote, a slash and a plus, so that its encoded forms are others than itself.
CANARIES = {name: f'ca{n}/"{name}"/canary+{n * 7919 + 40961:x}' for n, name in enumerate([*SOURCES, "database", "blobs", "other-tool", "reply"])}
failures, runs = [], 0


def fail(name, detail):
    failures.append(name)
    print(f"FAILED {name}: {detail}"[:600])


def forms(secret):
    raw = secret.encode()
    quoted = json.dumps(secret)[1:-1]
    percent = urllib.parse.quote(secret, safe="")
    out = {secret, quoted, quoted.replace("/", "\\/"), percent, re.sub("%..", lambda code: code[0].lower(), percent), raw.hex(), raw.hex().upper()}
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        for before in range(3):  # wherever it stands in something longer
            whole = encode(b"\0" * before + raw).decode().rstrip("=")
            out.add(whole[[0, 2, 3][before]:(before + len(raw)) * 8 // 6])
    return {form for form in out if len(form) >= 12}


FORMS = {name: [form.encode() for form in forms(secret)] for name, secret in CANARIES.items()}


def look(name, data, but=()):
    """Are canaries in these bytes?"""
    data = data.encode() if isinstance(data, str) else data
    for which, all_forms in list(FORMS.items()):
        for form in all_forms:
            if which not in but and form in data:
                at = data.index(form)
                fail(name, f"shows the canary '{which}' as {form[:40]!r}: …{data[max(0, at - 60):at + 20]!r}…")


def manifests():
    for file in [*sorted((build / "lib/chitty/plugins").glob("*.so")), build / "tests/contract_plugins/asks.so"]:
        data = file.read_bytes()
        at = data.index(MAGIC)
        length = struct.unpack_from("<IIQ", data, at + 16)[2]
        yield json.loads(data[at + 64:at + 64 + length])


def value_of(argument, home):
    kind = argument["type"]
    if kind == "file":
        return str(home / "some-file")
    if "default" in argument:
        return str(argument["default"])
    return {"integer": str(argument.get("minimum", 1)), "choice": argument.get("choices", ["x"])[0], "duration": "1h", "time": "2026-01-01T00:00:00Z",
            "json": '["asks","send","/x"]', "secret": "no-canary-of-ours", "boolean": "true"}.get(kind, "x1")


def lines_of(manifest, home):
    """Each command with what it requires, and each as its examples have it."""
    for command in manifest["commands"]:
        line = command["path"].split() + [value_of(a, home) for a in command.get("arguments", []) if a.get("required")]
        line += [word for o in command.get("options", []) if o.get("required") for word in ("--" + o["name"], value_of(o, home))]
        yield line
        for example in command["examples"]:
            words = shlex.split(example["command"].split("|")[0].split(">")[0])
            if words[:1] == ["chitty"] and words[1:] != line:
                yield words[1:]


def starts_or_stops(manifest, line):
    """What begins or ends something that others here need, tables of services among it (`os db migrate down`)."""
    return "chitty.local/1" in manifest["abi"].get("extensions", []) and bool({"up", "down", "init", "restore", "start"} & set(line[:4]))


def variable_of(kind):
    return "CHITTY_" + re.sub("[^A-Z0-9]", "_", re.sub("^chitty-?", "", kind).upper()) + "_TOKEN"


def write_secret(file, text):
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.write_text(text)
    file.chmod(0o600)


def blobs_url(secret):
    return f"s3://bucket/p?endpoint=http://127.0.0.1:1&keyId=k&secret={secret}"


def home_with(folder, source, url, types):
    """A home whose token comes from `source`, for each of these remote types; and its variables."""
    home, canary = pathlib.Path(folder), CANARIES[source]
    env = environment(home) | {"GITHUB_TOKEN": CANARIES["other-tool"], "CHITTY_BROWSER": "none", "CHITTY_PLUGIN_PATH": str(build / "tests/contract_plugins")}
    (home / "some-file").write_text("{}")
    token = {"literal": canary, "file": f"file:{home}/kept/token", "exec": f"exec:sleep 0.05; cat {home}/kept/token", "environment": None,
             "reference": "env:OWN_NAME", "keyring": "keyring:canary"}[source]
    if source in ("file", "exec"):
        write_secret(home / "kept/token", canary + "\n")
    if source == "keyring":
        write_secret(home / ".local/share/chitty/secrets/canary", canary + "\n")
    if source == "reference":
        env["OWN_NAME"] = canary
    if source == "environment":
        env |= {variable_of(kind): canary for kind in types}
    database = f"postgres://u:{urllib.parse.quote(CANARIES['database'], safe='')}@127.0.0.1:1/d"
    write_secret(home / "kept/s3", CANARIES["blobs"] + "\n")
    config = {"chittyos": {"environment": "local", "baseUrl": url, "sharedDatabase": database, "sharedBlobs": blobs_url(f"file:{home}/kept/s3"),
                           "services": {kind: {"baseUrl": url} | ({setting: token} if token else {}) for kind, setting in types.items()}},
              "remotes": {"other": {"type": "other-tool", "baseUrl": url, "token": "env:GITHUB_TOKEN"}}}
    if token:
        config["chittyos"]["token"] = token
    write_secret(home / ".config/chitty/config.json", json.dumps(config))
    return home, env


def downloads(manifest, line):
    """Gives the service's bytes as they are, which nobody may change: what the service does with its own token is its own."""
    return any("download" in command.get("request", {}) and line[:len(path)] == path for command in manifest["commands"] for path in [command["path"].split()])


def run(env, words, but=(), expect=None, **options):
    global runs
    runs += 1
    name = "chitty " + " ".join(words)
    try:
        done = subprocess.run([chitty, *words], env=env, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, cwd=env["HOME"], **options)
    except subprocess.TimeoutExpired as late:
        return fail(name, f"no end: {late}")
    look(name + ", stdout", done.stdout, but)
    look(name + ", stderr", done.stderr)
    if expect is not None and done.returncode != expect:
        fail(name, f"exit {done.returncode}, wanted {expect}: {done.stderr}")
    return done


def is_meant_to_hold(file, home):
    """The places of secrets: each 0600."""
    inner = file.relative_to(home).as_posix()
    meant = inner in ("kept/token", "kept/s3", "kept/database", ".config/chitty/config.json") or "/chitty/secrets/" in inner or inner.endswith("owner.token")
    if meant and file.stat().st_mode & 0o077:
        fail(inner, "others may read it")
    return meant


def look_at_files(name, home, downloaded=()):
    """`downloaded`: names of files that hold what a service gave, as it gave it."""
    home = pathlib.Path(home)
    for file in home.rglob("*"):
        look(f"{name}, name of a file", file.name)
        if file.is_file() and not file.is_symlink() and not is_meant_to_hold(file, home) and file.name not in downloaded:
            look(f"{name}, file {file.relative_to(home)}", file.read_bytes())


def tables_of(manifest):
    """The tables that the service of this plugin has, when all its migrations are done."""
    tables = set()
    for migration in manifest.get("service", {}).get("migrations", []):
        tables |= set(re.findall(r"^CREATE TABLE (?:IF NOT EXISTS )?(\w+)", migration["up"], re.M))
        tables -= set(re.findall(r"^DROP TABLE (?:IF EXISTS )?(\w+)", migration["up"], re.M))
    return tables


def look_at_database(url, wanted):
    """Every value of every table, the events among them, and what the server has written of statements that failed."""
    columns = postgres.psql(url, "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
    values = 0
    for table, column in columns:
        got = postgres.psql(url, f'SELECT "{column}"::text FROM "{table}" WHERE "{column}" IS NOT NULL')
        values += len(got)
        look(f"{table}.{column}", "\n".join(line for row in got for line in row))
    tables = {table for table, _ in columns}
    # Where they wait, or have come to rest.
    events = sum(int(postgres.psql(url, f'SELECT count(*) FROM "{table}"')[0][0]) for table in tables if "events" in table)
    print(f"{len(tables)} tables, {values} values, {events} events")
    if not wanted <= tables or values < 500 or events < 10:
        fail("the test itself", f"too little in the database: without {sorted(wanted - tables)}, {values} values, {events} events")
    authority = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query).get("sslrootcert", [""])[0]
    log = pathlib.Path(authority).parent / "data/log"
    if os.access(log, os.R_OK):  # only a server of the tests' own, and only the user who may
        look("the server's log", log.read_bytes())


def echo(status, shape):
    """A remote that answers with what it was sent, and with its token in every form."""
    def reply(request):
        token = request["headers"].get("authorization", "").removeprefix("Bearer ")
        every = sorted(forms(token)) if token else []
        if shape == "html":
            return answer(status, f"<html>{token} {every}</html>", "text/html")
        if shape == "elsewhere":
            return answer(status, "", headers=[f"Location: http://127.0.0.1:1/?token={urllib.parse.quote(token, safe='')}"])
        body = {"success": status < 400, "id": token, "message": f"No: {token}", "error": f"bad token {token}", "items": [{"token": one} for one in every],
                "data": {token: every}, "access_token": CANARIES["reply"] if status < 400 else ""}
        return answer(status, json.dumps(body), headers=[f'WWW-Authenticate: Bearer error="invalid_token", error_description="{urllib.parse.quote(token)}"'])
    return reply


def ways(number):
    """(reply, view, more words): each command meets each of them, in views that go round."""
    view = [VIEWS[(number + i) % 5] for i in range(5)]
    return [(echo(200, "json"), view[0], []), (echo(200, "json"), view[1], ["--trace"]), (echo(401, "json"), view[2], ["--verbose", "--trace"]),
            (echo(403, "html"), view[3], []), (echo(307, "elsewhere"), view[4], ["--trace"]), (HANG, view[0], ["--timeout", "150ms", "--trace"]),
            (echo(200, "json"), view[1], ["--dry-run", "--trace"]), (b"HTTP/1.1 200 X\r\nContent-Length: 99\r\n\r\n{", view[2], [])]


class Watch:
    """The process list while commands run: the words of every process of ours, the variables of chitty's children."""

    def __init__(self, root):
        self.root, self.ending, self.seen, self.children = str(root).encode(), False, 0, 0
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ending = True
        self.thread.join()

    def watch(self):
        while not self.ending:
            for entry in pathlib.Path("/proc").iterdir():
                if entry.name.isdigit() and int(entry.name) != os.getpid():
                    self.one(entry)
            time.sleep(0.01)

    def one(self, entry):
        try:
            words, variables = (entry / "cmdline").read_bytes(), (entry / "environ").read_bytes()
            is_ours = os.readlink(entry / "exe") == os.path.realpath(chitty)
        except OSError:
            return  # ended meanwhile
        program = words.split(b"\0")[0]
        if self.root not in variables or not program or program.endswith(b"python3"):
            return  # another's; or one that is just becoming another program, or ending
        self.seen += 1
        look(f"process list: {words[:80]!r}", words)
        if not is_ours:
            # What is the person's own goes on to their own programs; what is ours does not, but to a chitty that runs a command apart.
            self.children += 1
            look(f"variables of {words[:80]!r}", variables, but=("other-tool", "reference"))


def against_liars(root, manifest):
    types = {manifest["name"]: manifest.get("remote", {}).get("auth", {}).get("secret", "serviceToken")}
    lines = [line for line in lines_of(manifest, pathlib.Path(root))
             if line[:2] not in (["asks", "crash"], ["asks", "visit"], ["asks", "wait"]) and not starts_or_stops(manifest, line)]

    def job(number):
        with tempfile.TemporaryDirectory(dir=root) as folder, FakeRemote({}) as remote:
            home, env = home_with(folder, SOURCES[number % len(SOURCES)], remote.url, types)
            config = home / ".config/chitty/config.json"
            before = config.read_text()
            for reply, view, more in ways(number):
                remote.answers = {"*": reply}
                write_secret(config, before)
                # What the service gives as an answer is the command's result; nobody else may have it.
                own = tuple(FORMS) if downloads(manifest, lines[number]) else ("reply",)
                run(env, [*lines[number], "-o", view, "--yes", *more, *([] if "--timeout" in more else ["--timeout", "4s"])], but=own)
            look_at_files(" ".join(lines[number]), home, lines[number] if downloads(manifest, lines[number]) else ())
            return any(CANARIES[SOURCES[number % len(SOURCES)]] in seen["headers"].get("authorization", "") for seen in remote.seen)

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        sent = sum(pool.map(job, range(len(lines))))
    print(f"{len(lines)} lines, {sent} of them sent the token")
    if "remote" in manifest and not sent:
        fail("the test itself", f"none of {len(lines)} lines ever sent the token")


def hosts_own(root):
    """What the host itself says of a configuration full of secrets."""
    for source in SOURCES:
        with tempfile.TemporaryDirectory(dir=root) as folder:
            home, env = home_with(folder, source, "http://127.0.0.1:1", {"asks": "serviceToken", "acme": "serviceToken"})
            for words in (["config", "list"], ["config", "get", "chittyos"], ["config", "get", "chittyos.services.asks.serviceToken"],
                          ["config", "get", "chittyos.sharedDatabase"], ["config", "get", "chittyos.sharedBlobs"], ["config", "get", "remotes"], ["config", "validate"], ["remote", "list"],
                          ["remote", "show", "other"], ["remote", "show", "asks"], ["remote", "test", "asks"], ["plugin", "list"], ["plugin", "info", "asks"],
                          ["help", "asks", "keep"], ["config", "set", "chittyos.baseUrl", "not an address"], ["config", "set", "remotes.other.type", "7"],
                          ["remote", "rename", "other", "another"], ["remote", "remove", "another", "--yes"]):
                for view in VIEWS:
                    run(env, [*words, "-o", view])
                run(env, [*words, "--trace", "--verbose"])
            run(env, ["completion", "suggest", "--", "chitty", "remote", "show", ""])
            look_at_files("the host's own", home)


def crashes(root):
    """A handler dies with the token in its memory: exit 8 and no core file; and none when a signal comes from outside."""
    def unlimited():
        resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)

    for source in SOURCES:
        with tempfile.TemporaryDirectory(dir=root) as folder:
            home, env = home_with(folder, source, "http://127.0.0.1:1", {"asks": "serviceToken"})
            run(env, ["asks", "crash"], expect=8, preexec_fn=unlimited)
            process = subprocess.Popen([chitty, "asks", "wait"], env=env, cwd=home, preexec_fn=unlimited, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
            time.sleep(0.3)
            limit = re.search(r"Max core file size +(\S+)", pathlib.Path(f"/proc/{process.pid}/limits").read_text())[1]
            if limit not in ("0", "1"):
                fail("a core file is allowed", limit)
            process.send_signal(signal.SIGQUIT)
            look("after SIGQUIT", b"".join(process.communicate()))
            if cores := [f.name for f in home.glob("*core*")]:
                fail("a core file", str(cores))
            look_at_files("after a crash", home)


def local_chittyos(root, all_manifests):
    """The real services, with an owner's token of our choice; then everything that they have written."""
    with database() as url:
        real_services(root, all_manifests, url)


def real_services(root, all_manifests, url):
    """`url`: a PostgreSQL database, whose password is a canary too; None: SQLite."""
    owner = "canary_owner_" + "7c1e9" * 10
    FORMS["owner"] = [form.encode() for form in forms(owner)]
    with tempfile.TemporaryDirectory(dir=root) as folder:
        home = pathlib.Path(folder)
        env = environment(home) | {"CHITTY_BROWSER": "none", "GITHUB_TOKEN": CANARIES["other-tool"]}
        foreign = {variable_of(m["name"]): CANARIES["environment"] for m in all_manifests}
        (home / "some-file").write_text("{}")
        init = ["os", "init"]
        if url:
            FORMS["password"] = [form.encode() for form in forms(urllib.parse.unquote(urllib.parse.urlsplit(url).password))]
            write_secret(home / "kept/database", url + "\n")
            init += ["--database", f"file:{home}/kept/database"]
        run(env, init, expect=0)
        write_secret(next(home.rglob("owner.token")), owner + "\n")
        run(env | foreign, ["os", "up", "--port", "0"], expect=0)
        port = json.loads(next(home.rglob("chittyd.json")).read_text())["port"]
        asked = answered = 0
        try:
            for manifest in all_manifests[:-1]:
                for line in lines_of(manifest, home):
                    if starts_or_stops(manifest, line):
                        continue
                    for view, more in (("json", []), ("table", ["--trace", "--verbose"])):
                        done = run(env, [*line, "-o", view, "--yes", "--timeout", "4s", *more])
                        asked, answered = asked + 1, answered + (done is not None and done.returncode == 0)
                    run(env | foreign, [*line, "--timeout", "4s", "--trace", "--yes"])  # refused by the gate
            for path in ("/metrics", "/health", "/", "/nowhere", *(f"/{m['name']}/health" for m in all_manifests)):
                for token in (owner, "ca_local_" + "x" * 40, CANARIES["environment"]):
                    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}?token={urllib.parse.quote(CANARIES['environment'], safe='')}",
                                                     headers={"Authorization": f"Bearer {token}"})
                    try:
                        look(f"GET {path}", urllib.request.urlopen(request, timeout=5).read())
                    except urllib.error.HTTPError as error:
                        look(f"GET {path}", error.read())
        finally:
            run(env, ["os", "down"])
        print(f"{answered} of {asked} commands did what they were asked")
        if answered < asked // 4:  # the others are asked for what is not there: that is a way, too
            fail("the test itself", f"only {answered} of {asked} commands did what they were asked")
        look_at_files("a local ChittyOS", home)
        if url:
            wanted = {"events_outbox", "chitty_answers"}.union(*map(tables_of, all_manifests))
            look_at_database(url, wanted)
        # A database whose password is in its address, and which is not there.
        write_secret(home / "kept/token", f"postgres://u:{urllib.parse.quote(CANARIES['database'], safe='')}@127.0.0.1:1/d\n")
        for address in (f"file:{home}/kept/token", (home / "kept/token").read_text().strip()):
            config = json.loads((home / ".config/chitty/config.json").read_text())
            config["chittyos"]["sharedDatabase"] = address
            write_secret(home / ".config/chitty/config.json", json.dumps(config))
            run(env, ["os", "up", "--trace", "--verbose", "--timeout", "20s"])
            run(env, ["os", "status"])
            run(env, ["os", "down"])
        look_at_files("a database that is away", home)
        # An object store that is not there: its secret in a file, the whole URL in a file, and, refused, in the configuration itself.
        config["chittyos"].pop("sharedDatabase")
        secret = urllib.parse.quote(CANARIES["blobs"], safe="")
        write_secret(home / "kept/s3", CANARIES["blobs"] + "\n")
        write_secret(home / "kept/token", blobs_url(secret) + "\n")
        for place in (blobs_url(f"file:{home}/kept/s3"), f"file:{home}/kept/token", blobs_url(secret)):
            config["chittyos"]["sharedBlobs"] = place
            write_secret(home / ".config/chitty/config.json", json.dumps(config))
            run(env, ["os", "up", "--trace", "--verbose", "--timeout", "20s"])
            run(env, ["os", "status"])
            run(env, ["config", "validate"])
            run(env, ["os", "down"])
        look_at_files("an object store that is away", home)


everything = list(manifests())
with tempfile.TemporaryDirectory(prefix="chitty-canary-") as root:
    with Watch(root) as watch:
        start = time.monotonic()
        if part == "host":
            hosts_own(root)
            crashes(root)
        elif part == "local":
            local_chittyos(root, everything)
        else:
            against_liars(root, next(manifest for manifest in everything if manifest["name"] == part))
        print(f"{part}: {time.monotonic() - start:.0f} s, {runs} runs, {watch.seen} looks at processes, {watch.children} at children")
    if not runs or not watch.seen:
        fail("the test itself", f"{watch.seen} looks at processes in {runs} runs")
raise SystemExit(f"{len(failures)} failures" if failures else 0)
