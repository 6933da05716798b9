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


class Services(unittest.TestCase):
    def test_a_score_must_be_stored_as_printed(self):
        with tempfile.TemporaryDirectory() as folder:
            with sqlite3.connect(pathlib.Path(folder, "chittyos.db")) as store:
                store.execute("CREATE TABLE register_results (name TEXT, score INTEGER, coverage INTEGER)")
                store.execute("INSERT INTO register_results VALUES ('a', 100, 30)")

            def world(out):
                return proof.World(out=out, store=pathlib.Path(folder), folder=pathlib.Path(folder), remotes={}, services=[])
            self.assertIsNone(proofs.validated(world("Service\ta\nScore\t100\nJudged\t30\nHealth\tpassed: ok\n")))
            self.assertTrue(proofs.validated(world("Service\ta\nScore\t99\nJudged\t30\nHealth\tpassed: ok\n")))
            self.assertTrue(proofs.validated(world("Service\tb\nScore\t100\nJudged\t30\nHealth\tpassed: ok\n")))
            self.assertTrue(proofs.validated(world("Service\ta\nScore\t100\nJudged\t30\nHealth\tfailed: no answer\n")))


if __name__ == "__main__":
    unittest.main()
