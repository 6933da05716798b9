#!/usr/bin/env python3
"""The arrows between the rooms, and what the core must not know.

arrows.py includes ROOT   every #include "..." and <chitty/...> points along an arrow of arrows.txt
arrows.py heavy ROOT      Boost.DLL, Boost.Beast and OpenSSL's TLS stay in the files that may have them
arrows.py services ROOT   core/ and sdk/ name no service and no platform
arrows.py readmes ROOT    every room has a README of one screen
"""
import pathlib
import re
import sys

SOURCES = {".c", ".cpp", ".h", ".hpp"}
SERVICES = ("chittyid chittyauth chittyverify chittytrust chittyconnect chittyrouter chittyregistry chittyregister chittygateway "
            "chittyportal chittychat chittycases chittycertify chittycontextual chittyschema chittychronicle notion github "
            "cloudflare neon railway linear-workspace aws-account gcp-project").split()
HEAVY = {  # pattern: files that may include it
    r"boost/dll": {"core/base/shared_library.cpp"},
    r"openssl/ssl|boost/asio/ssl": {"core/net"},
    r"boost/(beast|asio)": {"core/net", "core/daemon"},
    r"valijson/": {"sdk/tools/draft7.cpp"},
    r"boost/program_options": {"core/cli", "core/daemon"},
    r"soci/": {"core/daemon"},
}


def sources(root, *folders):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SOURCES and path.is_file():
                yield path, path.relative_to(root).as_posix()


def room_of(name):
    parts = name.split("/")
    if parts[0] == "core":
        return "/".join(parts[:2]) if len(parts) > 2 else "core"
    return parts[0]


def includes(path):
    return re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', path.read_text(errors="replace"), re.M)


def allowed_arrows():
    arrows = {}
    for line in (pathlib.Path(__file__).parent / "arrows.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            room, _, others = line.partition(":")
            arrows[room.strip()] = set(others.split())
    return arrows


def check_includes(root):
    arrows = allowed_arrows()
    for path, name in sources(root, "sdk", "core", "plugins"):
        room = room_of(name)
        for kind, target in includes(path):
            if kind == "<" or (path.parent / target).exists() and room_of((path.parent / target).resolve().relative_to(root).as_posix()) == room:
                continue
            if (root / "core" / target).exists():
                other = room_of("core/" + target)
                if other != room and other not in arrows.get(room, set()):
                    yield f"{name}: includes {target}, but there is no arrow from {room} to {other}"
            elif room == "plugins" and (root / target).exists():
                yield f"{name}: includes {target}; a plugin may include only <chitty/...> and its own files"


def check_heavy(root):
    for path, name in sources(root, "sdk", "core", "plugins"):
        for _, target in includes(path):
            for pattern, places in HEAVY.items():
                if re.match(pattern, target) and not any(name == place or name.startswith(place + "/") for place in places):
                    yield f"{name}: includes {target}, which belongs to {', '.join(sorted(places))}"
    for pattern, limit in ((r"boost/beast", 6), (r"boost/dll", 1)):
        users = [n for p, n in sources(root, "sdk", "core", "plugins") if any(re.match(pattern, t) for _, t in includes(p)) and not n.endswith("_test.cpp")]
        if len(users) > limit:
            yield f"{len(users)} files include {pattern}, {limit} at most: {', '.join(users)}"


# A URL's scheme that people write for a database, whose engine is PostgreSQL like any other's.
SCHEME = re.compile(r'\bneon://|"neon"')


def check_services(root):
    pattern = re.compile(r"\b(" + "|".join(SERVICES) + r")\b", re.I)
    for folder in ("core", "sdk"):
        for path in sorted((root / folder).rglob("*")):
            if not path.is_file() or path.suffix in (".so", ".pyc"):
                continue
            for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
                if found := pattern.search(SCHEME.sub("", line)):
                    yield f"{path.relative_to(root)}:{number}: names {found.group(0)}"


def check_readmes(root):
    rooms = [root / "core", root / "sdk", root / "plugins", root / "tests", root / "examples", root / "packaging"]
    rooms += [p for p in sorted((root / "core").iterdir()) if p.is_dir()]
    rooms += [p.parent for p in sorted((root / "plugins").glob("*/manifest.json"))]
    for room in rooms:
        readme = room / "README.md"
        if not readme.exists():
            yield f"{room.relative_to(root)}: has no README.md"
        elif len(readme.read_text().splitlines()) > 100:
            yield f"{readme.relative_to(root)}: is longer than a screen or two ({len(readme.read_text().splitlines())} lines, 100 at most)"


CHECKS = {"includes": check_includes, "heavy": check_heavy, "services": check_services, "readmes": check_readmes}

if __name__ == "__main__":
    problems = list(CHECKS[sys.argv[1]](pathlib.Path(sys.argv[2]).resolve()))
    print("\n".join(problems))
    sys.exit(1 if problems else 0)
