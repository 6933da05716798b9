#!/usr/bin/env python3
"""The arrows between the rooms, and what the core must not know.

arrows.py includes ROOT   every #include "..." points along an arrow: what the room's chitty_room() in CMake DEPENDS on, and
                          its tests on what they TEST_DEPENDS on; and no arrow leads back
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
    r"boost/dll": {"core/base/process/shared_library.cpp"},
    r"openssl/ssl|boost/asio/ssl": {"core/net", "core/daemon/tls", "plugins/chittyregister/service/outside.cpp", "plugins/chittyrouter/source/connection.cpp"},
    r"boost/beast": {"core/net", "core/daemon/forward", "core/daemon/serve", "plugins/chittyconnect/mcp"},
    r"boost/asio": {"core/net", "core/daemon/serve", "core/daemon/watch", "plugins/chittyconnect/mcp", "plugins/chittyconnect/commands/mcp_serve.cpp"},
    r"pcre2": {"sdk/json_schema/pattern/pattern.cpp"},
    r"boost/program_options": {"core/cli", "core/daemon/process"},
    r"soci/": {"core/daemon/store"},
}


def sources(root, *folders):
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SOURCES and path.is_file():
                yield path, path.relative_to(root).as_posix()


def includes(path):
    return re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', path.read_text(errors="replace"), re.M)


class House:
    """The rooms of core/, as its CMake files say: rooms are folders, arrows lead from a room to the rooms that it may include."""

    def __init__(self, root):
        self.root = root
        self.arrows, self.of_tests, self.problems = {}, {}, []
        folder_of = {}  # of a library: web_key lives in core/net
        said = []
        for file in sorted((root / "core").rglob("CMakeLists.txt")):
            text = re.sub(r"#.*", "", file.read_text())
            folder = file.parent.relative_to(root).as_posix()
            for name, rest in re.findall(r"\bchitty_room\(\s*(\w+)([^)]*)\)", text):
                folder_of[name] = folder
                said.append((name, folder, rest.split()))
            for program, source in re.findall(r"\badd_executable\(\s*(\w+)\s+\.\./(\w+\.cpp)\s*\)", text):
                links = re.search(r"\btarget_link_libraries\(\s*" + program + r"\s([^)]*)\)", text)
                said.append((program, "core", ["DEPENDS"] + [word[7:] for word in links.group(1).split() if word.startswith("chitty_")]))
        for name, folder, words in said:
            for arrows, keyword in ((self.arrows, "DEPENDS"), (self.of_tests, "TEST_DEPENDS")):
                for other in self.after(words, keyword):
                    if other in folder_of:
                        arrows.setdefault(folder, set()).add(folder_of[other])
                    elif folder != "core":
                        self.problems.append(f"{folder}: {name} {keyword} {other}, which is no room")
        self.folders = sorted(set(folder_of.values()), key=len, reverse=True)

    @staticmethod
    def after(words, keyword):
        if keyword not in words:
            return []
        rest = words[words.index(keyword) + 1:]
        return rest[:next((i for i, word in enumerate(rest) if word.isupper()), len(rest))]

    def room_of(self, name):
        for folder in self.folders:
            if name.startswith(folder + "/"):
                return folder
        return name.split("/")[0]

    def may_include(self, name, room):
        is_test = name.endswith("_test.cpp") or "/testing/" in name
        return self.arrows.get(room, set()) | (self.of_tests.get(room, set()) if is_test else set())

    def circles(self):
        done, way = set(), []

        def walk(room):
            if room in way:
                yield " -> ".join(way[way.index(room):] + [room])
            elif room not in done:
                way.append(room)
                for other in sorted(self.arrows.get(room, set()) - {room}):
                    yield from walk(other)
                done.add(way.pop())

        for room in sorted(self.arrows):
            yield from walk(room)


def check_includes(root):
    house = House(root)
    yield from house.problems
    for circle in house.circles():
        yield f"an arrow leads back: {circle}"
    for path, name in sources(root, "sdk", "core", "plugins"):
        room = house.room_of(name)
        for kind, target in includes(path):
            if kind == "<" or (path.parent / target).exists() and house.room_of((path.parent / target).resolve().relative_to(root).as_posix()) == room:
                continue
            if (root / "core" / target).exists():
                other = house.room_of("core/" + target)
                if other != room and other not in house.may_include(name, room):
                    yield f"{name}: includes {target}, but there is no arrow from {room} to {other}"
            elif room == "plugins" and (root / target).exists():
                yield f"{name}: includes {target}; a plugin may include only <chitty/...> and its own files"


def check_heavy(root):
    for path, name in sources(root, "sdk", "core", "plugins"):
        for _, target in includes(path):
            for pattern, places in HEAVY.items():
                if re.match(pattern, target) and not any(name == place or name.startswith(place + "/") for place in places):
                    yield f"{name}: includes {target}, which belongs to {', '.join(sorted(places))}"
    for pattern, limit in ((r"boost/beast", 8), (r"boost/dll", 1)):
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
    rooms += [p.parent for p in sorted((root / "core").rglob("CMakeLists.txt")) if "testing" not in p.parts]
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
