#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid
"""Anchoring by a node that is gone, slow, lies, replaces, reorganises. What a real one does is in tests/partners/ethereum.

anchoring.py BUILD       with CHITTY_TEST_DATABASE on PostgreSQL
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "testing"), str(HERE.parents[2] / "tests/support")]
from local import local
from node import Node, word

KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"  # everybody's: the first of every hardhat node
SENDER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"
CHAIN = 31337


class Evidence:
    def __init__(self, daemon):
        self.daemon, self.count = daemon, 0

    def new(self):
        """Ready to be minted."""
        self.count += 1
        file = pathlib.Path(self.daemon.home, f"file-{self.count}")
        file.write_text(f"content {self.count}")
        name = self.daemon.json("verify", "evidence", "submit", str(file), "--tier", "SELF_AUTHENTICATING")["artifactId"]
        self.daemon.json("verify", "check", name)
        return name


def refused(daemon, words, *command, code=1):
    done = daemon.run(*command)
    assert done.returncode == code and words in done.stderr, (command, done)
    assert KEY not in done.stdout + done.stderr
    print(f"refused: {done.stderr.splitlines()[0]}")


def status(daemon, name):
    return daemon.json("verify", "blockchain-status", name)


def anchor(daemon, name, *more):
    return daemon.json("verify", "anchor", name, *more)


with local(sys.argv[1]) as daemon:
    evidence, node = Evidence(daemon), Node(daemon, CHAIN)
    # Without a remote of that name: locally, and it is said.
    (minted,), done = daemon.json("verify", "mint", zeroth := evidence.new(), "--blockchain", "ethereum"), daemon.run("verify", "anchor", zeroth)
    assert minted["ledger"] == "local" and done.returncode == 3 and "there is no remote 'ethereum'" in done.stderr, (minted, done)

    key = pathlib.Path(daemon.home, "key")
    key.touch(0o600)
    key.write_text(KEY + "\n")
    daemon.json("remote", "add", "ethereum", "chittyverify", "--base-url", node.url, "--set", f"chainId={CHAIN}", "--set", f"accountKey=file:{key}")

    # Wrong from the start: nothing is minted.
    first = evidence.new()
    daemon.env["CHITTY_VERIFY_TOKEN"] = daemon.token()
    refused(daemon, "would be sent the token in CHITTY_VERIFY_TOKEN", "verify", "mint", first, "--blockchain", "ethereum", code=3)
    del daemon.env["CHITTY_VERIFY_TOKEN"]
    assert not node.asked
    node.lies = {"chainId": "0x1"}
    refused(daemon, "the node of 'ethereum' is of chain 1, and not of 31337", "verify", "mint", first, "--blockchain", "ethereum")
    assert status(daemon, first)["mintingStatus"] == "Pending"
    node.lies = {}

    # Minted, in a block, finalized.
    (minted,) = daemon.json("verify", "mint", first, "--blockchain", "ethereum")
    assert (minted["ledger"], minted["anchor"]["state"], minted["anchor"]["sender"], minted["anchor"]["nonce"]) == ("ethereum", "mined", SENDER, 0), minted
    ((block,),) = [[row["hash"] for row in daemon.stored().rows("SELECT hash FROM verify_blocks WHERE number = 2")]]
    assert minted["anchor"]["payload"] == "0x4348545901" + block
    assert not [headers for _, headers in node.asked if "Authorization" in headers], "no node gets a credential"
    node.mine(4)
    seen = status(daemon, first)
    assert (seen["confirmations"], seen["anchorStatus"], seen["proofStatus"]) == (5, "mined", "valid"), seen
    node.finalized = 2
    assert status(daemon, first)["anchorStatus"] == "finalized"
    node.finalized = -1

    # What cannot be is not believed, one answer at a time.
    for lies, words in (({"transaction": {"from": "0x" + "1" * 40}}, "the sender of"), ({"transaction": {"input": "0x00"}}, "the data of"),
                        ({"transaction": {"nonce": "0x7"}}, "the nonce of"), ({"transaction": {"hash": word(7)}}, "another hash"),
                        ({"transaction": {"chainId": "0x1"}}, "another chain"), ({"receipt": {"transactionHash": word(7)}}, "a receipt that is not of"),
                        ({"block": {"transactions": []}}, "has no 0x"), ({"block": {"number": "0x63"}}, "another hash or number"),
                        ({"blockNumber": "0x0"}, "its last block is before")):
        node.lies = lies
        refused(daemon, words, "verify", "blockchain-status", first)
    node.lies = {"receipt": {"status": "0x0"}}
    assert status(daemon, first)["anchorStatus"] == "failed"
    node.lies = {"receipt": {"blockHash": word(7)}}
    assert status(daemon, first)["anchorStatus"] == "reorged", "a block that is not on the chain"
    node.lies = {}

    # Sent, and waiting; again the same bytes; dearer; in a block.
    second = evidence.new()
    node.automine = False
    (minted,) = daemon.json("verify", "mint", second, "--blockchain", "ethereum")
    assert (minted["anchor"]["state"], minted["anchor"]["nonce"]) == ("sent", 1), minted
    node.waiting = []  # the node has forgotten it
    assert status(daemon, second)["anchorStatus"] == "signed"
    assert anchor(daemon, second)["state"] == "sent"
    assert node.received[-1] == node.received[-2], "the same bytes"
    bumped = anchor(daemon, second, "--bump")
    rows = daemon.stored().rows("SELECT t.tip, t.cap FROM verify_transactions t JOIN verify_anchors a ON a.id = t.anchor WHERE a.block = 3 ORDER BY t.number")
    assert len(rows) == 2 and all(rows[1][fee] * 10 >= rows[0][fee] * 11 for fee in ("tip", "cap")), [tuple(row) for row in rows]
    node.mine()
    assert (status(daemon, second)["anchorStatus"], status(daemon, second)["anchor"]["transaction"]) == ("mined", bumped["transaction"])

    # Reorganised: told, and sent again as it was.
    assert anchor(daemon, second)["state"] == "mined"
    node.reorganise(1)
    assert status(daemon, second)["anchorStatus"] == "reorged"
    node.automine = True
    assert anchor(daemon, second)["state"] == "mined" and node.received[-1] == node.received[-2]

    # Another transaction of the account took the nonce: the next anchor has the next one.
    third = evidence.new()
    node.automine = False
    daemon.json("verify", "mint", third, "--blockchain", "ethereum")
    node.waiting, node.others = [], 1
    refused(daemon, "another transaction of the account took nonce 2", "verify", "anchor", third, code=6)
    node.automine = True
    assert anchor(daemon, third)["nonce"] == 3

    # A node that counts wrong does not get a nonce used twice; one that asks for too much gets nothing.
    fourth, node.lies = evidence.new(), {"count": "0x0"}
    (minted,) = daemon.json("verify", "mint", fourth, "--blockchain", "ethereum")
    assert minted["anchor"]["nonce"] == 4, minted
    fifth, node.lies = evidence.new(), {"gas": hex(10**9)}
    refused(daemon, "minted in the local ledger, block 6, but not anchored: the node asks for 1000000000 gas", "verify", "mint", fifth, "--blockchain", "ethereum")
    node.lies = {"refuse": "insufficient funds"}
    refused(daemon, "the node refused eth_sendRawTransaction: insufficient funds", "verify", "anchor", fifth)
    node.lies = {"sent": word(7)}
    refused(daemon, "another hash than that of the transaction", "verify", "anchor", fifth)
    node.lies = {}
    assert anchor(daemon, fifth)["state"] == "mined"

    # Slow, and gone.
    node.slow = 3
    refused(daemon, "did not finish within", "verify", "blockchain-status", first, "--timeout", "1s", code=7)
    node.end()
    done = daemon.run("verify", "blockchain-status", first, "-o", "json")
    assert done.returncode == 7 and json.loads(done.stdout)["proofStatus"] == "valid", done
    sixth = evidence.new()
    assert daemon.run("verify", "mint", sixth, "--blockchain", "ethereum").returncode == 7
    assert KEY not in "".join(path.read_text(errors="replace") for path in pathlib.Path(daemon.home).rglob("*") if path.is_file() and path != key)
    print("a node that is gone: told, the proof of the local ledger is valid without it, nothing is minted half; the key is nowhere but in its file")
