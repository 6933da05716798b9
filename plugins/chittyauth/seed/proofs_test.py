#!/usr/bin/env python3
"""The proofs of this folder see what they must."""
import base64
import hashlib
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


class Tokens(unittest.TestCase):
    def test_a_token_must_be_stored_as_the_hash_of_what_is_printed(self):
        digest = base64.urlsafe_b64encode(hashlib.sha256(b"ca_local_x").digest()).decode().rstrip("=")
        made = proofs.made("'ada'", ["a:b"])
        for stored, scopes, subject, note, good in ((digest, '["a:b"]', "ada", "n", True), ("ca_local_x", '["a:b"]', "ada", "n", False),
                                                    (digest, '["a:c"]', "ada", "n", False), (digest, '["a:b"]', "bob", "n", False),
                                                    (digest, '["a:b"]', "ada", "ca_local_x", False)):
            with tempfile.TemporaryDirectory() as folder, sqlite3.connect(pathlib.Path(folder, "chittyos.db")) as store:
                store.execute("CREATE TABLE auth_tokens (id, token_hash, subject, scopes, status, note)")
                store.execute("INSERT INTO auth_tokens VALUES ('tok_1', ?, ?, ?, 'active', ?)", (stored, subject, scopes, note))
                store.commit()
                self.assertEqual(not made(around(folder, "Token\tca_local_x\n")), good, (stored, scopes, subject, note))


if __name__ == "__main__":
    unittest.main()
