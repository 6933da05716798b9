#!/usr/bin/env python3
"""Spoil a good plugin's file: spoil.py HOW IN OUT

  text          a text file                      empty         nothing at all
  in-record     cut in the middle of the record  tail          cut after the record: the section table is gone
  architecture  made for 64-bit ARM, it says     twice         the record is there once more, at the end
"""
import os
import sys

MAGIC = b"\x7fchitty-" + b"manif\x1a\r\n"


def spoil(how, data):
    start = data.index(MAGIC)
    length = int.from_bytes(data[start + 24:start + 32], "little") + 64
    if how == "text":
        return b"This is a text file that somebody named like a library.\n"
    if how == "empty":
        return b""
    if how == "in-record":
        return data[:start + length // 2]
    if how == "tail":
        return data[:start + length + 64]
    if how == "architecture":
        return data[:18] + (183).to_bytes(2, "little") + data[20:]
    if how == "twice":
        data += b"\0" * (-len(data) % 16)
        return data + data[start:start + length]
    raise SystemExit(__doc__)


def main():
    how, source, target = sys.argv[1:]
    with open(source, "rb") as file:
        data = spoil(how, file.read())
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "wb") as file:
        file.write(data)


main()
