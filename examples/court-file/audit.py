#!/usr/bin/env python3
"""Checks a court file without chitty: audit.py FOLDER

Uses OpenSSL and Python's own library only. Each line says what was found; what is not as it was claimed ends it with 1.
FOLDER is what case.sh wrote. Two things must come from elsewhere to prove anything against whoever runs the service: the
root's fingerprint and the log's key. Both are printed.
"""
import base64
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(sys.argv[1])
EVIDENCE, CERTIFICATE = FOLDER / "evidence", FOLDER / "certificate"
CUSTODY = "seq action performedBy timestamp location purpose authority reason tool host hashBefore hashAfter notes".split()
EVENT = ("seq id timestamp service action user_id user_email subject request_id status metadata related_events triggered_by integrations "
         "error_message recorded_by created_at").split()
WEIGHTS = {"source": 15, "temporal": 10, "channel": 15, "outcome": 20, "network": 15, "justice": 25}


def fail(what):
    sys.exit(f"NOT AS CLAIMED: {what}")


def expect(true, what):
    if not true:
        fail(what)


def sha(data):
    return hashlib.sha256(data).digest()


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def openssl(what, *words, given=None):
    done = subprocess.run(["openssl", *map(str, words)], input=given, capture_output=True, check=False)
    expect(done.returncode == 0, f"{what}: openssl {words[0]} says {(done.stderr or done.stdout).decode(errors='replace').strip().rpartition(chr(10))[2]}")
    return done.stdout


def load(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as why:
        fail(f"{path.name} is no JSON: {why}")


# The bundle: every file of it is the one that was packed.
listed = {}
for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
    for line in (EVIDENCE / name).read_text().splitlines():
        digest, _, path = line.partition("  ")
        listed[path] = digest
        expect(sha((EVIDENCE / path).read_bytes()).hex() == digest, f"{path} is another than {name} says")
there = {str(path.relative_to(EVIDENCE)) for path in EVIDENCE.rglob("*") if path.is_file()} - {"tagmanifest-sha256.txt"}
expect(there == set(listed), f"the bundle has files that are not listed, or lacks some: {there ^ set(listed)}")
evidence, custody, proof = (load(EVIDENCE / "data" / name) for name in ("evidence.json", "custody.json", "proof.json"))
name, digest = evidence["artifactId"], evidence["contentHash"]
(document,) = (EVIDENCE / "data/content").iterdir()
expect(sha(document.read_bytes()).hex() == digest and document.stat().st_size == evidence["size"], f"{document.name} is not what was submitted")
print(f"bundle      {len(listed)} files, {document.name} is {digest}")

# Custody: who had it, entry by entry.
link, links = sha(b"chitty-custody/1\n" + name.encode()), []
for number, entry in enumerate(custody, 1):
    link = sha(link + sha(compact(["chitty-custody/1", name, *(entry[column] for column in CUSTODY)]).encode()))
    links.append(link.hex())
    expect(entry["seq"] == number and entry["chain"] == link.hex(), f"entry {number} of the custody")
expect((len(custody), links[-1]) == (evidence["custodyEntries"], evidence["custodyHead"]), "the custody ends elsewhere than the record says")
expect(sorted(custody, key=lambda one: one["timestamp"]) == custody, "the custody goes back in time")
print(f"custody     {len(custody)} entries by {', '.join(sorted({entry['performedBy'] for entry in custody}))}")

# Minted: leaf, path, block.
leaf, block = proof["leaf"], proof["block"]
expect((leaf["artifactId"], leaf["contentHash"], leaf["size"]) == (name, digest, evidence["size"]), "the proof is of something else")
expect(leaf["custodyHead"] == links[proof["custodyEntries"] - 1], "the custody that was minted is another")
value = sha(b"\0" + "\n".join(["chitty-evidence/1", name, digest, str(leaf["size"]), leaf["custodyHead"], leaf["salt"], ""]).encode())
expect(value.hex() == leaf["hash"], "the leaf")
index, last = proof["index"], proof["treeSize"] - 1
for sibling in map(bytes.fromhex, proof["path"]):
    expect(last > 0, "the path is too long")
    if index & 1 or index == last:
        value = sha(b"\1" + sibling + value)
        while index and not index & 1:
            index, last = index >> 1, last >> 1
    else:
        value = sha(b"\1" + value + sibling)
    index, last = index >> 1, last >> 1
expect(last == 0 and value.hex() == proof["root"], "the path does not lead to the root")
text = "\n".join(["chitty-ledger/1", str(block["number"]), proof["root"], str(proof["treeSize"]), block["mintedAt"], block["previous"], ""])
expect(sha(text.encode()).hex() == block["hash"], "the block")
(minted,) = load(FOLDER / "mint.json")
expect((minted["artifactId"], minted["root"], minted["blockNumber"]) == (name, proof["root"], block["number"]), "what was minted is something else")
print(f"minted      block {block['number']} of the {minted['ledger']} ledger, {block['hash']}")

# The certificate: signature, chain, revocation, time, and the same document.
stem, root = CERTIFICATE / document.name, CERTIFICATE / "root.pem"
openssl("signature", "cms", "-verify", "-binary", "-inform", "DER", "-in", f"{stem}.p7s", "-content", document, "-CAfile", root, "-out", "/dev/null")
openssl("chain", "verify", "-purpose", "smimesign", "-CAfile", root, "-untrusted", CERTIFICATE / "chain.pem", "-CRLfile", CERTIFICATE / "crl.pem",
        "-crl_check_all", CERTIFICATE / "signer.pem")
openssl("time stamp", "ts", "-verify", "-in", f"{stem}.tsr", "-data", f"{stem}.sig", "-CAfile", root)
with tempfile.NamedTemporaryFile(suffix=".pem") as key:
    key.write(openssl("signer", "x509", "-in", CERTIFICATE / "signer.pem", "-noout", "-pubkey"))
    key.flush()
    # The stamp is over the bare signature, which is that of the CMS.
    cms = openssl("signature", "cms", "-cmsout", "-print", "-inform", "DER", "-in", f"{stem}.p7s").decode(errors="replace")
    signed = pathlib.Path(f"{stem}.p7s").read_bytes()
    expect(pathlib.Path(f"{stem}.sig").read_bytes() in signed, "the stamped signature is not that of the document")
    expect(openssl("time stamp", "ts", "-reply", "-in", f"{stem}.tsr", "-token_out") in signed, "the signature carries another time stamp")
    expect("signingCertificateV2" in cms, "the signature does not say by which certificate")
    header, _, signature = pathlib.Path(f"{stem}.jws").read_text().strip().split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    number = lambda part: b"\2" + bytes([len(one := part.lstrip(b"\0")) + (one[0] > 127)]) + b"\0" * (one[0] > 127) + one
    der = number(raw[:32]) + number(raw[32:])
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"\x30" + bytes([len(der)]) + der)
        file.flush()
        openssl("JWS", "dgst", "-sha256", "-verify", key.name, "-signature", file.name, given=f"{header}.{digest}".encode())
