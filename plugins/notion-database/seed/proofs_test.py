#!/usr/bin/env python3
"""The proofs of this folder see what they must."""
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "tests/support")]
import proof
import proofs


class Opened(unittest.TestCase):
    def judged(self, out, *targets):
        seen = [{"method": "GET", "target": target} for target in targets]
        return proofs.opened(proof.World(out=out, store=HERE, folder=HERE, remotes={"notion-database": seen}, services=[]))

    def test_the_browser_must_have_been_there(self):
        out = "Title\tTracker\nURL\thttp://127.0.0.1:1/page/tracker\n"
        self.assertIsNone(self.judged(out, "/v1/databases/d", "/page/tracker"))
        self.assertTrue(self.judged(out, "/v1/databases/d"))
        self.assertTrue(self.judged(out, "/page/tracker"))
        self.assertTrue(self.judged("", "/v1/databases/d", "/page/tracker"))


if __name__ == "__main__":
    unittest.main()
