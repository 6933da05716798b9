"""What each line of the seed that belongs to chittyregister must have done."""
import base64
import subprocess

from proof import first_cell


def validated(world):
    rows = world.rows("SELECT score, coverage FROM register_results WHERE name = ?", first_cell(world.out, "Service"))
    if [(str(row["score"]), str(row["coverage"])) for row in rows] != [(first_cell(world.out, "Score"), first_cell(world.out, "Judged"))]:
        return f"stored: {rows}"
    if not first_cell(world.out, "Health").startswith("passed"):
        return "the service was not found well"


def certified(world):
    rows = world.rows("SELECT statement FROM register_certifications WHERE id = ?", first_cell(world.out, "ID"))
    if len(rows) != 1 or rows[0]["statement"] != first_cell(world.out, "Statement"):
        return f"{len(rows)} stored certifications have the ID that was printed"


def told(world):
    """Every stored event, the newest first."""
    rows = world.rows("SELECT event FROM service_registration_events WHERE service = 'chittyauth' ORDER BY id DESC")
    shown = [line.split("\t")[1] for line in world.out.splitlines()]
    if "service.certified" not in shown or shown != [row["event"] for row in rows]:
        return f"shown: {shown}, stored: {[row['event'] for row in rows]}"


def certificate(world):
    """The stored row of the certificate that is in the file, which OpenSSL trusts by the root beside it."""
    file, root = world.folder / "chittyauth.crt", world.folder / "chittyauth-root.crt"
    if subprocess.run(["openssl", "verify", "-CAfile", root, "-untrusted", file, file], capture_output=True).returncode:
        return None
    serial = subprocess.run(["openssl", "x509", "-in", file, "-noout", "-serial"], check=True, capture_output=True, text=True).stdout
    rows = world.rows("SELECT * FROM register_certificates WHERE serial = ?", serial.strip().split("=")[1].lower())
    return rows[0] if len(rows) == 1 and rows[0]["id"] == first_cell(world.out, "ID") else None


def issued(world):
    row = certificate(world)
    if not row or row["status"] != "valid" or row["replaces"]:
        return f"stored: {row}"
    if (world.folder / "chittyauth.key").stat().st_mode & 0o077:
        return "others may read the key"


def renewed(world):
    row = certificate(world)
    if not row or not world.rows("SELECT 1 FROM register_certificates WHERE id = ? AND replaced_by = ?", row["replaces"], row["id"]):
        return f"stored: {row}"


def revoked(world):
    rows = world.rows("SELECT serial, issuer, status FROM register_certificates WHERE id = ?", first_cell(world.out, "ID"))
    if len(rows) != 1 or rows[0]["status"] != "revoked":
        return f"stored: {rows}"
    (crl,) = world.rows("SELECT crl FROM register_crls WHERE issuer = ?", rows[0]["issuer"])
    shown = subprocess.run(["openssl", "crl", "-inform", "DER", "-noout", "-text"], input=base64.b64decode(crl["crl"]), check=True, capture_output=True).stdout
    if rows[0]["serial"].upper() not in shown.decode():
        return "it is not on the list of what is revoked"


def published(world):
    listed = {row["name"] for row in world.rows("SELECT name FROM register_services")}
    shown = {line.split("\t")[0]: line.split("\t")[2] for line in world.out.splitlines()}
    told_of = {row["service"] for row in world.rows("SELECT service FROM service_registration_events WHERE event = 'service.published'")}
    if set(shown) != listed or {name for name, outcome in shown.items() if outcome == "new"} - told_of:
        return f"listed: {listed}, shown: {shown}, recorded: {told_of}"


PROOFS = {
    "chitty register validate service-name": validated,
    "chitty register certify service-name": certified,
    "chitty register audit service-name": told,
    "chitty register cert issue --service chittyauth": issued,
    "chitty register cert renew cert-id": renewed,
    "chitty register cert revoke cert-id": revoked,
    "chitty register sync registry": published,
}
