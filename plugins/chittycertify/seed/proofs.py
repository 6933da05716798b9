"""What each line of the seed that belongs to chittycertify must have done."""
import base64
import hashlib
import json
import pathlib
import subprocess
import tempfile

from proof import first_cell


def certified(world):
    """The stored row of the document's own SHA-256, whose signature OpenSSL accepts over the file."""
    rows = world.rows("SELECT * FROM certify_certificates WHERE id = ?", first_cell(world.out, "ID"))
    file = world.folder / "contract.pdf"
    if len(rows) != 1 or rows[0]["status"] != "valid" or rows[0]["sha256"] != hashlib.sha256(file.read_bytes()).hexdigest():
        return f"stored: {rows}"
    (root,) = world.rows("SELECT pem FROM certify_authorities WHERE kind = 'root'")
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "root.pem").write_text(root["pem"])
        pathlib.Path(folder, "cms").write_bytes(base64.b64decode(rows[0]["cms"]))
        done = subprocess.run(["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", f"{folder}/cms", "-content", file, "-CAfile", f"{folder}/root.pem", "-out", "/dev/null"], capture_output=True, text=True)
    if done.returncode:
        return f"OpenSSL does not accept it: {done.stderr}"


def verified(world):
    rows = world.rows("SELECT stamped_at FROM certify_certificates WHERE id = ?", first_cell(world.out, "Certificate"))
    if first_cell(world.out, "Result") != "TOTAL_PASSED" or [row["stamped_at"] for row in rows] != [first_cell(world.out, "Stamped")]:
        return f"stored: {rows}"


def chained(world):
    """The serial numbers shown are the stored ones: the signer's, then the authority's."""
    shown = {line.split("\t")[0]: line.split("\t")[3] for line in world.out.splitlines()}
    stored = {row["kind"]: row["serial"] for row in world.rows("SELECT kind, serial FROM certify_authorities")}
    signers = {row["serial"] for row in world.rows("SELECT serial FROM certify_certificates")}
    if {kind: shown.get(kind) for kind in stored} != stored or shown.get("signer") not in signers:
        return f"shown: {shown}, stored: {stored}"


def assessed(world):

    rows = world.rows("SELECT findings FROM certify_assessments ORDER BY id DESC")
    stored = [(one["id"], one["state"]) for one in json.loads(rows[0]["findings"])] if rows else []
    shown = [tuple(line.split("\t")[:2]) for line in world.out.splitlines()]
    if not stored or shown != stored:
        return f"shown: {shown}, stored: {stored}"


def reported(world):
    rows = world.rows("SELECT score, coverage FROM certify_assessments WHERE entity = ?", first_cell(world.out, "Entity"))
    if [(str(row["score"]), str(row["coverage"])) for row in rows] != [(first_cell(world.out, "Score"), first_cell(world.out, "Judged"))]:
        return f"stored: {rows}"


PROOFS = {
    "chitty certify document ./contract.pdf": certified,
    "chitty certify verify cert-id": verified,
    "chitty certify chain cert-id": chained,
    "chitty certify compliance check entity-id": assessed,
    "chitty certify compliance report entity-id": reported,
}
