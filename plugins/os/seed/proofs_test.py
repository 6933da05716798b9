#!/usr/bin/env python3
"""The proofs of this folder see what they must."""
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "tests/support")]
import proof
import proofs


class Os(unittest.TestCase):
    def around(self, out):
        return proof.World(out=out, store=HERE, folder=HERE, remotes={}, services=["a", "b"])

    def holds(self, name, out):
        return proofs.PROOFS[name](self.around(out)) is None

    def test_every_service_is_to_be_named(self):
        self.assertTrue(self.holds("chitty os discover", "a\thttp://a\nb\thttp://b\n"))
        self.assertFalse(self.holds("chitty os discover", "a\thttp://a\n"))
        self.assertFalse(self.holds("chitty os health --watch", "chittyd\tok\na\tok\nb\tfailed\n"))
        self.assertTrue(self.holds("chitty os health --watch", "chittyd\tok\na\tok\nb\tok\n"))

    def test_a_tree_has_branches(self):
        self.assertTrue(self.holds("chitty os deps --tree", "a\t\n└─ b\t\n"))
        self.assertFalse(self.holds("chitty os deps --tree", "a\t\nb\t\n"))

    def test_who_was_never_up_is_seen(self):
        row = "{}\tok\t{}\t1s\t0s\t1d\t{}\tstart of chittyd\n"
        self.assertTrue(self.holds("chitty os uptime", "".join(row.format(name, 100.0, 0.1) for name in ("chittyd", "a", "b"))))
        self.assertFalse(self.holds("chitty os uptime", "".join(row.format(name, 100.0, 0.0) for name in ("chittyd", "a", "b"))))

    def test_what_is_critical_or_failed_is_seen(self):
        self.assertFalse(self.holds("chitty os alerts list", "firing\tcritical\terrors\ta\n"))
        self.assertTrue(self.holds("chitty os alerts list", ""))
        self.assertFalse(self.holds("chitty os doctor", "failure\tdaemon\tx\t\n"))
        self.assertTrue(self.holds("chitty os doctor", "ok\tdaemon\tx\t\nok\tdatabase\tx\t\nok\tconfig.valid\tx\t\n"))

    def test_a_token_that_was_not_rotated_is_seen(self):
        class Around:
            def __init__(self, out, tokens):
                self.out, self.tokens = out, tokens

            def rows(self, query):
                return [] if "next: " in query else self.tokens

        with tempfile.NamedTemporaryFile("w") as kept:
            kept.write("svc_x\n")
            kept.flush()
            row = f"a\t{{}}\ttok_1\t2026\tfile:{kept.name}\t\n"
            proof_of = proofs.PROOFS["chitty os secrets rotate --all"]
            self.assertIsNone(proof_of(Around(row.format("rotated"), [("a", "tok_1")])))
            self.assertIsNotNone(proof_of(Around(row.format("left"), [("a", "tok_1")])))
            self.assertIsNotNone(proof_of(Around(row.format("rotated"), [("a", "tok_1"), ("b", "tok_2")])))

    def test_what_is_not_deployed_or_differs_otherwise_is_seen(self):
        deployed = "chitty os deploy --all --env staging"
        self.assertTrue(self.holds(deployed, "a\t1\t1\tcurrent\t\nb\t1\t1\tcurrent\t\n"))
        self.assertFalse(self.holds(deployed, "a\t1\t1\tcurrent\t\n"))
        self.assertFalse(self.holds(deployed, "a\t1\t1\tcurrent\t\nb\t1\t2\tplanned\t\n"))
        diff = "chitty os schema diff production staging"
        self.assertTrue(self.holds(diff, "people\tcolumn\tborn\tadded\t\tTEXT\t\n"))
        self.assertFalse(self.holds(diff, "people\tcolumn\tborn\tremoved\t\tTEXT\t\n"))
        self.assertFalse(self.holds(diff, ""))


if __name__ == "__main__":
    unittest.main()
