"""A fleet of N small plugins for measurements: one is compiled, the others are the same bytes under other names.

Each has a manifest of about 13 KB (12 commands), the size of a real service's.
"""
import hashlib
import json
import pathlib
import struct
import subprocess
import tempfile

MAGIC = b"\x7fchitty-" + b"manif\x1a\r\n"
SOURCE = """
#include <chitty/plugin.h>
#include <string.h>
static chitty_status CHITTY_CALL list(const chitty_sink* out) { (void)out; return CHITTY_OK; }
static chitty_status CHITTY_CALL invoke(chitty_instance* i, chitty_call* c, const chitty_str* p, const chitty_str* a, chitty_error* e) {
  (void)i; (void)c; (void)p; (void)a; (void)e; return CHITTY_OK; }
static const chitty_commands commands = {sizeof(chitty_commands), 0, list, invoke};
static const void* CHITTY_CALL extension(const chitty_str* id) {
  return id->len == 17 && !memcmp(id->ptr, "chitty.commands/1", 17) ? &commands : 0; }
CHITTY_EXPORT chitty_status CHITTY_CALL chitty_plugin_entry_v1(const chitty_host* h, chitty_plugin* p, chitty_error* e) {
  static const chitty_str version = {"1.0.0", 5};
  (void)h; (void)e; p->struct_size = sizeof *p; p->abi_major = 1; p->abi_minor = 0; p->abi_minor_min = 0;
  p->name.ptr = NAME; p->name.len = sizeof NAME - 1; p->version = version; p->get_extension = extension; p->create = 0; p->destroy = 0;
  return CHITTY_OK; }
"""


def manifest(name):
    option = lambda n: {"name": n, "type": "string", "summary": f"Say the {n} of the thing that is asked for"}
    command = lambda verb: {
        "path": f"{name} thing {verb}", "summary": f"Do {verb} with one thing of the fleet", "effect": "read",
        "view": {"kind": "list", "columns": [{"title": t, "value": "/" + t.lower()} for t in ("ID", "NAME", "STATE")]},
        "arguments": [{"name": "id", "type": "string", "summary": "The thing's identifier"}],
        "options": [option(o) for o in ("colour", "weight", "origin", "owner", "since", "until")],
        "reply": {"type": "object", "required": ["id"], "properties": {k: {"type": "string"} for k in ("id", "name", "state")}},
        "examples": [{"command": f"chitty {name} thing {verb}", "summary": f"Do {verb} once"}]}
    verbs = "list get create update delete move copy lock unlock export import verify".split()
    return {"manifest": 1, "name": name, "version": "1.0.0", "summary": f"One of a fleet: {name}", "abi": {"major": 1, "minor": 0},
            "roots": [{"word": name, "summary": f"Things of the fleet, number {name[-4:]}"}],
            "commands": [command(v) for v in verbs]}


def compile_first(build, source, work):
    (work / "manifest.json").write_text(json.dumps(manifest("fleet-0000")))
    (work / "plugin.c").write_text('#define NAME "fleet-0000"\n' + SOURCE)
    subprocess.run([build / "bin/chitty-manifest", work / "manifest.json", "--record", work / "record.c"], check=True)
    subprocess.run(["gcc", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-I", source / "sdk/include", work / "plugin.c", work / "record.c",
                    f"-Wl,--version-script={source}/sdk/cmake/one_symbol.map", "-o", work / "fleet-0000.so"], check=True)
    return (work / "fleet-0000.so").read_bytes()


def renamed(first, number):
    """The same bytes under another name of the same length, the record's digest made anew."""
    data = first.replace(b"fleet-0000", b"fleet-%04d" % number).replace(b"number 0000", b"number %04d" % number)
    at = data.index(MAGIC)
    (length,) = struct.unpack_from("<Q", data, at + 24)
    payload = data[at + 64 : at + 64 + length]
    return data[: at + 32] + hashlib.sha256(payload).digest() + data[at + 64 :]


def make_fleet(build, source, folder, count):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        first = compile_first(pathlib.Path(build), pathlib.Path(source), pathlib.Path(work))
    for number in range(count):
        path = folder / f"fleet-{number:04d}.so"
        path.write_bytes(renamed(first, number))
        path.chmod(0o755)
