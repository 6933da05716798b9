#!/usr/bin/env python3
# ctest: on sqlite postgresql, needs os chittyid chittyverify chittycertify chittytrust chittychronicle
"""A contract's whole way by examples/court-file/case.sh, confirmed by its audit.py, which knows nothing of chitty; and every alteration that
is planted in what it was given is noticed: also those whose author writes the bundle's lists of hashes anew.

court_file.py BUILD
"""
import base64
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/support"))
from local import local

EXAMPLE = SOURCE / "examples/court-file"


def audit(folder):
    return subprocess.run([sys.executable, EXAMPLE / "audit.py", folder], capture_output=True, text=True, check=False)


def listed_anew(folder):
    """As a forger would: each file's hash in the bundle's lists is that of what stands there now."""
    bag = folder / "evidence"
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        paths = [line.split("  ", 1)[1] for line in (bag / name).read_text().splitlines()]
        (bag / name).write_text("".join(f"{hashlib.sha256((bag / path).read_bytes()).hexdigest()}  {path}\n" for path in paths))


def change(path, work):
    """JSON, changed by a function."""
    value = json.loads(path.read_text())
    work(value)
    path.write_text(json.dumps(value))


def flip(path, at):
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)


def events(folder, work):
    path = folder / "events.ndjson"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    work(lines)
    path.write_text("".join(json.dumps(line, separators=(",", ":"), ensure_ascii=False) + "\n" for line in lines))


def rechained(folder, work):
    """Events changed, and every hash behind them with them: only the signed checkpoint tells."""
    compact = lambda value: json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    origin = (folder / "checkpoint.txt").read_text().split("\n")[0]

    def all_of_them(lines):
        work(lines)
        link = hashlib.sha256(b"chronicle-log/1\n" + origin.encode()).digest()
        for line in lines:
            row = [compact(value) if isinstance(value, (dict, list)) else value for name, value in line.items() if name != "chain"]
            link = hashlib.sha256(link + hashlib.sha256(compact(["chronicle-event/1", *row]).encode()).digest()).digest()
            line["chain"] = link.hex()

    events(folder, all_of_them)


def swap(folder, other, name):
    shutil.copy(other / name, folder / name)


