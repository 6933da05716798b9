"""A node that tells what a test wants: JSON-RPC over HTTP, a chain in a few lists. It cannot hash: of a transaction it knows what the service has stored."""
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def word(number):
    return "0x%064x" % number


class Node:
    def __init__(self, daemon, chain_id):
        self.stored, self.chain_id, self.lies, self.slow = daemon.stored(), chain_id, {}, 0
        self.blocks, self.waiting, self.received, self.finalized, self.automine, self.others = [[]], [], [], -1, True, 0
        self.asked, self.forks = [], 0
        node = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                node.asked.append((request["method"], dict(self.headers)))
                time.sleep(node.slow)
                try:
                    answer = {"result": node.answer(request["method"], request["params"])}
                except ValueError as why:
                    answer = {"error": {"code": -32000, "message": str(why)}}
                body = json.dumps({"jsonrpc": "2.0", "id": request["id"], **answer}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    # --- what a test does to it ---

    def mine(self, count=1):
        for _ in range(count):
            self.blocks.append(self.waiting[-1:])  # of several with one nonce the last
            self.waiting = []

    def reorganise(self, depth):
        """The last blocks are others now, and their transactions are nowhere."""
        del self.blocks[-depth:]
        self.forks += 1
        self.blocks += [[] for _ in range(depth)]

    def end(self):
        self.server.shutdown()
        self.server.server_close()

    # --- what it answers ---

    def hash_of(self, number):
        return word((number + 1) << 8 | (self.forks if number >= len(self.blocks) - 2 and self.forks else 0))

    def rows(self, hash):
        return self.stored.rows("SELECT t.raw, t.hash, a.sender, a.nonce, a.payload FROM verify_transactions t JOIN verify_anchors a ON a.id = t.anchor WHERE t.hash = ?", hash)

    def place(self, hash):
        return next((number for number, block in enumerate(self.blocks) if hash in block), None)

    def block(self, number):
        if not 0 <= number < len(self.blocks):
            return None
        return {"number": hex(number), "hash": self.hash_of(number), "transactions": list(self.blocks[number]), "baseFeePerGas": hex(10**9), **self.lies.get("block", {})}

    def answer(self, method, params):
        return getattr(self, method)(*params)

    def eth_chainId(self):
        return self.lies.get("chainId", hex(self.chain_id))

    def eth_blockNumber(self):
        return self.lies.get("blockNumber", hex(len(self.blocks) - 1))

    def eth_maxPriorityFeePerGas(self):
        return hex(10**9)

    def eth_estimateGas(self, _):
        return self.lies.get("gas", hex(22280))

    def eth_getTransactionCount(self, _sender, _tag):
        return self.lies.get("count", hex(sum(len(block) for block in self.blocks) + self.others))

    def eth_sendRawTransaction(self, raw):
        self.received.append(raw)
        (row,) = self.stored.rows("SELECT hash FROM verify_transactions WHERE raw = ?", raw)  # it was kept before it was sent
        if row["hash"] in self.waiting or self.place(row["hash"]) is not None:
            raise ValueError("already known")
        if "refuse" in self.lies:
            raise ValueError(self.lies["refuse"])
        self.waiting.append(row["hash"])
        if self.automine:
            self.mine()
        return self.lies.get("sent", row["hash"])

    def eth_getTransactionByHash(self, hash):
        if hash not in self.waiting and self.place(hash) is None:
            return None
        (row,) = self.rows(hash)
        return {"hash": row["hash"], "from": row["sender"], "nonce": hex(row["nonce"]), "input": row["payload"], "chainId": hex(self.chain_id), **self.lies.get("transaction", {})}

    def eth_getTransactionReceipt(self, hash):
        number = self.place(hash)
        if number is None:
            return None
        return {"transactionHash": hash, "blockNumber": hex(number), "blockHash": self.hash_of(number), "status": "0x1", **self.lies.get("receipt", {})}

    def eth_getBlockByNumber(self, tag, _):
        if tag == "finalized":
            return self.block(self.finalized)
        return self.block(len(self.blocks) - 1 if tag == "latest" else int(tag, 16))

    def eth_getBlockByHash(self, hash, _):
        return next((self.block(number) for number in range(len(self.blocks)) if self.hash_of(number) == hash), None)
