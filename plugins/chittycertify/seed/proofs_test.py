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


class Compliance(unittest.TestCase):
    def test_what_is_shown_must_be_stored(self):
        with tempfile.TemporaryDirectory() as folder:
            with sqlite3.connect(pathlib.Path(folder, "chittyos.db")) as store:
                store.execute("CREATE TABLE certify_assessments (id TEXT, entity TEXT, score INTEGER, coverage INTEGER, findings TEXT)")
                store.execute("""INSERT INTO certify_assessments VALUES ('1', 'owner', 70, 80, '[{"id":"a","state":"failed"},{"id":"b","state":"passed"}]')""")

            def world(out):
                return proof.World(out=out, store=pathlib.Path(folder), folder=pathlib.Path(folder), remotes={}, services=[])
            self.assertIsNone(proofs.assessed(world("a\tfailed\t1\nb\tpassed\t1\n")))
            self.assertTrue(proofs.assessed(world("a\tpassed\t1\nb\tpassed\t1\n")))
            self.assertTrue(proofs.assessed(world("a\tfailed\t1\n")))
            self.assertIsNone(proofs.reported(world("Entity\towner\nScore\t70\nJudged\t80\n")))
            self.assertTrue(proofs.reported(world("Entity\towner\nScore\t71\nJudged\t80\n")))
            self.assertTrue(proofs.reported(world("Entity\tother\nScore\t70\nJudged\t80\n")))


if __name__ == "__main__":
    unittest.main()