def alterations(other):
    """What is done to a copy of the folder, and what the auditor must say. `other` is the file of another case."""
    bag = lambda f, name: f / "evidence/data" / name
    certificate = lambda f, suffix: f / "certificate" / f"contract.txt{suffix}"
    checkpoint = lambda f: f / "checkpoint.txt"
    return {
        "the document, one bit": (lambda f: flip(bag(f, "content/contract.txt"), 8), "contract.txt is another than"),
        "the document, and the lists": (lambda f: (flip(bag(f, "content/contract.txt"), 8), listed_anew(f)), "is not what was submitted"),
        "the document, its hash and the lists": (lambda f: (bag(f, "content/contract.txt").write_bytes(b"x"), change(bag(f, "evidence.json"), lambda e: e.update(
            contentHash=hashlib.sha256(b"x").hexdigest(), size=1)), listed_anew(f)), "the proof is of something else"),
        "a file more": (lambda f: bag(f, "content/more.txt").write_text("more"), "files that are not listed"),
        "a file less": (lambda f: (f / "evidence/README.md").write_text(""), "README.md is another than"),
        "who had it": (lambda f: (change(bag(f, "custody.json"), lambda c: c[2].update(performedBy="somebody")), listed_anew(f)), "entry 3 of the custody"),
        "when": (lambda f: (change(bag(f, "custody.json"), lambda c: c[0].update(timestamp="2020-01-01T00:00:00Z")), listed_anew(f)), "entry 1 of the custody"),
        "an entry less": (lambda f: (change(bag(f, "custody.json"), lambda c: c.pop()), listed_anew(f)), "the custody ends elsewhere"),
        "the salt": (lambda f: (change(bag(f, "proof.json"), lambda p: p["leaf"].update(salt="00" * 32)), listed_anew(f)), "the leaf"),
        "the root": (lambda f: (change(bag(f, "proof.json"), lambda p: p.update(root="00" * 32)), listed_anew(f)), "does not lead to the root"),
        "when it was minted": (lambda f: (change(bag(f, "proof.json"), lambda p: p["block"].update(mintedAt="2020-01-01T00:00:00Z")), listed_anew(f)), "the block"),
        "a path that is too long": (lambda f: (change(bag(f, "proof.json"), lambda p: p["path"].append("00" * 32)), listed_anew(f)), "the path is too long"),
        "the mint of another": (lambda f: swap(f, other, "mint.json"), "what was minted is something else"),
        "the signature, one bit": (lambda f: flip(certificate(f, ".p7s"), certificate(f, ".p7s").read_bytes().index(certificate(f, ".sig").read_bytes()) + 9), "signature: openssl"),
        "the time stamp that the signature carries, one bit": (lambda f: flip(certificate(f, ".p7s"), -5), "the signature carries another time stamp"),
        "the signature of another": (lambda f: shutil.copy(certificate(other, ".p7s"), certificate(f, ".p7s")), "signature: openssl"),
        "the signer": (lambda f: shutil.copy(f / "certificate/root.pem", f / "certificate/signer.pem"), "openssl"),
        "the list of what is revoked, missing": (lambda f: (f / "certificate/crl.pem").write_text(""), "chain: openssl"),
        "the time stamp, one bit": (lambda f: flip(certificate(f, ".tsr"), -5), "time stamp: openssl"),
        "the time stamp of another": (lambda f: shutil.copy(certificate(other, ".tsr"), certificate(f, ".tsr")), "time stamp: openssl"),
        "what was stamped": (lambda f: (shutil.copy(certificate(other, ".tsr"), certificate(f, ".tsr")), shutil.copy(certificate(other, ".sig"), certificate(f, ".sig"))),
                             "the stamped signature is not that of the document"),
        "the JWS of another": (lambda f: shutil.copy(certificate(other, ".jws"), certificate(f, ".jws")), "JWS: openssl"),
        "a contradiction that is none": (lambda f: change(f / "contradictions.json", lambda c: c[0]["conflictingFacts"][1].update(c[0]["conflictingFacts"][0])), "contradicts nothing"),
        "the check of another": (lambda f: swap(f, other, "check.json"), "the service's own check says otherwise"),
        "the score": (lambda f: change(f / "trust.json", lambda t: t.update(composite_score=99.0)), "the score is not the sum"),
        "a dimension": (lambda f: change(f / "trust.json", lambda t: t["dimension_scores"].update(justice=100.0)), "the score's justice"),
        "a weight": (lambda f: change(f / "trust.json", lambda t: t["explanation"]["outcome"].update(weight=0.9)), "the weight of outcome"),
        "an event's actor": (lambda f: events(f, lambda e: e[1].update(user_id="somebody")), "event 2 of the log"),
        "an event less": (lambda f: events(f, lambda e: e.pop(1)), "event 2 of the log"),
        "two events in another order": (lambda f: events(f, lambda e: e.insert(1, e.pop(2))), "event 2 of the log"),
        "the log's end": (lambda f: events(f, lambda e: e.pop()), "the log ends at event"),
        "an event, and the chain": (lambda f: rechained(f, lambda e: e[1].update(user_id="somebody")), "the checkpoint is of another log"),
        "the checkpoint's size": (lambda f: checkpoint(f).write_text(checkpoint(f).read_text().replace("\n", "\n1", 1)), "checkpoint: openssl"),
        "the log's key": (lambda f: change(f / "keys.json", lambda k: k.update(key="+".join([*k["key"].split("+", 2)[:2], base64.b64encode(b"\1" + bytes(32)).decode()]))),
                          "the log's key is not"),
    }


def case(chitty, home, number):
    folder = home / f"case-{number}"
    contract, letter = (home / str(number) / name for name in ("contract.txt", "letter.txt"))
    contract.parent.mkdir()
    contract.write_text(f"Loan {number} of 1,000 USD.\n")
    letter.write_text(f"As to loan {number}: it was 1,200 USD.\n")
    env = chitty.env | {"PATH": f"{pathlib.Path(chitty.chitty).parent}:{chitty.env['PATH']}"}
    done = subprocess.run(["sh", EXAMPLE / "case.sh", folder, contract, letter], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done
    return folder


with local(sys.argv[1]) as chitty, tempfile.TemporaryDirectory(prefix="chitty-court-") as scratch:
    scratch = pathlib.Path(scratch)
    other, folder = case(chitty, scratch, 1), case(chitty, scratch, 2)
    done = audit(folder)
    assert done.returncode == 0 and done.stdout.endswith("All is as it was claimed.\n"), done
    print(done.stdout, end="")
    missed = []
    for what, (work, words) in alterations(other).items():
        copy = scratch / "altered"
        shutil.copytree(folder, copy)
        work(copy)
        done = audit(copy)
        shutil.rmtree(copy)
        told = done.stderr.strip().splitlines()[-1:] or [""]
        print(f"{what}: {told[0]}")
        if done.returncode != 1 or not told[0].startswith("NOT AS CLAIMED: ") or words not in told[0]:
            missed.append((what, done))
    assert not missed, missed
    print(f"{len(alterations(other))} alterations, each noticed")
