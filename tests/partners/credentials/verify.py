#!/usr/bin/python3
"""Verify a credential of a running chittyid with PyJWT, knowing nothing but its address.

    verify.py BASE_URL TOKEN good       the credential must verify, and be on no status list
    verify.py BASE_URL TOKEN revoked    its signature must verify, and its bit on the status list be set

In both cases changed copies of the token must be refused. BASE_URL is the service's own, for example
http://127.0.0.1:4271/chittyid. Debian: python3-jwt, python3-cryptography.
"""
import base64, gzip, json, sys, urllib.request

import jwt


def fetch(url):
    with urllib.request.urlopen(url, timeout=10) as reply:
        return reply.read().decode()


def verified(base, token):
    """The payload, after PyJWT has checked signature and times by the published keys."""
    keys = jwt.PyJWKSet.from_dict(json.loads(fetch(base + "/.well-known/jwks.json")))
    kid = jwt.get_unverified_header(token)["kid"]
    key = next(one for one in keys.keys if one.key_id == kid)
    return jwt.decode(token, key.key, algorithms=["EdDSA"], options={"require": ["iss", "sub", "exp", "nbf", "jti"]})


def is_revoked(base, entry):
    """The credential's bit on the status list, which is itself a signed credential."""
    keys = jwt.PyJWKSet.from_dict(json.loads(fetch(base + "/.well-known/jwks.json")))
    token = fetch(entry["statusListCredential"])
    kid = jwt.get_unverified_header(token)["kid"]
    key = next(one for one in keys.keys if one.key_id == kid)
    encoded = jwt.decode(token, key.key, algorithms=["EdDSA"])["credentialSubject"]["encodedList"]
    assert encoded[0] == "u", encoded[:5]
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-(len(encoded) - 1) % 4)))
    assert len(bits) * 8 >= 131072, "the list is shorter than the specification allows"
    index = int(entry["statusListIndex"])
    return bits[index // 8] >> (7 - index % 8) & 1 == 1


def changed_copies(token):
    """The token with another payload, and with another signature."""
    header, payload, signature = token.split(".")
    body = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    body["credentialSubject"]["level"] = "changed"
    yield ".".join([header, base64.urlsafe_b64encode(json.dumps(body).encode()).decode().rstrip("="), signature])
    yield ".".join([header, payload, ("A" if signature[0] != "A" else "B") + signature[1:]])


def main(base, token, expected):
    payload = verified(base, token)
    assert payload["@context"][0] == "https://www.w3.org/ns/credentials/v2", payload["@context"]
    assert payload["issuer"] == payload["iss"] and payload["credentialSubject"]["id"] == payload["sub"]
    for copy in changed_copies(token):
        try:
            verified(base, copy)
        except jwt.InvalidSignatureError:
            continue
        sys.exit("PyJWT accepted a changed token")
    revoked = is_revoked(base, payload["credentialStatus"])
    if revoked != (expected == "revoked"):
        sys.exit(f"the status list says revoked={revoked}, and {expected} was expected")
    print(f"PyJWT {jwt.__version__}: verified, changed copies refused, revoked={revoked}")


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[3] not in ("good", "revoked"):
        sys.exit(__doc__)
    main(*sys.argv[1:])
