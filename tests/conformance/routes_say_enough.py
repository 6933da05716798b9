#!/usr/bin/env python3
"""Does each route of the installed plugins say enough for a description of the interface (OpenAPI) to be written from it?

usage: routes_say_enough.py PLUGIN.so ...

A summary; a schema for each variable of its path; its query, or that it has none ({}); where something is sent, its body, or
that there is none (false); its reply; and, where somebody is known, whose things it shows (`sees`). One line for each thing that is missing.
"""
import json
import pathlib
import re
import sys

MAGIC = b"\x7fchitty-" + b"manif\x1a\r\n"


def manifest_of(path):
    data = path.read_bytes()
    start = data.index(MAGIC)
    return json.loads(data[start + 64:start + 64 + int.from_bytes(data[start + 24:start + 32], "little")])


def missing(route):
    said = set(route)
    wanted = {"summary", "reply"} | ({"body"} if route["method"] in ("POST", "PUT", "PATCH") else {"query"})
    if not route.get("public"):
        wanted.add("sees")
    lacks = sorted(wanted - said)
    variables = set(re.findall(r"{([^}]+)}", route["path"]))
    return lacks + [f"parameters.{name}" for name in sorted(variables - set(route.get("parameters", {})))]


def main():
    wrong, routes = [], 0
    for path in map(pathlib.Path, sys.argv[1:]):
        for route in manifest_of(path).get("service", {}).get("routes", []):
            routes += 1
            wrong += [f"{path.stem}: {route['method']} {route['path']} says no {what}" for what in missing(route)]
    print("\n".join(wrong) or f"{routes} routes say enough")
    sys.exit(bool(wrong) or routes == 0)


main()
