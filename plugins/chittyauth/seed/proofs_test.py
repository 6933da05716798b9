#!/usr/bin/env python3
"""The proofs of this folder see what they must."""
import base64
import hashlib
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

    def test_each_token_is_an_entry_under_its_id_and_none_is_a_token(self):
        with tempfile.TemporaryDirectory() as folder, sqlite3.connect(pathlib.Path(folder, "chittyos.db")) as store:
            store.execute("CREATE TABLE auth_tokens (id)")
            store.execute("INSERT INTO auth_tokens VALUES ('tok_1'), ('tok_2')")
            store.commit()

            def judged(titles, told, status="active"):
                entry = lambda title: {"Name": {"title": [{"text": {"content": title}}]}, "Scopes": {}, "Status": status}
                seen = [{"method": "POST", "target": "/v1/pages", "body": json.dumps({"properties": entry(one)})} for one in titles]
                world = around(folder, f"Added\t{told}\n")
                world.remotes = {"notion-database": seen}
                return proofs.synced(world)

            self.assertIsNone(judged(["tok_1", "tok_2"], 2))
            self.assertTrue(judged(["tok_1", "tok_2"], 3))
            self.assertTrue(judged(["tok_1", "tok_1"], 2))
            self.assertTrue(judged(["tok_3"], 1))
            self.assertTrue(judged([], 0))
            self.assertTrue(judged(["tok_1"], 1, "ca_local_x"))


if __name__ == "__main__":
    unittest.main()
