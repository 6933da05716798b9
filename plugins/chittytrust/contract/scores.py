#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid chittyauth chittychronicle
"""Every number of a score, computed by a second program (testing/oracle.py): of the published personas, of made-up entities that are given
with a request, of the same entities kept, and of what a service recorded in the chronicle.

scores.py BUILD
"""
import datetime
import pathlib
import random
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "testing"), str(HERE.parents[2] / "tests/support")]
import oracle
from local import local
from trusting import owner_of, people

TYPES = ["transaction", "interaction", "verification", "endorsement", "dispute", "dispute_resolution", "collaboration", "review", "achievement"]
TAGS = ["community_impact", "justice", "fairness", "equality", "transparency", "harm_prevention", "other"]
NUMBERS = ("composite_score", "trust_level", "dimension_scores", "output_scores", "confidence")
CLOCK = "2026-05-01T12:00:00.000Z"


def past(chance, days=1500):
    at = oracle.moment(CLOCK) - datetime.timedelta(seconds=chance.randint(0, days * 86400))
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def made_up(chance, name):
    """(entity, events) of which everything may be there or not."""
    who = {"id": name, "credentials": [{"type": chance.choice(["government_id", "professional", "other"])} for _ in range(chance.randint(0, 5))],
           "connections": [{"entity_id": f"friend-{i}", "connection_type": chance.choice(["personal", "review"]), "trust_score": chance.randint(0, 10000) / 100} for i in range(chance.choice([0, 1, 7, 130]))]}
    if chance.random() < 0.7:
        who["created_at"] = past(chance, 3000)
    if chance.random() < 0.5:
        who |= {"identity_verified": True, "transparency_level": chance.choice([0.7, 0.71, 0.3, 1])}
    bias = chance.random()
    events = [{"id": f"{name}-{i}", "entity_id": name, "event_type": chance.choice(TYPES), "timestamp": past(chance, chance.choice([60, 1500])),
               "channel": chance.choice(list(oracle.CHANNELS) + ["pigeon"]), "outcome": "positive" if chance.random() < bias else chance.choice(["negative", "neutral", "pending"]),
               "tags": chance.sample(TAGS, chance.randint(0, 3))} for i in range(chance.choice([0, 1, 2, 5, 11, 40, 60, 120]))]
    chance.shuffle(events)
    return who, events


def same(got, want, of):
    for name in NUMBERS:
        assert got[name] == want[name], f"{of}: {name} is {got[name]}, and by the second program {want[name]}"


def explained(score):
    parts = score["explanation"].values()
    assert round(sum(round(one["contribution"] * 10000) for one in parts) / 10000, 4) == round(sum(one["score"] * one["weight"] for one in parts), 4)
    assert abs(sum(one["contribution"] for one in parts) - score["composite_score"]) < 0.00501, score


def personas(owner):
    text = (HERE.parent / "personas.cpp").read_text()
    for name in ("alice", "bob", "charlie"):
        said = eval(text[text.index('R"(', text.index(f'{{"{name}"')) + 3:].split(')"')[0], {"true": True, "false": False})
        for at in (CLOCK, "2024-02-29T00:00:00.000Z"):
            score = owner.must("GET", f"/api/trust/demo/{name}?at={at}&explain=true")["data"]["trust_score"]
            events = [one for one in said["events"] if oracle.moment(one["timestamp"]) <= oracle.moment(at)]
            same(score, oracle.score(said["entity"], events, oracle.moment(at)), f"{name} at {at}")
            explained(score)


def given_and_kept(owner, reader):
    chance = random.Random(11)
    for number in range(60):
        who, events = made_up(chance, f"entity-{number}")
        want = oracle.score(who, events, oracle.moment(CLOCK))
        body = {"entity": who, "events": events, "at": CLOCK, "explain": True}
        given = reader.must("POST", "/api/trust/calculate", body)
        assert given["persisted"] is None
        same(given["data"], want, f"given {who['id']}")
        explained(given["data"])
        same(owner.must("POST", "/api/trust/calculate", body)["data"], want, f"kept {who['id']}")
        again = reader.must("POST", "/api/trust/calculate", {"entity": {"id": who["id"]}, "at": CLOCK})["data"]
        same(again, want, f"read {who['id']}")
        assert again["eventsCounted"] == len(events)


def recorded(owner, reader):
    """What a service recorded arrives, and what somebody logs of themselves does not."""
    owner.must("POST", "/events", {"action": "case.dispute_resolved", "userId": reader.subject, "metadata": {"trust": {"tags": ["justice"], "channel": "oauth"}}}, "chittychronicle")
    logger = people_with_chronicle(owner, reader)
    logger.must("POST", "/events", {"action": "peer.endorsed", "metadata": {"trust": {"tags": ["justice"]}}}, "chittychronicle")
    for _ in range(100):
        score = reader.must("POST", "/api/trust/calculate", {})["data"]
        if score["eventsCounted"] >= 2:
            break
        time.sleep(0.1)
    assert score["entity_id"] == reader.subject and score["basis"] == "chittychronicle", score
    assert score["eventsCounted"] == 2, "minted, and the dispute: what one says of oneself does not count"
    assert score["dimension_scores"]["justice"] == 18.0, "8 for justice, 10 for a dispute that was resolved"
    assert score["dimension_scores"]["channel"] == round((95 + 2 * 75) / 3 + 5, 2), "verified_api, then oauth"


def people_with_chronicle(owner, reader):
    token = owner.must("POST", "/v1/tokens/provision", {"scope": ["chittychronicle:write"], "chittyId": reader.subject}, "chittyauth")["token"]
    return type(owner)(owner.port, token, reader.subject)


def main(build):
    with local(build) as chitty:
        owner, (reader,) = owner_of(chitty), people(chitty, 1)
        personas(owner)
        given_and_kept(owner, reader)
        recorded(owner, reader)
        print("the personas at two times, and 60 entities given, kept and read, are what a second program computes; what the chronicle has is counted")


if __name__ == "__main__":
    main(sys.argv[1])
