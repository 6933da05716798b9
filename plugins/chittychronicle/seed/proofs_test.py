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


class Events(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.store = sqlite3.connect(pathlib.Path(self.folder.name, "chittyos.db"))
        self.addCleanup(self.store.close)
        self.store.execute("CREATE TABLE chronicle_events (seq INTEGER, id TEXT, action TEXT, user_id TEXT, metadata TEXT, chain TEXT)")
        self.add(1, "a", "user.login", "user-id", '{"ip":"1.2.3.4"}')

    def add(self, seq, name, action, user, metadata):
        self.store.execute("INSERT INTO chronicle_events VALUES (?, ?, ?, ?, ?, ?)", (seq, name, action, user, metadata, f"chain-{name}"))
        self.store.commit()

    def around(self, out):
        folder = pathlib.Path(self.folder.name)
        return proof.World(out=out, store=folder, folder=folder, remotes={}, services=[])

    def test_an_event_must_be_stored_as_printed(self):
        self.assertIsNone(proofs.logged(self.around("ID\ta\n")))
        self.assertTrue(proofs.logged(self.around("ID\tb\n")))
        self.add(2, "c", "user.login", "somebody", '{"ip":"1.2.3.4"}')
        self.assertTrue(proofs.logged(self.around("ID\tc\n")))

    def test_a_list_is_that_of_the_store_and_its_order(self):
        self.add(2, "c", "user.logout", "user-id", "{}")
        self.add(3, "d", "case.created", "user-id", "{}")
        self.assertIsNone(proofs.queried(self.around("0s\tuser.logout\tc\n0s\tuser.login\ta\n")))
        self.assertTrue(proofs.queried(self.around("0s\tuser.login\ta\n0s\tuser.logout\tc\n")))
        self.assertTrue(proofs.queried(self.around("")))

    def test_a_file_has_every_event_from_the_first_on(self):
        self.add(2, "c", "user.logout", "user-id", "{}")
        file = pathlib.Path(self.folder.name, "audit.json")
        for chains, right in ((["chain-a", "chain-c"], True), (["chain-a"], True), (["chain-c"], False), ([], False)):
            file.write_text(json.dumps([{"chain": chain} for chain in chains]))
            self.assertEqual(proofs.exported(self.around("")) is None, right, chains)

    def test_counts_are_those_of_the_store(self):
        self.assertIsNone(proofs.counted(self.around("\tuser.login\t\t\t\t\t1\t0\t0s\n")))
        self.assertTrue(proofs.counted(self.around("\tuser.login\t\t\t\t\t2\t0\t0s\n")))

    def test_nothing_is_unlike_a_past_that_is_not_there(self):
        self.assertIsNone(proofs.judged(self.around("")))
        self.assertTrue(proofs.judged(self.around("burst\tuser.login\n")))


if __name__ == "__main__":
    unittest.main()
