"""Platforms as their public descriptions have them, on loopback: each knows one token, and answers what its interface answers."""
import json
import sys
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tests/support"))
from fake_remote import FakeRemote, answer


def known_only(token, refusal, work):
    """`work` for whoever shows `token`; else the platform's own refusal."""
    return lambda request: work(request) if request["headers"].get("authorization") == f"Bearer {token}" else answer(401, json.dumps(refusal))


def query_of(request):
    return dict(urllib.parse.parse_qsl(request["target"].partition("?")[2]))


def notion(token="secret_..."):
    """developers.notion.com: GET /v1/users/me, POST /v1/search in two pages."""
    refusal = {"object": "error", "status": 401, "code": "unauthorized", "message": "API token is invalid."}
    databases = [{"object": "database", "id": f"db-{n}", "url": f"https://www.notion.so/db{n}", "last_edited_time": "2026-11-29T10:00:00.000Z",
                  "title": [{"type": "text", "plain_text": f"Cases {n}"}]} for n in (1, 2, 3)]

    def search(request):
        asked = json.loads(request["body"])
        if request["headers"].get("notion-version") != "2022-06-28" or asked.get("filter") != {"property": "object", "value": "database"}:
            return answer(400, json.dumps({"object": "error", "status": 400, "code": "validation_error", "message": "body failed validation"}))
        rest = databases[2:] if asked.get("start_cursor") == "page-2" else databases[:2]
        more = None if asked.get("start_cursor") else "page-2"
        return answer(200, json.dumps({"object": "list", "results": rest, "next_cursor": more, "has_more": bool(more)}))

    return FakeRemote({"/v1/search": known_only(token, refusal, search), "/v1/users/me": known_only(token, refusal, lambda _: answer(200, '{"object":"user","type":"bot"}')),
                       "*": answer(404, json.dumps({"object": "error", "status": 404, "code": "object_not_found", "message": "Could not find it."}))})


def google(token="seed-google-token"):
    """developers.google.com/calendar: the list of calendars, the events of one."""
    refusal = {"error": {"code": 401, "message": "Invalid Credentials", "status": "UNAUTHENTICATED"}}
    event = {"kind": "calendar#event", "id": "evt1", "status": "confirmed", "summary": "Hearing", "location": "Room 4",
             "start": {"dateTime": "2026-12-01T09:00:00Z"}, "end": {"dateTime": "2026-12-01T10:00:00Z"}}
    day = {"kind": "calendar#event", "id": "evt2", "status": "confirmed", "summary": "Filing is due", "start": {"date": "2026-12-02"}, "end": {"date": "2026-12-03"}}

    def events(request):
        asked = query_of(request)
        if not {"timeMin", "timeMax"} <= asked.keys():
            return answer(400, json.dumps({"error": {"code": 400, "message": "Bad Request"}}))
        return answer(200, json.dumps({"kind": "calendar#events", "items": [event, day]}))

    return FakeRemote({"/calendar/v3/calendars/primary/events": known_only(token, refusal, events),
                       "/calendar/v3/users/me/calendarList": known_only(token, refusal, lambda _: answer(200, '{"kind":"calendar#calendarList","items":[]}')),
                       "*": answer(404, json.dumps({"error": {"code": 404, "message": "Not Found"}}))})


def openai(token="seed-openai-token", pieces=("Hel", "lo", "!")):
    """platform.openai.com: models, and a chat completion as a stream."""
    refusal = {"error": {"message": "Incorrect API key provided.", "type": "invalid_request_error", "code": "invalid_api_key"}}

    def chat(request):
        asked = json.loads(request["body"])
        if not asked.get("stream") or not asked.get("messages"):
            return answer(400, json.dumps({"error": {"message": "you must provide messages", "type": "invalid_request_error"}}))
        chunk = lambda delta, end=None: json.dumps({"object": "chat.completion.chunk", "model": asked["model"], "choices": [{"index": 0, "delta": delta, "finish_reason": end}]})
        events = [chunk({"role": "assistant"})] + [chunk({"content": piece}) for piece in pieces] + [chunk({}, "stop"), "[DONE]"]
        return answer(200, "".join(f"data: {event}\n\n" for event in events), "text/event-stream")

    return FakeRemote({"/v1/chat/completions": known_only(token, refusal, chat), "/v1/models": known_only(token, refusal, lambda _: answer(200, '{"object":"list","data":[]}')),
                       "*": answer(404, json.dumps({"error": {"message": "Unknown request URL"}}))})


def item(number, updated, title="An issue", state="open", pull=False):
    """An entry of GitHub's list of issues (docs.github.com), as much of it as matters."""
    made = {"number": number, "title": title, "state": state, "html_url": f"https://github.com/octocat/chittyos/issues/{number}", "user": {"login": "octocat"}, "updated_at": updated}
    return {**made, "pull_request": {"url": "https://api.github.com/pulls"}} if pull else made


class GitHub:
    """docs.github.com: GET /user, the issues of octocat/chittyos by pages with since and ETag, tokens of an app's installation."""

    def __init__(self, token="seed-github-token", items=(), page=100):
        self.tokens, self.items, self.page = {token}, list(items), page
        self.remote = FakeRemote({"/user": self.known(lambda _: answer(200, '{"login":"octocat","id":583231}')), "/rate_limit": self.known(lambda _: answer(200, "{}")),
                                  "/repos/octocat/chittyos/issues": self.known(self.issues), "/app/installations/7/access_tokens": self.exchange,
                                  "*": answer(404, '{"message":"Not Found","documentation_url":"https://docs.github.com/rest"}')})
        self.check_jwt = lambda jwt: True

    def known(self, work):
        refusal = answer(401, '{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest"}')
        return lambda request: work(request) if request["headers"].get("authorization", "")[7:] in self.tokens else refusal

    def issues(self, request):
        asked = query_of(request)
        since, page = asked.get("since", ""), int(asked.get("page", 1))
        all_ = sorted((one for one in self.items if one["updated_at"] >= since[:19]), key=lambda one: one["updated_at"])
        part = all_[(page - 1) * self.page : page * self.page]
        tag = f'W/"{hash(json.dumps(part)) & 0xFFFFFFFF:x}"'
        if request["headers"].get("if-none-match") == tag:
            return answer(304, content_type=None)
        more = [f'Link: <{self.remote.url}/repos/octocat/chittyos/issues?page={page + 1}>; rel="next"'] if len(all_) > page * self.page else []
        return answer(200, json.dumps(part), headers=[f"ETag: {tag}", *more])

    def exchange(self, request):
        if not self.check_jwt(request["headers"].get("authorization", "")[7:]):
            return answer(401, '{"message":"A JSON web token could not be decoded"}')
        self.tokens.add("ghs_installation")
        return answer(201, '{"token":"ghs_installation","expires_at":"2099-01-01T00:00:00Z"}')


def github():
    return GitHub(items=[item(1, "2026-11-01T00:00:00Z"), item(2, "2026-11-02T00:00:00Z", "A change", pull=True), item(3, "2026-11-03T00:00:00Z", state="closed")]).remote
