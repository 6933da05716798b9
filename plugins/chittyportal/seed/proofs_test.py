#!/usr/bin/env python3
"""The proofs of this folder see what they must."""
import pathlib
import sqlite3
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "tests/support")]
import proof
import proofs


class Portal(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.store = sqlite3.connect(pathlib.Path(self.folder.name, "chittyos.db"))
        self.addCleanup(self.store.close)
        self.store.executescript("CREATE TABLE portal_links (subject TEXT, code_hash TEXT, used_at INTEGER);"
                                 "CREATE TABLE auth_registrations (email TEXT, subject TEXT);"
                                 "CREATE TABLE auth_suspensions (subject TEXT, reason TEXT);"
                                 "CREATE TABLE chronicle_events (action TEXT, subject TEXT, metadata TEXT);"
                                 "CREATE TABLE gateway_traffic (count INTEGER);"
                                 "INSERT INTO auth_registrations VALUES ('portal-guest@example.com', 'did:g')")
        self.store.commit()

    def change(self, sql):
        self.store.execute(sql)
        self.store.commit()

    def around(self, out=""):
        folder = pathlib.Path(self.folder.name)
        return proof.World(out=out, store=folder, folder=folder, remotes={}, services=[])

    def test_links(self):
        self.assertTrue(proofs.opened(self.around("Signed in as\tada\n")))
        self.change("INSERT INTO portal_links VALUES ('ada', 'h', NULL)")
        self.assertIsNone(proofs.opened(self.around("Signed in as\tada\n")))
        self.assertTrue(proofs.opened(self.around("Signed in as\tada\nLink\thttp://x#code=1\n")))

    def test_users(self):
        self.assertIsNone(proofs.numbers(self.around("Users\t1\t\tchitty portal users list\n")))
        self.assertTrue(proofs.numbers(self.around("Users\t2\t\tchitty portal users list\n")))
        self.assertIsNone(proofs.users(self.around("Guest\tportal-guest@example.com\tactive\n")))
        self.assertTrue(proofs.users(self.around("")))
        self.assertIsNone(proofs.shown(self.around("Address\tportal-guest@example.com\nID\tdid:g\n")))
        self.assertTrue(proofs.shown(self.around("Address\tportal-guest@example.com\nID\tdid:h\n")))

    def test_suspending(self):
        self.assertTrue(proofs.suspended(self.around()))
        self.change("INSERT INTO auth_suspensions VALUES ('did:g', 'why')")
        self.assertIsNone(proofs.suspended(self.around()))
        self.change("INSERT INTO chronicle_events VALUES ('subject.suspended', 'did:g', '{\"by\":\"service:chittyportal\"}')")
        self.assertTrue(proofs.suspended(self.around()))

    def test_analytics(self):
        head = "at,service,route,requests\n"
        self.assertTrue(proofs.exported(self.around(head)))
        self.change("INSERT INTO gateway_traffic VALUES (5)")
        self.assertIsNone(proofs.exported(self.around(head + "1,a,GET /,5\n")))
        self.assertTrue(proofs.exported(self.around(head + "1,a,GET /,6\n")))
        self.assertTrue(proofs.exported(self.around(head + "1,a,GET /,1\n1,a,GET /,1\n")))
        self.assertIsNone(proofs.followed(self.around("2026-11-30T00:00:00.000Z\t1.5\t0\t\t\t·\n")))
        self.assertTrue(proofs.followed(self.around("")))


if __name__ == "__main__":
    unittest.main()
