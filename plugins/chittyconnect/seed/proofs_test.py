#!/usr/bin/env python3
"""The proofs of this folder see what they must."""
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[2] / "tests/support")]
import proof
import proofs


def world(out, services=()):
    return proof.World(out=out, store=HERE, folder=HERE, remotes={}, services=list(services))


class Mcp(unittest.TestCase):
    def test_what_does_not_run_was_not_started(self):
        self.assertTrue(proofs.mcp_started(world("Process\t999999999\nURL\thttp://127.0.0.1:1/mcp\n")))
        self.assertTrue(proofs.mcp_started(world("")))

    def test_what_was_stopped_is_told_so(self):
        self.assertIsNone(proofs.mcp_stopped(world("MCP server\tThe MCP server has stopped\n")))
        self.assertTrue(proofs.mcp_stopped(world("MCP server\tThe MCP server is not running\n")))
        self.assertIsNone(proofs.mcp_status(world("MCP server\tThe MCP server is not running\n")))
        self.assertTrue(proofs.mcp_status(world("MCP server\tThe MCP server is running\nProcess\t7\n")))

    def test_tools_only_read(self):
        self.assertIsNone(proofs.mcp_tools(world("id_list\tread\ttrue\tchittyid\tList\n", ["chittyid"])))
        self.assertTrue(proofs.mcp_tools(world("id_mint\tcreate\ttrue\tchittyid\tMint\n", ["chittyid"])))
        self.assertTrue(proofs.mcp_tools(world("os_health\tread\ttrue\tos\tHealth\n", ["chittyid"])))
        self.assertTrue(proofs.mcp_tools(world("id_list\tread\tfalse\tchittyid\tList\n", ["chittyid"])))


if __name__ == "__main__":
    unittest.main()
