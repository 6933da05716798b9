#!/usr/bin/env python3
"""Plays the browser and the person at it, as the program that CHITTY_BROWSER names: person.py URL

Follows redirects, keeps cookies, and sends each form as it is, signing in with the code of `chitty auth sign-in` and pressing
the button that allows. With HOLD in the environment, the address of /callback is written to that file and not visited.
"""
import html
import html.parser
import http.cookiejar
import os
import subprocess
import sys
import urllib.parse
import urllib.request


class Page(html.parser.HTMLParser):
    """The first form of a page: where it goes, how, and its fields."""

    def __init__(self, text):
        super().__init__()
        self.action, self.method, self.fields, self.buttons, self.inside = None, "get", {}, {}, False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form" and self.action is None:
            self.action, self.method, self.inside = attrs["action"], attrs.get("method", "get").lower(), True
        elif self.inside and tag == "input" and "name" in attrs:
            self.fields[attrs["name"]] = attrs.get("value") or ""
        elif self.inside and tag == "button" and "name" in attrs:
            self.buttons.setdefault(attrs["name"], attrs["value"])

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def sign_in_code():
    asked = ["chitty", "auth", "sign-in", "-o", "json", "--jq", ".code"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip().strip('"')


def led_to(url):
    """Where a file of the person's own leads (an address with a '#' is in no process list)."""
    if not url.startswith("file://"):
        return url
    with open(urllib.parse.unquote(url[7:]), encoding="utf-8") as file:
        return html.unescape(file.read().split('content="0;url=', 1)[1].split('"', 1)[0])


def browse(url):
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), NoRedirect, urllib.request.ProxyHandler({}))
    data = None
    for _ in range(20):
        if "HOLD" in os.environ and urllib.parse.urlsplit(url).path == "/callback":
            with open(os.environ["HOLD"], "w", encoding="utf-8") as file:
                file.write(url)
            return
        try:
            with browser.open(url, data, timeout=20) as reply:
                text = reply.read().decode()
        except urllib.error.HTTPError as answer:
            if answer.code not in (302, 303):
                sys.exit(f"{url.split('?')[0]}: {answer.code}")
            url, data = urllib.parse.urljoin(url, answer.headers["Location"]), None
            continue
        page = Page(text)
        if page.action is None:
            return
        if page.fields.get("code") == "":
            page.fields["code"] = sign_in_code()
        sent = urllib.parse.urlencode({**page.fields, **page.buttons})
        url = urllib.parse.urljoin(url, page.action)
        data = sent.encode() if page.method == "post" else None
        if data is None:
            url += "?" + sent
    sys.exit("too many pages")


if __name__ == "__main__":
    browse(led_to(sys.argv[1]))
