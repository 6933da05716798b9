#include "net/engine/redirect.hpp"

namespace chitty::host {
namespace {

// The same host and port, or the same host's usual https port coming from its usual http port.
bool same_house(const Url& from, const Url& to) {
  const bool upgraded = from.scheme == "http" && from.port == 80 && to.scheme == "https" && to.port == 443;
  return from.host == to.host && (from.port == to.port || upgraded);
}

}  // namespace

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Error not_followed(const std::string& sentence, std::string hint) {
  auto error = make_error(Code::refused, sentence, std::move(hint));
  error.details["reason"] = "redirect";
  return error;
}

Result<Leg> redirected(const Leg& leg, int status, const std::string& location, bool source_begun) {
  auto url = resolve_location(leg.url, location);
  if (!url) return url.error();
  Leg next(*url, leg);
  const std::string said = leg.url.text() + " answered " + std::to_string(status) + ", a redirect to " + url->text();
  if (leg.url.tls() && !url->tls())
    return not_followed(said + " without TLS, which is not followed.", "Only the service's owner can fix this.");

  const bool reading = leg.method == "GET" || leg.method == "HEAD";
  if (status == 303 && !reading) {
    next.method = "GET";
    next.body = false;
  }
  const bool same = same_house(leg.url, *url);
  next.secrets = leg.secrets && same;
  if (reading || !next.body) return next;
  if (status == 301 || status == 302)
    return not_followed(said + " that is not followed for " + leg.method + ".",
                        "Set the remote's address to where it leads, if you trust that.");
  if (!same)
    return not_followed(said + " on another host, where the request's content is not sent.",
                        "Set the remote's address to where it leads, if you trust that.");
  if (source_begun)
    return not_followed(said + " that cannot be followed: the content was a stream and is gone.",
                        "Set the remote's address to where it leads.");
  return next;
}

}  // namespace chitty::host
