"""What OpenSSL and GnuTLS say of a certificate: two programs that we did not write. Not a contract by itself."""
import base64
import pathlib
import re
import shutil
import subprocess
import urllib.parse
import urllib.request

GNUTLS = shutil.which("certtool") and shutil.which("ocsptool")


def said(*words, given=None):
    done = subprocess.run([str(word) for word in words], input=given, capture_output=True)
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def openssl(*words, given=None):
    return said("openssl", *words, given=given)


def must(*words):
    code, out = openssl(*words)
    assert code == 0, f"openssl {' '.join(map(str, words))}: {out}"
    return out


class Issued:
    """The files of `cert issue`, taken apart, with the lists that they name."""

    def __init__(self, folder, service):
        self.folder = folder = pathlib.Path(folder)
        blocks = re.findall("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n", (folder / f"{service}.crt").read_text(), re.S)
        self.key, self.root = folder / f"{service}.key", folder / f"{service}-root.crt"
        self.leaf, self.issuer = folder / "leaf.pem", folder / "issuer.pem"
        self.leaf.write_text(blocks[0])
        self.issuer.write_text(blocks[1])
        self.ocsp = must("x509", "-in", self.leaf, "-noout", "-ocsp_uri").strip()
        self.serial = must("x509", "-in", self.leaf, "-noout", "-serial").strip().split("=")[1].lower()

    def lists(self):
        """Both lists of revoked certificates, as they are now, in one PEM file."""
        text = ""
        for certificate in (self.leaf, self.issuer):
            url = re.search(r"URI:(\S+)", must("x509", "-in", certificate, "-noout", "-ext", "crlDistributionPoints"))[1]
            with urllib.request.urlopen(url, timeout=10) as reply:
                assert reply.headers["Content-Type"] == "application/pkix-crl", reply.headers
                (self.folder / "list.der").write_bytes(reply.read())
            text += must("crl", "-inform", "DER", "-in", self.folder / "list.der")
        (self.folder / "lists.pem").write_text(text)
        return self.folder / "lists.pem"

    def number(self):
        """Of the newest list."""
        return int(re.search(r"CRL Number: \s*(0x)?([0-9A-Fa-f]+)", must("crl", "-in", self.lists(), "-noout", "-text"))[2], 16)

    def verdicts(self, leaf=None):
        """{judge: "good", "revoked", "unknown" or what it said}"""
        leaf = leaf or self.leaf
        lists, found = self.lists(), {}
        code, out = openssl("verify", "-x509_strict", "-CAfile", self.root, "-untrusted", self.issuer, "-CRLfile", lists, "-crl_check_all", leaf)
        found["openssl verify"] = "good" if code == 0 else "revoked" if "certificate revoked" in out else out
        for how in (["-sha1"], ["-sha256"], ["-sha256", "-no_nonce"]):
            asked = ["-issuer", self.issuer, "-cert", leaf, "-url", self.ocsp, "-CAfile", self.root]
            code, out = openssl("ocsp", *[word for word in how if word != "-no_nonce"], *asked, *[word for word in how if word == "-no_nonce"])
            word = re.search(r": (good|revoked|unknown)$", out, re.M)
            found["openssl ocsp " + " ".join(how)] = word[1] if word and "Response verify OK" in out else out
        found["openssl ocsp by GET"] = self.by_get(leaf)
        if GNUTLS:
            chain = (self.folder / "chain.pem")
            chain.write_text(pathlib.Path(leaf).read_text() + self.issuer.read_text())
            code, out = said("certtool", "--verify", "--load-ca-certificate", self.root, "--load-crl", lists, "--infile", chain)
            found["certtool"] = "good" if code == 0 else "revoked" if "revoked" in out else out
            code, out = said("ocsptool", f"--ask={self.ocsp}", "--load-issuer", self.issuer, "--load-cert", leaf, "--load-trust", self.issuer)
            word = re.search(r"Certificate Status: (\w+)", out)
            found["ocsptool"] = word[1] if word and "Verifying OCSP Response: Success" in out else out
        return found

    def by_get(self, leaf):
        must("ocsp", "-issuer", self.issuer, "-cert", leaf, "-no_nonce", "-reqout", self.folder / "q.der")
        question = urllib.parse.quote(base64.b64encode((self.folder / "q.der").read_bytes()).decode(), safe="")
        with urllib.request.urlopen(f"{self.ocsp}/{question}", timeout=10) as reply:
            assert reply.headers["Content-Type"] == "application/ocsp-response", reply.headers
            assert "max-age" in reply.headers["Cache-Control"], "an answer without a nonce may be kept"
            (self.folder / "a.der").write_bytes(reply.read())
        code, out = openssl("ocsp", "-respin", self.folder / "a.der", "-issuer", self.issuer, "-cert", leaf, "-CAfile", self.root)
        word = re.search(r": (good|revoked|unknown)$", out, re.M)
        return word[1] if word and "Response verify OK" in out else out


def all_say(verdicts, word):
    wrong = {judge: found for judge, found in verdicts.items() if found != word}
    assert not wrong, f"not {word}: {wrong}"
    print(f"{word}: " + ", ".join(verdicts))
