#!/usr/bin/env python3
"""The record of a zoo plugin, as a C file: a manifest with edits, and lies about it on demand.

Written without chitty-manifest, so that it is also a second opinion on the record's format.

usage: record.py OUT.c NAME [option ...]
  set:/pointer=JSON  set a member        drop:/pointer  remove one
  payload:TEXT       this text instead of a manifest    nest:N  N brackets instead of one
  pad:N              N bytes of description              tail:HEX  bytes put before the last brace, as a string's value
  length:+N          state a length that is N too large  hash     state a wrong hash
  version:N          state another record version        twice    write the record twice
"""
import hashlib
import json
import struct
import sys

MAGIC = b"\x7fchitty-" + b"manif\x1a\r\n"


def manifest(name):
    return {
        "manifest": 1, "name": name, "version": "1.2.3", "summary": "Hand back what it is given",
        "abi": {"major": 1, "minor": 0, "extensions": ["chitty.output/1"]},
        "roots": [{"word": name, "summary": "A plugin of the zoo"}],
        "commands": [{
            "path": name + " echo", "summary": "Hand the arguments back",
            "arguments": [{"name": "words", "type": "string", "repeated": True, "summary": "What to hand back"}],
            "options": [{"name": "count", "type": "integer", "default": 1, "minimum": 0, "maximum": 9, "short": "c",
                         "summary": "A number"},
                        {"name": "colour", "type": "choice", "choices": ["red", "green"], "summary": "One of two"},
                        {"name": "loud", "type": "boolean", "summary": "A flag"}],
            "effect": "read", "view": {"kind": "object"}, "remote": False,
            "examples": [{"command": "chitty " + name + " echo hello", "summary": "Say hello"}]}]}


def place(value, pointer):
    *way, last = pointer.strip("/").split("/")
    for step in way:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value, int(last) if isinstance(value, list) else last


def payload(name, options):
    value = manifest(name)
    for option in options:
        kind, _, rest = option.partition(":")
        if kind == "payload":
            return rest.encode()
        if kind == "nest":
            return b"[" * int(rest) + b"]" * int(rest)
        if kind == "set":
            pointer, _, text = rest.partition("=")
            where, key = place(value, pointer)
            where[key] = json.loads(text)
        elif kind == "drop":
            where, key = place(value, rest)
            del where[key]
        elif kind == "pad":
            value["description"] = "x" * int(rest)
    text = json.dumps(value, separators=(",", ":")).encode()
    for option in options:
        if option.startswith("tail:"):
            text = text[:-1] + b',"tail":"' + bytes.fromhex(option[5:]) + b'"}'
    return text


def record(data, options):
    length, digest, version = len(data), hashlib.sha256(data).digest(), 1
    for option in options:
        if option.startswith("length:"):
            length += int(option[7:])
        elif option.startswith("version:"):
            version = int(option[8:])
        elif option == "hash":
            digest = bytes(32)
    return MAGIC + struct.pack("<IIQ", version, 0, length) + digest + data


def c_file(data, name):
    numbers = ",".join(map(str, data))
    return ('__attribute__((section(".chitty.manifest"), aligned(16), used, retain))\n'
            f"static const unsigned char {name}[] = {{{numbers}}};\n")


def main():
    out, name, *options = sys.argv[1:]
    data = record(payload(name, options), options)
    text = c_file(data, "zoo_record")
    if "twice" in options:
        text += c_file(data, "zoo_second_record")
    with open(out, "w", encoding="ascii") as file:
        file.write(text)


main()
