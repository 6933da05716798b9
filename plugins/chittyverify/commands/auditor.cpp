#include "auditor.hpp"

namespace chittyverify {

const char* const auditor_program = R"python(#!/usr/bin/env python3
"""Checks this bundle with nothing but Python: the file against its hash, the custody entry by entry, the proof up to its block.

python3 data/verify.py       exit code 0: all is as it was recorded
"""
import hashlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
COLUMNS = "seq action performedBy timestamp location purpose authority reason tool host hashBefore hashAfter notes".split()


def sha(data):
    return hashlib.sha256(data).digest()


def load(name):
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def fail(what):
    sys.exit(f"NOT AS RECORDED: {what}")


evidence, custody = load("evidence.json"), load("custody.json")
name = evidence["artifactId"]

# The file.
(file,) = (HERE / "content").iterdir()
digest, size = hashlib.sha256(), 0
with file.open("rb") as content:
    while piece := content.read(1 << 20):
        digest.update(piece)
        size += len(piece)
if (digest.hexdigest(), size) != (evidence["contentHash"], evidence["size"]):
    fail(f"the file {file.name}: SHA-256 {digest.hexdigest()}, {size} bytes")
print(f"file: {file.name}, {size} bytes, SHA-256 {digest.hexdigest()}")

# The custody: each entry is chained to the one before.
link, links = sha(b"chitty-custody/1\n" + name.encode()), []
for number, entry in enumerate(custody, 1):
    text = json.dumps(["chitty-custody/1", name, *(entry[column] for column in COLUMNS)], separators=(",", ":"), ensure_ascii=False)
    link = sha(link + sha(text.encode()))
    links.append(link.hex())
    if entry["seq"] != number or entry["chain"] != link.hex():
        fail(f"entry {number} of the custody")
uploaded = [entry["hashAfter"] for entry in custody if entry["action"] == "UPLOADED"]
if uploaded != [evidence["contentHash"]]:
    fail("the hash that the custody has of the upload")
if (len(links), links[-1]) != (evidence["custodyEntries"], evidence["custodyHead"]):
    fail("the end of the custody")
print(f"custody: {len(custody)} entries, head {links[-1]}")

# The proof: leaf, path (RFC 9162, 2.1.3.2), block.
if not (HERE / "proof.json").exists():
    print("proof: none, it was not minted")
    sys.exit(0)
proof = load("proof.json")
leaf, block = proof["leaf"], proof["block"]
if (leaf["artifactId"], leaf["contentHash"], leaf["size"]) != (name, evidence["contentHash"], evidence["size"]):
    fail("the proof is of something else")
if leaf["custodyHead"] != links[proof["custodyEntries"] - 1]:
    fail("the custody that was minted")
data = "\n".join(["chitty-evidence/1", name, leaf["contentHash"], str(leaf["size"]), leaf["custodyHead"], leaf["salt"], ""])
value = sha(b"\0" + data.encode())
if value.hex() != leaf["hash"]:
    fail("the leaf")
index, last = proof["index"], proof["treeSize"] - 1
if not 0 <= index <= last:
    fail("the place of the leaf")
for sibling in map(bytes.fromhex, proof["path"]):
    if last == 0:
        fail("the path is too long")
    if index & 1 or index == last:
        value = sha(b"\1" + sibling + value)
        while index and not index & 1:
            index, last = index >> 1, last >> 1
    else:
        value = sha(b"\1" + value + sibling)
    index, last = index >> 1, last >> 1
if last or value.hex() != proof["root"]:
    fail("the path does not lead to the root")
text = "\n".join(["chitty-ledger/1", str(block["number"]), proof["root"], str(proof["treeSize"]), block["mintedAt"], block["previous"], ""])
if sha(text.encode()).hex() != block["hash"]:
    fail("the block")
print(f"proof: block {block['number']} of the local ledger, {block['mintedAt']}, hash {block['hash']}")
)python";

std::string auditor_readme(const std::string& id, const std::string& file, bool minted) {
  std::string text = "# Evidence " + id +
                     "\n\n"
                     "This folder is a bag (BagIt, RFC 8493). Nothing of ChittyOS is needed to check it.\n\n"
                     "1. Nothing in it was changed since it was written:\n\n"
                     "       sha256sum -c manifest-sha256.txt\n"
                     "       sha256sum -c tagmanifest-sha256.txt\n\n"
                     "2. File, custody and proof are what was recorded:\n\n"
                     "       python3 data/verify.py\n\n"
                     "| | |\n| --- | --- |\n"
                     "| `data/content/` | the file as it was submitted: " +
                     file +
                     " |\n"
                     "| `data/evidence.json` | what is recorded of it |\n"
                     "| `data/custody.json` | who did what with it, when, where, what for and on whose authority; this export is the last entry |\n";
  if (minted) text += "| `data/proof.json` | that it is in a block of the ledger |\n";
  text +=
      "| `data/verify.py` | a program that computes all of it anew; read it, it is short |\n\n"
      "Custody: the link of an entry is SHA-256(link before || SHA-256(text)), the text a JSON array of \"chitty-custody/1\", the ID and the\n"
      "members in the order that verify.py names; before the first it is SHA-256(\"chitty-custody/1\\n\" ID).\n";
  if (minted)
    text +=
        "Proof: the leaf is SHA-256(0x00 || \"chitty-evidence/1\\n\" ID \"\\n\" SHA-256 \"\\n\" size \"\\n\" head of the custody \"\\n\" salt \"\\n\"),\n"
        "the path as RFC 9162 (2.1.3.2) has it. The block is of the local ledger: that it is the ledger's own, ask whoever runs it, or compare\n"
        "its hash with one that was published. The salt is secret to whoever must not try out which file a leaf is of.\n";
  else
    text += "It was not minted, so nothing outside of the service says when it was there.\n";
  return text;
}

}  // namespace chittyverify
