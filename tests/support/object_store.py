"""An S3 object store in memory, with a reading of Signature Version 4 of its own, that fails as a test wants.

    with ObjectStore() as store:
        store.fault = lambda asked: Fault(503, "SlowDown") if asked.method == "PUT" else None
"""
import contextlib
import dataclasses
import hashlib
import hmac
import http.server
import threading
import time
import urllib.parse

KEY_ID, SECRET = "AKIDEXAMPLE", "a-secret-of-the/tests+only"


@dataclasses.dataclass
class Asked:
    method: str
    path: str
    query: dict
    body: bytes


@dataclasses.dataclass
class Fault:
    """What is answered in place of the store. `code` makes an XML error; else `body`, of which only `cut` bytes are sent."""
    status: int = 200
    code: str = ""
    body: bytes = b""
    cut: int = -1
    headers: dict = dataclasses.field(default_factory=dict)
    wait: float = 0     # seconds before the answer
    hang_up: bool = False

    def content(self):
        return f"<?xml version='1.0'?><Error><Code>{self.code}</Code><Message>As the test wants.</Message></Error>".encode() if self.code else self.body


def signature_of(handler, path, query, hashed, secret):
    """The signature that the request should have, from the fields that it says it signed."""
    given = dict(part.strip().split("=", 1) for part in handler.headers["Authorization"].partition(" ")[2].split(","))
    key_id, day, region, service, _ = given["Credential"].split("/")
    names = given["SignedHeaders"].split(";")
    fields = "".join(f"{name}:{' '.join(handler.headers[name].split())}\n" for name in names)
    pairs = sorted((urllib.parse.quote(k, safe="-_.~"), urllib.parse.quote(v, safe="-_.~")) for k, v in urllib.parse.parse_qsl(query, keep_blank_values=True))
    request = "\n".join([handler.command, path, "&".join(f"{k}={v}" for k, v in pairs), fields, ";".join(names), hashed])
    scope = f"{day}/{region}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{handler.headers['x-amz-date']}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request", text):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key_id, given["Signature"], key.hex(), names


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def date_time_string(self, timestamp=None):
        return super().date_time_string(time.time() + self.server.store.clock)

    def serve(self):
        store = self.server.store
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if store.gone:  # connections that were kept end, too
            self.close_connection = True
            return
        asked = Asked(self.command, path, dict(urllib.parse.parse_qsl(query, keep_blank_values=True)), body)
        with store.lock:
            store.asked.append(asked)
        fault = store.refusal(self, asked, query)
        if not fault and store.fault:
            fault = store.fault(asked)
        self.give(fault or store.answer(asked, self.headers))

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = serve

    def give(self, fault):
        time.sleep(fault.wait)
        if fault.hang_up:
            self.close_connection = True
            return
        content = fault.content()
        self.send_response(fault.status)
        for name, value in fault.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in fault.headers:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(content[:fault.cut] if fault.cut >= 0 else content)
        if fault.cut >= 0:
            self.wfile.flush()
            self.close_connection = True


class ObjectStore:
    def __init__(self, bucket="blobs", port=0, secret=SECRET):
        self.bucket, self.secret, self.fault = bucket, secret, None
        self.objects, self.uploads, self.asked = {}, {}, []
        self.lock, self.clock, self.gone = threading.Lock(), 0, False
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.server.store = self
        self.port = self.server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.gone = True
        self.server.shutdown()
        self.server.server_close()

    def url(self, secret):
        return f"s3://{self.bucket}/some/where?endpoint=http://127.0.0.1:{self.port}&region=eu-test-1&keyId={KEY_ID}&secret={secret}"

    def key(self, address):
        digest = address.removeprefix("sha256:")
        return f"/{self.bucket}/some/where/{digest[:2]}/{digest[2:4]}/{digest}"

    def blobs(self):
        return {key: content for key, content in self.objects.items() if not key.endswith(".txt")}

    def refusal(self, handler, asked, query):
        """None where the request is signed as it must be, near the time of this store."""
        hashed = handler.headers.get("x-amz-content-sha256", "")
        with contextlib.suppress(KeyError, ValueError, AttributeError):
            key_id, given, wanted, names = signature_of(handler, asked.path, query, hashed, self.secret)
            now = time.time() + self.clock
            when = time.mktime(time.strptime(handler.headers["x-amz-date"], "%Y%m%dT%H%M%SZ")) - time.timezone
            if abs(now - when) > 900:
                return Fault(403, "RequestTimeTooSkewed")
            if key_id != KEY_ID:
                return Fault(403, "InvalidAccessKeyId")
            if given != wanted or not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(names):
                return Fault(403, "SignatureDoesNotMatch")
            if hashed != hashlib.sha256(asked.body).hexdigest():
                return Fault(400, "XAmzContentSHA256Mismatch")
            if not asked.path.startswith(f"/{self.bucket}/"):
                return Fault(404, "NoSuchBucket")
            return None
        return Fault(403, "AccessDenied")

    def answer(self, asked, headers):
        with self.lock:
            if "uploads" in asked.query:
                name = f"upload {len(self.uploads)}/+="
                self.uploads[name] = {}
                return Fault(body=f"<InitiateMultipartUploadResult><UploadId>{name}</UploadId></InitiateMultipartUploadResult>".encode())
            if "uploadId" in asked.query:
                return self.answer_upload(asked, headers)
            if asked.method == "PUT":
                if headers.get("If-None-Match") == "*" and asked.path in self.objects:
                    return Fault(412, "PreconditionFailed")
                self.objects[asked.path] = asked.body
                return Fault(headers={"ETag": '"whole"'})
            content = self.objects.get(asked.path)
            if content is None:
                return Fault(404, "NoSuchKey")
            wanted = headers.get("Range")
            if not wanted:
                return Fault(body=content, headers={"Content-Length": str(len(content))})
            begin = int(wanted.removeprefix("bytes=").rstrip("-"))
            return Fault(206, body=content[begin:], headers={"Content-Range": f"bytes {begin}-{len(content) - 1}/{len(content)}"})

    def answer_upload(self, asked, headers):
        name = asked.query["uploadId"]
        if name not in self.uploads:
            return Fault(404, "NoSuchUpload")
        parts = self.uploads[name]
        if asked.method == "PUT":
            parts[int(asked.query["partNumber"])] = asked.body
            return Fault(headers={"ETag": f'"{hashlib.md5(asked.body).hexdigest()}"'})
        del self.uploads[name]
        if asked.method == "DELETE":
            return Fault(204)
        assert all(len(part) >= 5 << 20 for number, part in parts.items() if number != max(parts)), "a part under 5 MiB"
        self.objects[asked.path] = b"".join(parts[number] for number in sorted(parts))
        return Fault(body=b"<?xml version='1.0'?>\n<CompleteMultipartUploadResult></CompleteMultipartUploadResult>")
