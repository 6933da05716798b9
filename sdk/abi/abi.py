#!/usr/bin/env python3
"""The freeze of the ABI (README.md).

  abi.py check            1.json is what plugin.h says, and no released description is broken
  abi.py update           write 1.json anew; read its diff before you commit it
  abi.py prefix VERSION   a C++ file on stdout: VERSION's structs are prefixes of today's
  abi.py tripwire VERSION abidiff finds nothing between VERSION and today that acknowledged.txt does not have
  abi.py freeze VERSION BUILD   keep today's header, description and a built plugin as VERSION
"""
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import abi_data

HERE = pathlib.Path(__file__).resolve().parent
HEADER = HERE.parent / "include" / "chitty" / "plugin.h"
GOLDEN = HERE / "1.json"


def golden():
    return json.loads(GOLDEN.read_text()) if GOLDEN.exists() else None


def check():
    today = abi_data.describe(str(HEADER), golden())
    bad = []
    if not GOLDEN.exists() or abi_data.text_of(today) != GOLDEN.read_text():
        bad.append("1.json is not what plugin.h says. Run `sdk/abi/abi.py update` and read the diff.")
    for file in sorted(HERE.glob("*/abi.json")):
        if file.parent.name.endswith("-draft") and not today["abi"].endswith("-draft"):
            continue  # a draft promised nothing to what came after it
        bad += [f"{file.parent.name}: {line}" for line in abi_data.broken_promises(json.loads(file.read_text()), today)]
    print("\n".join(bad) or f"ABI {today['abi']}: as described, nothing released is broken")
    return 1 if bad else 0


def update():
    GOLDEN.write_text(abi_data.text_of(abi_data.describe(str(HEADER), golden())))
    return 0


def prefix(version):
    """Both headers in one file: the old one in a namespace, its macros and its entry out of the way."""
    old = HERE / version / "plugin.h"
    macros = sorted(set(re.findall(r"^ *# *define (CHITTY_\w+)", old.read_text(), re.M)) - {"CHITTY_PLUGIN_H"})
    out = ["// Made by abi.py prefix.", "#include <stddef.h>", "#include <stdint.h>",
           "#define chitty_plugin_entry_v1 frozen_plugin_entry_v1", "namespace frozen {", f'#include "{old}"',
           "}  // namespace frozen", "#undef chitty_plugin_entry_v1", "#undef CHITTY_PLUGIN_H"]
    out += [f"#undef {macro}" for macro in macros] + [f'#include "{HEADER}"']
    for name, fields in abi_data.structs_of(str(old)):
        out.append(f'static_assert(sizeof(frozen::{name}) <= sizeof(::{name}), "{name} has shrunk");')
        out += [f'static_assert(offsetof(frozen::{name}, {field}) == offsetof(::{name}, {field}) && '
                f'sizeof(frozen::{name}::{field}) == sizeof(::{name}::{field}), "{name}.{field} has moved");'
                for field, _ in fields]
    print("\n".join(out))
    return 0


def tripwire(version):
    """An independent eye: abidiff over a library that uses every struct, built with both headers."""
    if not shutil.which("abidiff"):
        print("skipped: abidiff is not installed")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for name, header in (("old.so", HERE / version / "plugin.h"), ("new.so", HEADER)):
            structs = [struct for struct, _ in abi_data.structs_of(str(header))]
            probe = f'#include "{header}"\n' + "".join(f"void use_{s}(struct {s}* x) {{ (void)x; }}\n" for s in structs)
            subprocess.run(["gcc", "-g", "-shared", "-fPIC", "-x", "c", "-", "-o", f"{folder}/{name}"], input=probe, text=True, check=True)
        done = subprocess.run(["abidiff", "--no-show-locs", "old.so", "new.so"], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        print("abidiff finds no difference")
        return 0
    digest = hashlib.sha256(done.stdout.encode()).hexdigest()
    if any(line.split()[:2] == [version, digest] for line in (HERE / "acknowledged.txt").read_text().splitlines()):
        print("abidiff finds the difference that acknowledged.txt explains")
        return 0
    print(f"{done.stdout}{done.stderr}\nIf this is meant, say why in sdk/abi/acknowledged.txt:\n{version} {digest} REASON")
    return 1


def freeze(version, build):
    folder = HERE / version
    binaries = folder / "linux-x86_64"
    binaries.mkdir(parents=True, exist_ok=True)
    shutil.copy(HEADER, folder / "plugin.h")
    (folder / "abi.json").write_text(abi_data.text_of(abi_data.describe(str(HEADER), golden())))
    kept = HERE / "kept"
    record = binaries / "record.c"
    facts = binaries / "facts.h"
    subprocess.run([f"{build}/bin/chitty-manifest", kept / "manifest.json", "--schema", HERE.parent / "schema/manifest.schema.json",
                    "--record", record, "--facts", facts], check=True)
    library = binaries / "kept.so"
    subprocess.run(["gcc", "-std=c99", "-Os", "-fPIC", "-fvisibility=hidden", "-shared", "-s", "-Wl,-z,noseparate-code",
                    "-Wl,-z,defs", f"-Wl,--version-script={HERE.parent}/cmake/one_symbol.map", "-I", HEADER.parent.parent,
                    "-include", facts, kept / "kept.c", record, "-o", library], check=True)
    shutil.copy(kept / "kept.c", folder / "kept.c")
    record.unlink()
    facts.unlink()
    digest = hashlib.sha256(library.read_bytes()).hexdigest()
    (binaries / "kept.so.sha256").write_text(f"{digest}  kept.so\n")
    return 0


def main():
    commands = {"check": check, "update": update, "prefix": prefix, "tripwire": tripwire, "freeze": freeze}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        raise SystemExit(__doc__)
    sys.exit(commands[sys.argv[1]](*sys.argv[2:]))


main()
