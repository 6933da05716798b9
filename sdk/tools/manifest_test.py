#!/usr/bin/env python3
"""chitty-manifest against manifests that are wrong in one place: does it say which field, and which rule?

usage: manifest_test.py CHITTY_MANIFEST SCHEMA
"""
import copy
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOL, SCHEMA = sys.argv[1:3]
GOOD = {
    "manifest": 1, "name": "acme", "version": "1.0.0", "summary": "Anvils", "abi": {"major": 1, "minor": 0},
    "roots": [{"word": "anvil", "summary": "Order anvils"}],
    "commands": [{
        "path": "anvil order", "summary": "Order one", "effect": "create", "view": {"kind": "object"},
        "arguments": [{"name": "weight", "type": "integer", "summary": "In kilograms", "required": True}],
        "options": [{"name": "colour", "type": "choice", "choices": ["red", "blue"], "default": "red", "short": "c", "summary": "Of paint"}],
        "examples": [{"command": "chitty anvil order 5", "summary": "A small one"}]}],
    "service": {"routes": [{"method": "POST", "path": "/anvils", "handler": "order", "summary": "Order one", "scope": "anvil:write"}]},
}


class Manifest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)

    def compiled(self, text, *options):
        (self.path / "manifest.json").write_bytes(text if isinstance(text, bytes) else text.encode())
        return subprocess.run([TOOL, str(self.path / "manifest.json"), "--schema", SCHEMA, *options], capture_output=True, text=True, check=False)

    def edited(self, edit):
        manifest = copy.deepcopy(GOOD)
        edit(manifest)
        return self.compiled(json.dumps(manifest))

    def refused(self, edit, *words):
        done = self.edited(edit) if callable(edit) else self.compiled(edit)
        self.assertEqual(done.returncode, 1)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_good(self):
        self.assertEqual(self.edited(lambda m: None).returncode, 0)

    def test_unknown_keys_are_ignored(self):  # ABI-04
        self.assertEqual(self.edited(lambda m: m.update(hologram={"depth": 3})).returncode, 0)

    def test_what_is_unstable_names_its_host(self):  # ABI-11
        self.assertEqual(self.edited(lambda m: m["abi"].update(extensions=["chitty.unstable.beam/1"], host="0.1.0")).returncode, 0)

    def test_each_rule_names_its_field(self):
        command, option = (lambda m: m["commands"][0]), (lambda m: m["commands"][0]["options"][0])
        for edit, words in [
                (lambda m: m.pop("name"), "the manifest: has no name"),
                (lambda m: m.update(manifest=2), "manifest: must be 1, and is 2"),
                (lambda m: m.update(name="Acme"), 'name: is "Acme", which does not match'),
                (lambda m: m.update(summary="Anvils."), "One line, imperative, no full stop."),
                (lambda m: m.update(summary="x" * 101), "summary: must be at most 100 characters, and has 101"),
                (lambda m: m.update(abi={"major": "1", "minor": 0}), 'abi.major: must be of type integer, and is "1"'),
                (lambda m: m.update(abi={"major": 0, "minor": 0}), "abi.major: must be at least 1, and is 0"),
                (lambda m: command(m).update(effect="buy"), 'commands[0].effect: must be one of "read", "create"'),
                (lambda m: command(m).update(examples=[]), "commands[0].examples: must not be empty"),
                (lambda m: option(m).pop("type"), "commands[0].options[0]: has no type"),
                (lambda m: m["service"]["routes"][0].pop("scope"), "service.routes[0]: must have exactly one of scope and public"),
        ]:
            with self.subTest(words=words):
                self.refused(edit, words)

    def test_rules_between_fields(self):
        command = lambda m: m["commands"][0]
        for edit, words in [
                (lambda m: m["commands"].append(m["commands"][0]), 'commands[1].path: "anvil order" is declared twice'),
                (lambda m: command(m).update(path="hammer order"), "begins with a word that `roots` does not declare"),
                (lambda m: command(m)["options"][0].update(default="green"), 'its default "green" is not one of its choices'),
                (lambda m: command(m)["options"][0].pop("choices"), "is of type choice and has no `choices`"),
                (lambda m: command(m)["options"][0].update(name="weight"), "the name weight stands twice"),
                (lambda m: command(m)["arguments"][0].update(repeated=True) or command(m)["arguments"].append(
                    {"name": "b", "type": "string", "summary": "B", "required": True}), "is repeated, but is not the last"),
                (lambda m: command(m)["arguments"].insert(0, {"name": "b", "type": "string", "summary": "B"}),
                 "is required, but follows one that is not"),
                (lambda m: m["abi"].update(extensions=["chitty.unstable.beam/1"]),
                 "abi.extensions[0]: is unstable, so `abi.host` must name the one host version"),  # ABI-11
                (lambda m: m["service"]["routes"].append(m["service"]["routes"][0]), "POST /anvils is declared twice"),
        ]:
            with self.subTest(words=words):
                self.refused(edit, words)

    def test_what_is_not_a_manifest(self):
        self.refused('{\n"a": 1,\n', "manifest.json:3: not JSON: incomplete")
        self.refused('{\n"a": 1,\n"a": 2}', 'manifest.json:3: the member "a" stands twice')
        self.refused("[]", "a manifest is a JSON object")
        self.refused("{} {}", "not JSON: extra data")
        self.refused(b'{"a": "\xc3\x28"}', "not JSON")

    def test_migrations(self):
        (self.path / "migrations").mkdir()
        file = self.path / "migrations" / "001_anvils.sql"
        file.write_text("CREATE TABLE anvils (id TEXT);\n\n-- down\nDROP TABLE anvils;\n")
        out = self.path / "out.json"
        self.assertEqual(self.compiled(json.dumps(GOOD), "--json", str(out)).returncode, 0)
        migration = json.loads(out.read_text())["service"]["migrations"][0]
        self.assertEqual((migration["id"], migration["down"]), ("001_anvils", "DROP TABLE anvils;\n"))
        self.refused(lambda m: m.pop("service"), "no `service` that they belong to")
        file.write_text("CREATE TABLE anvils (id TEXT);\n")
        self.refused(lambda m: None, "has no line `-- down`")

    def test_a_private_table_is_one_that_a_migration_makes(self):
        (self.path / "migrations").mkdir()
        (self.path / "migrations" / "001_anvils.sql").write_text("CREATE TABLE anvil_keys (id TEXT);\n-- down\nDROP TABLE anvil_keys;\n")
        self.assertEqual(self.edited(lambda m: m["service"].update(private=["anvil_keys"])).returncode, 0)
        self.refused(lambda m: m["service"].update(private=["anvil_key"]), 'service.private[0]: no migration has "CREATE TABLE anvil_key"')
        self.refused(lambda m: m["service"].update(private=["Keys; --"]), "service.private[0]")

    def test_the_record(self):
        record = self.path / "record.c"
        self.assertEqual(self.compiled(json.dumps(GOOD), "--record", str(record)).returncode, 0)
        text = record.read_text()
        data = bytes(int(n) for n in text[text.rindex("{") + 1:text.rindex("}")].replace("\n", "").strip(",").split(","))
        self.assertEqual(data[:16], b"\x7fchitty-" + b"manif\x1a\r\n")
        self.assertEqual(int.from_bytes(data[24:32], "little"), len(data) - 64)
        self.assertEqual(data[32:64], hashlib.sha256(data[64:]).digest())
        self.assertEqual(json.loads(data[64:]), GOOD)

    def test_usage(self):
        for line in ([], ["a", "--schema"], ["a", "--colour", "red"]):
            self.assertEqual(subprocess.run([TOOL, *line], capture_output=True, check=False).returncode, 2)


unittest.main(argv=sys.argv[:1])
