#!/usr/bin/env python3
"""Blocks of the local ledger on a chain that we did not write (hardhat's), judged by ethers.

anchor.py BUILD MODULES       MODULES: a node_modules with hardhat and ethers
"""
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "support"))
from local import free_port, local

KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"  # everybody's: the first of every hardhat node
SENDER = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"
CHAIN = 31337
IN_A_BLOCK = ("mined", "finalized")  # hardhat calls its last block finalized


class Hardhat:
    def __init__(self, modules, folder):
        self.folder, self.port = pathlib.Path(folder), free_port()
        (self.folder / "node_modules").symlink_to(pathlib.Path(modules).resolve())
        (self.folder / "package.json").write_text("{}")
        (self.folder / "hardhat.config.js").write_text("module.exports={solidity:'0.8.24',networks:{hardhat:{chainId:%d}}}" % CHAIN)
        (self.folder / "judge.mjs").write_text((HERE / "judge.mjs").read_text())
        self.log = (self.folder / "log").open("w")
        self.process = subprocess.Popen(["node", str(self.folder / "node_modules/.bin/hardhat"), "node", "--hostname", "127.0.0.1", "--port", str(self.port)],
                                        cwd=folder, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL, start_new_session=True,
                                        env=os.environ | {"HOME": str(folder), "CI": "1", "HARDHAT_DISABLE_TELEMETRY_PROMPT": "true"})
        self.url = f"http://127.0.0.1:{self.port}"
        until = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                self.ask("eth_chainId")
                return
            if time.monotonic() > until or self.process.poll() is not None:
                raise SystemExit((self.folder / "log").read_text())
            time.sleep(0.2)

    def ask(self, method, *params):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        with urllib.request.urlopen(urllib.request.Request(self.url, body, {"Content-Type": "application/json"}), timeout=20) as reply:
            answer = json.loads(reply.read())
        if "error" in answer:
            raise RuntimeError(answer["error"]["message"])
        return answer["result"]

    def judged(self, transaction, raw):
        done = subprocess.run(["node", "judge.mjs", self.url, transaction, raw], cwd=self.folder, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def end(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(20)
        self.log.close()


def ready(daemon, name):
    file = pathlib.Path(daemon.home, name)
    file.write_text(name)
    evidence = daemon.json("verify", "evidence", "submit", str(file), "--tier", "SELF_AUTHENTICATING")["artifactId"]
    daemon.json("verify", "check", evidence)
    return evidence


def status(daemon, evidence):
    return daemon.json("verify", "blockchain-status", evidence)


def last_raw(daemon, transaction):
    return daemon.stored().rows("SELECT raw FROM verify_transactions WHERE hash = ?", transaction)[0]["raw"]


def judge(daemon, chain, anchor):
    verdict = chain.judged(anchor["transaction"], last_raw(daemon, anchor["transaction"]))
    expected = {"hash": anchor["transaction"], "from": SENDER, "to": SENDER, "chainId": CHAIN, "type": 2, "value": 0, "lowS": True, "data": anchor["payload"], "status": 1}
    assert {name: verdict[name] for name in expected} == expected, verdict
    return verdict


with tempfile.TemporaryDirectory() as folder, local(sys.argv[1]) as daemon:
    chain = Hardhat(sys.argv[2], folder)
    try:
        daemon.json("remote", "add", "ethereum", "chittyverify", "--base-url", chain.url, "--set", f"chainId={CHAIN}", "--set", f"accountKey=env:ETH_KEY")
        daemon.env["ETH_KEY"] = KEY

        # In a block; confirmations; what ethers says.
        first = ready(daemon, "first")
        (minted,) = daemon.json("verify", "mint", first, "--blockchain", "ethereum")
        assert minted["anchor"]["state"] in IN_A_BLOCK, minted
        print(f"ethers: {judge(daemon, chain, minted['anchor'])}")
        chain.ask("hardhat_mine", "0x64")
        seen = status(daemon, first)
        assert (seen["confirmations"], seen["proofStatus"]) == (101, "valid"), seen
        print(f"after 100 blocks more: {seen['confirmations']} confirmations, {seen['anchorStatus']}")

        # The same bytes twice: hardhat refuses them, and that is no failure.
        assert daemon.json("verify", "anchor", first)["transaction"] == minted["anchor"]["transaction"]

        # Waiting, then dearer, in the place of the first.
        chain.ask("evm_setAutomine", False)
        second = ready(daemon, "second")
        (waiting,) = daemon.json("verify", "mint", second, "--blockchain", "ethereum")
        assert (waiting["anchor"]["state"], waiting["anchor"]["nonce"]) == ("sent", 1), waiting
        bumped = daemon.json("verify", "anchor", second, "--bump")
        assert bumped["transaction"] != waiting["anchor"]["transaction"], bumped
        chain.ask("evm_mine")
        seen = status(daemon, second)
        assert seen["anchor"]["transaction"] == bumped["transaction"] and seen["anchorStatus"] in IN_A_BLOCK, seen
        judge(daemon, chain, bumped)
        print("a dearer transaction took the place of the first")

        # A reorganisation: the block with the anchor goes, and what was signed is sent again.
        chain.ask("evm_setAutomine", True)
        before = chain.ask("evm_snapshot")
        third = ready(daemon, "third")
        (minted,) = daemon.json("verify", "mint", third, "--blockchain", "ethereum")
        assert status(daemon, third)["anchorStatus"] in IN_A_BLOCK
        chain.ask("evm_revert", before)
        assert status(daemon, third)["anchorStatus"] == "reorged", status(daemon, third)
        again = daemon.json("verify", "anchor", third)
        assert again["state"] in IN_A_BLOCK and again["transaction"] == minted["anchor"]["transaction"], again
        judge(daemon, chain, again)
        print("after a reorganisation the same bytes are in a block again")

        # Somebody else used the account: the nonce is taken, the next anchor has the next.
        before = chain.ask("evm_snapshot")
        fourth = ready(daemon, "fourth")
        daemon.json("verify", "mint", fourth, "--blockchain", "ethereum")
        chain.ask("evm_revert", before)
        chain.ask("eth_sendTransaction", {"from": SENDER, "to": SENDER, "value": "0x1"})
        done = daemon.run("verify", "anchor", fourth)
        assert done.returncode == 6 and "took nonce 3" in done.stderr, done
        later = daemon.json("verify", "anchor", fourth)
        assert later["nonce"] == 4 and later["state"] in IN_A_BLOCK, later
        judge(daemon, chain, later)
        print("a nonce that somebody else took: told, then anchored with the next")
    finally:
        chain.end()
