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


def around(folder, out):
    return proof.World(out=out, store=pathlib.Path(folder), folder=pathlib.Path(folder), remotes={}, services=[])


class Identities(unittest.TestCase):
    def test_an_identity_must_be_stored_as_printed(self):
        with tempfile.TemporaryDirectory() as folder:
            with sqlite3.connect(pathlib.Path(folder, "chittyos.db")) as store:
                store.execute("CREATE TABLE identities (did TEXT, entity TEXT, metadata TEXT, characterization TEXT)")
                store.execute("INSERT INTO identities VALUES ('d', 'P', '{}', NULL)")
            self.assertIsNone(proofs.minted("P")(around(folder, "DID\td\n")) or None)
            self.assertTrue(proofs.minted("P")(around(folder, "DID\te\n")))
            self.assertTrue(proofs.minted("L")(around(folder, "DID\td\n")))
            self.assertTrue(proofs.minted("P", name="Acme")(around(folder, "DID\td\n")))


if __name__ == "__main__":
    unittest.main()
