#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid chittyauth
"""No value is made or lost, whoever asks for what at the same time: people request, accept, complete, give back and cancel the same requests
from many connections (on PostgreSQL at two daemons), while others read the ledger. At each of these reads all balances add up to 0, and escrow
is what open requests offer; at the end each account is what its transfers say, and each request has paid or given back once.

escrow.py BUILD [SEED]
"""
import collections
import contextlib
import pathlib
import random
import sys
import threading
from fractions import Fraction

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "testing"), str(HERE.parents[2] / "tests/support")]
from local import database, local
from trusting import owner_of, people

PEOPLE, THREADS, ACTS, DEPOSIT = 5, 6, 60, 40


class Market:
    def __init__(self, ports, owner, traders):
        self.ports, self.owner, self.traders = ports, owner, traders
        self.requests, self.outcomes, self.failures, self.reads, self.done = [], collections.Counter(), [], 0, threading.Event()

    def trade(self, seed):
        chance = random.Random(seed)
        for _ in range(ACTS):
            who = chance.choice(self.traders).at(chance.choice(self.ports))
            what = chance.choice(["request", "request", "claim", "claim", "complete", "complete", "cancel"])
            known = self.requests[-8:]  # so that several act on the same ones
            if what == "request" or not known:
                body = {"entity": "somebody", "reward_amount": f"{chance.randint(1, 1500) / 100:.2f}"}
                status, reply = who.ask("POST", "/api/marketplace/requests", body)
                if status == 201:
                    self.requests.append(reply["id"])
            else:
                status, reply = who.ask("POST", f"/api/marketplace/requests/{chance.choice(known)}/{what}")
            self.outcomes[what, status] += 1
            if status not in (200, 201, 403, 404, 409):
                self.failures.append((what, status, reply))

    def watch(self, port):
        while not self.done.is_set():
            self.look(self.owner.at(port))

    def look(self, owner):
        ledger = owner.must("GET", "/api/marketplace/ledger")
        self.reads += 1
        if ledger["sum"] != "0.00" or ledger["inEscrow"] != ledger["inRequests"] or Fraction(ledger["issued"]) != Fraction(PEOPLE * DEPOSIT):
            self.failures.append(ledger)

    def run(self, seed):
        watchers = [threading.Thread(target=self.watch, args=(port,)) for port in self.ports]
        traders = [threading.Thread(target=self.trade, args=(seed + number,)) for number in range(THREADS)]
        for thread in watchers + traders:
            thread.start()
        for thread in traders:
            thread.join(120)
        self.done.set()
        for thread in watchers:
            thread.join(60)


def accounts_are_their_transfers(stored):
    sums = collections.Counter()
    for row in stored.rows("SELECT debit, credit, amount FROM trust_transfers"):
        sums[row["debit"]] -= row["amount"]
        sums[row["credit"]] += row["amount"]
    balances = {row["account"]: row["balance"] for row in stored.rows("SELECT account, balance FROM trust_accounts")}
    assert {name: amount for name, amount in balances.items() if amount} == {name: amount for name, amount in sums.items() if amount}, (balances, sums)
    assert all(amount >= 0 for name, amount in balances.items() if name != "@mint"), balances


def requests_moved_once(stored):
    moved = collections.defaultdict(list)
    for row in stored.rows("SELECT request_id, kind, amount, debit, credit FROM trust_transfers WHERE request_id IS NOT NULL ORDER BY id"):
        moved[row["request_id"]].append(row)
    ends = {"open": [], "claimed": [], "completed": ["payment"], "cancelled": ["refund"], "expired": ["refund"]}
    for row in stored.rows("SELECT id, status, amount, requester, verifier FROM trust_requests"):
        kinds = [one["kind"] for one in moved[row["id"]]]
        assert kinds == ["escrow", *ends[row["status"]]] and all(one["amount"] == row["amount"] for one in moved[row["id"]]), (row, kinds)
        assert row["requester"] != row["verifier"], row
        if row["status"] == "completed":
            assert moved[row["id"]][1]["credit"] == row["verifier"], row


def one_wins(owner, traders, ports):
    """Ten accept one request at once."""
    request = traders[0].must("POST", "/api/marketplace/requests", {"entity": "somebody", "reward_amount": "0.01"})["id"]
    barrier, statuses = threading.Barrier(8), []

    def accept(number):
        barrier.wait(30)
        statuses.append(traders[1 + number % 4].at(ports[number % len(ports)]).ask("POST", f"/api/marketplace/requests/{request}/claim")[0])

    threads = [threading.Thread(target=accept, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert statuses.count(200) == 1 and set(statuses) <= {200, 404, 409}, statuses
    assert owner.ask("POST", f"/api/marketplace/requests/{request}/claim")[0] == 409


def main(build, seed):
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(database())
        daemons = [stack.enter_context(local(build, url)) for _ in range(2 if url else 1)]
        owner, ports = owner_of(daemons[0]), [one.port for one in daemons]
        traders = people(daemons[0], PEOPLE)
        for trader in traders:
            owner.must("POST", "/api/marketplace/deposits", {"account": trader.subject, "amount": str(DEPOSIT)})
        market = Market(ports, owner, traders)
        if len(daemons) == 2:  # each has an owner's token of its own
            second = owner_of(daemons[1])
            tokens = {daemons[0].port: owner, daemons[1].port: second}
            market.owner = type("Owners", (), {"at": staticmethod(tokens.get)})
        one_wins(owner, traders, ports)
        market.run(seed)
        market.look(owner)
        assert not market.failures, market.failures[:3]
        accounts_are_their_transfers(daemons[0].stored())
        requests_moved_once(daemons[0].stored())
        won = sum(count for (_, status), count in market.outcomes.items() if status < 300)
        assert won > 20 and any(status in (403, 404, 409) for _, status in market.outcomes), market.outcomes
        print(f"{len(daemons)} daemon(s): {sum(market.outcomes.values())} acts on {len(market.requests)} requests, {won} of them done; the sum was 0 at {market.reads} reads")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5)
