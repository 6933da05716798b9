#!/usr/bin/env python3
"""The proofs of this folder see what they must."""
import json
import pathlib
import sqlite3
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "tests/support")]
import proof
import proofs


def schema(member):
    return {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, member: {"type": "string"}}}


class Schemas(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        store = sqlite3.connect(self.folder / "chittyos.db")
        self.addCleanup(store.close)
        store.execute("CREATE TABLE schema_schemas (name TEXT)")
        store.execute("CREATE TABLE schema_versions (name TEXT, version TEXT, document TEXT)")
        store.execute("CREATE TABLE schema_steps (name TEXT, from_version TEXT, to_version TEXT, steps TEXT)")
        store.execute("INSERT INTO schema_schemas VALUES ('schema-name'), ('chittyid.identity')")
        store.execute("INSERT INTO schema_steps VALUES ('schema-name', 'v1', 'v2', ?)", (json.dumps([{"op": "rename", "at": "/name", "to": "label"}]),))
        for version, member in (("v1", "name"), ("v2", "label")):
            store.execute("INSERT INTO schema_versions VALUES ('schema-name', ?, ?)", (version, json.dumps(schema(member))))
        store.commit()

    def around(self, out):
        return proof.World(out=out, store=self.folder, folder=self.folder, remotes={}, services=[])

    def test_all_are_listed_and_the_latest_is_shown(self):
        self.assertIsNone(proofs.listed(self.around("chittyid.identity\t1\nschema-name\tv2\n")))
        self.assertTrue(proofs.listed(self.around("schema-name\tv2\n")))
        head = "Name\tschema-name\nVersion\tv2\nSchema\t"
        self.assertIsNone(proofs.shown(self.around(head + json.dumps(schema("label")) + "\n")))
        self.assertTrue(proofs.shown(self.around(head + json.dumps(schema("name")) + "\n")))

    def test_a_document_that_does_not_fit_is_seen(self):
        (self.folder / "data.json").write_text('{"id": "1"}')
        self.assertIsNone(proofs.fits(self.around("")))
        self.assertTrue(proofs.fits(self.around("1\t1\t/id\twrong\n")))
        (self.folder / "data.json").write_text('{"id": "1", "name": "x"}')
        self.assertTrue(proofs.fits(self.around("")))

    def test_steps_and_differences_are_those_of_the_store(self):
        self.assertIsNone(proofs.steps_shown(self.around("1\t\t\trename /name to label\tyes\n")))
        self.assertTrue(proofs.steps_shown(self.around("")))
        right = ('/properties/name\tgone\twriters\tany\tbecause\t{"id":"a","name":"a"}\n/properties/label\tnew\treaders\tany\tbecause\t{"id":"a","label":"a"}\n')
        self.assertIsNone(proofs.differences_shown(self.around(right)))
        self.assertTrue(proofs.differences_shown(self.around(right.replace('"name":"a"', '"x":"a"'))))
        self.assertTrue(proofs.differences_shown(self.around(right.splitlines()[0] + "\n")))


if __name__ == "__main__":
    unittest.main()
