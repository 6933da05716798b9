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


class Registered(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = sqlite3.connect(self.folder / "chittyos.db")
        self.addCleanup(self.store.close)
        self.store.execute("CREATE TABLE registry_entries (number INTEGER, id TEXT, kind TEXT, name TEXT, version TEXT, content TEXT, own INTEGER)")
        self.store.execute("CREATE TABLE registry_probes (entry INTEGER, outcome TEXT)")
        self.store.execute("CREATE TABLE registry_runs (id TEXT, ended TEXT, exit_code INTEGER, output TEXT)")
        self.add(1, "t1", "tool", "my-tool", {"description": "Sorts email"})
        self.add(2, "t2", "tool", "other", {"description": "Keeps files"})
        (self.folder / "my-tool.json").write_text('{"name": "my-tool", "version": "1.0.0", "description": "Sorts email"}')

    def add(self, number, name_id, kind, name, content, own=0):
        self.store.execute("INSERT INTO registry_entries VALUES (?, ?, ?, ?, '1.0.0', ?, ?)", (number, name_id, kind, name, json.dumps(content), own))
        self.store.commit()

    def around(self, out, services=()):
        return proof.World(out=out, store=self.folder, folder=self.folder, remotes={}, services=list(services))

    def test_tools_are_those_of_the_store(self):
        self.assertIsNone(proofs.tools_listed(self.around("t1\tmy-tool\nt2\tother\n")))
        self.assertTrue(proofs.tools_listed(self.around("t1\tmy-tool\n")))
        self.assertTrue(proofs.tools_listed(self.around("")))
        self.assertIsNone(proofs.tool_shown(self.around("ID\tt2\nName\tother\n")))
        self.assertTrue(proofs.tool_shown(self.around("ID\tt2\nName\tmy-tool\n")))

    def test_a_tool_is_registered_as_its_file_says(self):
        self.assertIsNone(proofs.tool_registered(self.around("ID\tt1\n")))
        self.assertTrue(proofs.tool_registered(self.around("ID\tt2\n")))
        self.assertTrue(proofs.tool_registered(self.around("ID\tt3\n")))

    def test_what_is_found_has_the_word(self):
        self.assertIsNone(proofs.found_by_word(self.around("my-tool\t1.0.0\n")))
        self.assertTrue(proofs.found_by_word(self.around("my-tool\t1.0.0\nother\t1.0.0\n")))
        self.assertTrue(proofs.found_by_word(self.around("")))

    def test_services_are_the_daemons_and_the_registered(self):
        self.add(3, "s1", "service", "chitty-new-service", {"url": "https://new.chitty.cc", "healthEndpoint": "/health"})
        self.assertIsNone(proofs.services_listed(self.around("chitty-new-service\nchittyid\n", ["chittyid"])))
        self.assertTrue(proofs.services_listed(self.around("chitty-new-service\n", ["chittyid"])))
        self.assertIsNone(proofs.service_registered(self.around("")))
        self.assertTrue(proofs.health_recorded(self.around("")) is None, "no result is not healthy")
        self.add(4, "s2", "service", "chittyid", {}, 1)
        self.assertTrue(proofs.health_recorded(self.around("")))
        self.store.execute("INSERT INTO registry_probes VALUES (4, 'healthy')")
        self.store.commit()
        self.assertIsNone(proofs.health_recorded(self.around("")))
        self.assertIsNone(proofs.looked_up(self.around("Name\tchittyauth\nURL\thttp://127.0.0.1:1/chittyauth\n")))
        self.assertTrue(proofs.looked_up(self.around("Name\tchittyauth\nURL\thttp://127.0.0.1:1/x\n")))

    def test_a_run_is_recorded_with_what_it_was_given(self):
        self.store.execute("""INSERT INTO registry_runs VALUES ('r1', 'exited', 0, '{"foo":"bar"}'), ('r2', 'exited', 0, '{}'), ('r3', 'time', NULL, '')""")
        self.store.commit()
        self.assertIsNone(proofs.script_ran(self.around("Run\tr1\n")))
        for wrong in ("r2", "r3", "r4"):
            self.assertTrue(proofs.script_ran(self.around(f"Run\t{wrong}\n")))


if __name__ == "__main__":
    unittest.main()
