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


class Policy(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.store = sqlite3.connect(pathlib.Path(self.folder.name, "chittyos.db"))
        self.addCleanup(self.store.close)
        self.store.executescript("CREATE TABLE gateway_routes (prefix TEXT, service TEXT, url TEXT);"
                                 "CREATE TABLE gateway_limits (target TEXT, requests INTEGER, period_ms INTEGER, burst INTEGER, user_id TEXT, of_each INTEGER);"
                                 "CREATE TABLE gateway_resets (subject TEXT, epoch INTEGER);"
                                 "CREATE TABLE gateway_traffic (service TEXT, route TEXT, count INTEGER);"
                                 "CREATE TABLE gateway_callers (caller TEXT, count INTEGER)")

    def add(self, table, *values):
        self.store.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
        self.store.commit()

    def around(self, out=""):
        folder = pathlib.Path(self.folder.name)
        return proof.World(out=out, store=folder, folder=folder, remotes={}, services=[])

    def test_routes(self):
        self.assertTrue(proofs.added(self.around()))
        self.add("gateway_routes", "/api/verify", "chittyverify", None)
        self.assertIsNone(proofs.added(self.around()))
        self.assertIsNone(proofs.removed(self.around()))
        self.assertIsNone(proofs.listed(self.around("/api/verify\tchittyverify\n")))
        self.add("gateway_routes", "/api/old", "acme", None)
        self.assertTrue(proofs.removed(self.around()))
        self.assertTrue(proofs.listed(self.around("/api/verify\tchittyverify\n")))

    def test_limits(self):
        self.assertTrue(proofs.limited(self.around()))
        self.add("gateway_limits", "chittyauth", 1000, 3600000, 1000, "", 0)
        self.assertIsNone(proofs.limited(self.around()))
        self.assertIsNone(proofs.told(self.around("chittyauth\tall together\n")))
        self.assertTrue(proofs.told(self.around("")))
        self.assertTrue(proofs.reset(self.around()))
        self.add("gateway_resets", "user-id", 1)
        self.assertIsNone(proofs.reset(self.around()))

    def test_counts(self):
        self.add("gateway_traffic", "chittyauth", "GET /x", 5)
        self.assertIsNone(proofs.analysed(self.around("chittyauth\tGET /x\t5\t0\n")))
        self.assertTrue(proofs.analysed(self.around("chittyauth\tGET /x\t6\t0\n")))
        self.add("gateway_callers", "", 3)
        self.add("gateway_callers", "ada", 2)
        self.assertIsNone(proofs.topped(self.around("(no token)\t3\nada\t2\n")))
        self.assertTrue(proofs.topped(self.around("ada\t2\n(no token)\t3\n")))
        self.assertTrue(proofs.topped(self.around("ada\t3\n")))


if __name__ == "__main__":
    unittest.main()
