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

STATE = {"external_id": "583231", "provider": "github"}


class Context(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.store = sqlite3.connect(pathlib.Path(self.folder.name, "chittyos.db"))
        self.addCleanup(self.store.close)
        self.store.executescript("""
            CREATE TABLE contextual_versions (id TEXT, session TEXT, number INTEGER, origin TEXT, content TEXT);
            CREATE TABLE contextual_passages (about TEXT);
            CREATE TABLE contextual_memories (id TEXT, text TEXT, source TEXT);
            CREATE TABLE contextual_terms (term TEXT);
            CREATE TABLE contextual_removed (id TEXT, kind TEXT);
            CREATE TABLE contextual_services (service TEXT);
            CREATE TABLE id_sessions (id TEXT, external_id TEXT, provider TEXT);
            INSERT INTO id_sessions VALUES ('s', '583231', 'github');""")
        self.change("INSERT INTO contextual_versions VALUES ('v', 's', 1, 'chittyid', ?)", json.dumps(STATE))

    def change(self, statement, *values):
        self.store.execute(statement, values)
        self.store.commit()

    def around(self, out):
        folder = pathlib.Path(self.folder.name)
        return proof.World(out=out, store=folder, folder=folder, remotes={}, services=[])

    def test_a_session_is_stored_as_its_service_has_it_and_found(self):
        self.assertTrue(proofs.saved(self.around("Version ID\tv\n")))
        self.change("INSERT INTO contextual_passages VALUES ('v')")
        self.assertIsNone(proofs.saved(self.around("Version ID\tv\n")))
        self.assertTrue(proofs.saved(self.around("Version ID\tw\n")))
        self.change("UPDATE id_sessions SET external_id = 'another'")
        self.assertTrue(proofs.saved(self.around("Version ID\tv\n")))

    def test_what_is_loaded_is_what_is_stored(self):
        self.assertIsNone(proofs.loaded(self.around(json.dumps(STATE))))
        self.assertTrue(proofs.loaded(self.around("{}")))

    def test_nothing_is_found_that_nobody_said(self):
        self.assertTrue(proofs.searched(self.around("")))
        self.change("INSERT INTO contextual_terms VALUES ('octocat')")
        self.assertIsNone(proofs.searched(self.around("")))
        self.assertTrue(proofs.searched(self.around("1\tmemory\n")))

    def test_a_memory_is_stored_listed_and_goes_with_its_words(self):
        self.change("INSERT INTO contextual_memories VALUES ('m', 'User prefers TypeScript', 'person')")
        self.change("INSERT INTO contextual_terms VALUES ('typescript')")
        self.assertIsNone(proofs.added(self.around("ID\tm\n")))
        self.assertTrue(proofs.added(self.around("ID\tn\n")))
        self.assertIsNone(proofs.listed(self.around("User prefers TypeScript\tnote\tperson\t0s\tm\n")))
        self.assertTrue(proofs.listed(self.around("")))
        self.change("DELETE FROM contextual_memories")
        self.change("INSERT INTO contextual_removed VALUES ('m', 'memory')")
        self.assertTrue(proofs.deleted(self.around("ID\tm\n")), "a word is left")
        self.change("DELETE FROM contextual_terms")
        self.assertIsNone(proofs.deleted(self.around("ID\tm\n")))
        self.assertTrue(proofs.deleted(self.around("ID\tn\n")))

    def test_a_sync_looks_at_services_and_asks_for_the_session(self):
        self.assertTrue(proofs.synced(self.around("session s\tunchanged\n")))
        self.change("INSERT INTO contextual_services VALUES ('chittyid')")
        self.assertIsNone(proofs.synced(self.around("service chittyid\thealthy\nsession s\tunchanged\n")))
        self.assertTrue(proofs.synced(self.around("service chittyid\thealthy\nsession s\tnot asked\n")))

    def test_the_state_is_what_is_stored(self):
        self.assertIsNone(proofs.stated(self.around("sessions\tchittyid\t1\t\t\n")))
        self.assertTrue(proofs.stated(self.around("sessions\tchittyid\t2\t\t\n")))


if __name__ == "__main__":
    unittest.main()