fingerprint = openssl("root", "x509", "-in", root, "-noout", "-fingerprint", "-sha256").decode().strip().partition("=")[2]
print(f"certificate signed, stamped, not revoked; root {fingerprint}")

# What the documents say against each other.
for one in load(FOLDER / "contradictions.json"):
    values = {(fact["subject"], fact["predicate"], fact["value"]) for fact in one["conflictingFacts"]}
    expect(len({value for _, _, value in values}) == 2 and len({about[:2] for about in values}) == 1, f"{one['contradictionId']} contradicts nothing")
    expect(one["winningFact"] in one["conflictingFacts"] and name in (one["evidenceId1"], one["evidenceId2"]), f"{one['contradictionId']} is of something else")
    print(f"contradicts {one['description']}")
checked = load(FOLDER / "check.json")
expect(checked["valid"] is True and (checked["artifactId"], checked["contentHash"]) == (name, digest), "the service's own check says otherwise")

# The score is the sum of what it is made of.
score = load(FOLDER / "trust.json")
total = 0
for dimension, weight in WEIGHTS.items():
    part = score["explanation"][dimension]
    points = round(part["score"] * 100)
    expect(round(sum(one["points"] for one in part["parts"]) * 100) == points == round(score["dimension_scores"][dimension] * 100), f"the score's {dimension}")
    expect(round(part["weight"] * 100) == weight and round(part["contribution"] * 10000) == points * weight, f"the weight of {dimension}")
    total += points * weight
expect(abs(total / 10000 - score["composite_score"]) <= 0.005, "the score is not the sum of its dimensions")
print(f"trust       {score['composite_score']} for {score['entity_id']} by {score['formula']}")

# The log: chained, complete up to the checkpoint, which is signed; and it tells the same story.
events = [json.loads(line) for line in (FOLDER / "events.ndjson").read_text(encoding="utf-8").splitlines()]
note, _, signatures = (FOLDER / "checkpoint.txt").read_text().partition("\n\n")
origin, size, head = note.split("\n")
key = load(FOLDER / "keys.json")
said, hint, public = key["key"].split("+", 2)
public = base64.b64decode(public)
expect(said == key["origin"] == origin and sha(origin.encode() + b"\n" + public)[:4].hex() == hint, "the log's key is not that of the log")
signature = base64.b64decode(signatures.strip().split(" ")[2])
with tempfile.TemporaryDirectory() as scratch:
    scratch = pathlib.Path(scratch)
    (scratch / "key").write_bytes(bytes.fromhex("302a300506032b6570032100") + public[1:])  # SubjectPublicKeyInfo of Ed25519
    (scratch / "signature").write_bytes(signature[4:])
    (scratch / "note").write_bytes(note.encode() + b"\n")
    openssl("checkpoint", "pkeyutl", "-verify", "-pubin", "-inkey", scratch / "key", "-keyform", "DER", "-rawin", "-in", scratch / "note", "-sigfile", scratch / "signature")


def tree(leaves):
    if len(leaves) <= 1:
        return sha(b"\0" + leaves[0]) if leaves else sha(b"")
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\1" + tree(leaves[:half]) + tree(leaves[half:]))


link, links = sha(b"chronicle-log/1\n" + origin.encode()), []
for number, event in enumerate(events, 1):
    row = [compact(event[column]) if isinstance(event[column], (dict, list)) else event[column] for column in EVENT]
    link = sha(link + sha(compact(["chronicle-event/1", *row]).encode()))
    links.append(link)
    expect(event["seq"] == number and event["chain"] == link.hex(), f"event {number} of the log")
expect(len(events) >= int(size), f"the log ends at event {len(events)}, and {size} were signed")
expect(tree(links[:int(size)]) == base64.b64decode(head), "the checkpoint is of another log")
happened = {(event["action"], event["subject"]): event for event in events[:int(size)]}
expect(("evidence.submitted", name) in happened, "the log does not know that it was submitted")
expect(happened.get(("evidence.minted", name), {"metadata": {}})["metadata"].get("root") == proof["root"], "the log has another root, or none")
expect(any(event["action"] == "certify.certified" and event["metadata"].get("sha256") == digest for event in events[:int(size)]), "the log does not know the certificate")
print(f"log         {size} events up to a signed checkpoint; its key {key['key']}")
print("All is as it was claimed.")
