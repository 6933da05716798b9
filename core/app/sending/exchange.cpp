#include "app/sending/exchange.hpp"

#include "app/call/dry_run.hpp"
#include "app/call/giving.hpp"
#include "app/sending/own_daemon.hpp"
#include "app/sending/signing.hpp"
#include "base/hash.hpp"
#include "base/random.hpp"
#include "config/address.hpp"
#include "config/environment.hpp"
#include "config/secret/secret_words.hpp"
#include "config/secret/secrets.hpp"
#include "net/headers.hpp"
#include "net/url.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::host {

namespace {

bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD"; }

// A key by which a service can see that a repeated request is the same one.
std::string idempotency_key() {
  char bytes[32];
  if (!fill_random(bytes, sizeof bytes)) return {};
  return hex(sha256({bytes, sizeof bytes})).substr(0, 32);
}

Error no_path(const chitty_call& call, std::string_view target) {
  return make_error(Code::plugin_fault, "'chitty " + call.command.path + "' asks for '" + std::string(target) + "', which is not a path: a path begins with '/'",
                    "Nothing was sent. Report it to the publisher of the plugin '" + call.manifest.name + "'.");
}

// Where a URL that a reply gave leads, seen from an address of the remote; empty when that is another origin.
std::string within(const std::string& base_url, const std::string& url) {
  const auto base = parse_url(base_url);
  const auto to = base ? resolve_location(*base, url) : Result<Url>(Error());
  if (!to || to->origin() != base->origin()) return {};
  // A service that stands below a path may not know it: "/jobs/1" is meant below, too.
  const bool relative = url.starts_with('/') && base->target != "/" && !to->target.starts_with(base->target + "/");
  return relative ? base_url + to->target : to->text();
}

// The whole URL, and the fallback's where there is one.
Result<void> address(const chitty_call& call, const Remote& remote, const Outgoing& from, HttpRequest& request) {
  if (from.url.empty()) {
    if (!from.target.starts_with('/')) return no_path(call, from.target);
    request.url = remote.base_url + from.target;
    if (!remote.fallback_url.empty()) request.fallback_url = remote.fallback_url + from.target;
    return {};
  }
  request.url = within(remote.base_url, from.url);
  if (request.url.empty() && !remote.fallback_url.empty()) request.url = within(remote.fallback_url, from.url);
  if (!request.url.empty()) return {};
  return make_error(Code::refused, "'" + remote.name + "' points to " + from.url + ", which is not at " + remote.base_url +
                                       ": no request or credential is sent to another host");
}

// Those of the remote type, where the request does not say them itself.
void add_constant_headers(const RemoteType& type, Headers& headers) {
  for (const auto& [name, value] : type.headers)
    if (value.is_string() && find_header(headers, name).empty()) headers.emplace_back(name, value.get_string());
}

// The request in the transport's words.
Result<HttpRequest> prepare(chitty_call& call, std::string_view remote, const Outgoing& from) {
  auto to = destination_of_request(call, remote, from.is_anonymous);
  if (!to) return to.error();
  if (from.is_anonymous) to->remote.credential.clear();
  HttpRequest request;
  if (auto addressed = address(call, to->remote, from, request); !addressed) return addressed.error();
  request.authority = authority_at(to->remote, request.url);
  request.method = from.method;
  request.headers = from.headers;
  request.secret_headers = from.secret_headers;
  add_constant_headers(to->type, request.headers);
  request.body = from.body;
  // Safe and idempotent methods are known to the transport. A read may be asked again whatever its method; a create only when
  // its service is said to see the key.
  request.repeatable = !from.source && (call.command.effect == Effect::read || from.repeatable);
  if (!is_safe(request.method)) request.headers.emplace_back("Idempotency-Key", idempotency_key());
  request.source = from.source;
  request.source_length = from.source_length;
  if (!to->remote.credential.empty() || !from.secret_headers.empty() || call.has_secret) request.listener = listener_to_prove(call, *to);
  if (auto signed_ = sign(call, *to, from.is_public, request); !signed_) return signed_.error();
  return request;
}

// The scheme and host of a URL: who answered, for the sentence.
std::string who_answered(const std::string& url) { return url.substr(0, url.find('/', url.find("://") + 3)); }

// A line of -v for each request; what was sent and received is for --trace.
void tell(chitty_call& call, const HttpRequest& request, const Result<std::unique_ptr<HttpReply>>& reply, CancelToken::Clock::duration time) {
  call.progress.clear();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
  call.run.say(request.method + " " + request.url + ": " + (reply ? std::to_string((*reply)->status()) : "no reply") + ", " +
               std::to_string(ms) + " ms");
}

// Errors of the network only. A person at a terminal is told what is waited for.
Result<std::unique_ptr<HttpReply>> send(chitty_call& call, const HttpRequest& request) {
  auto transport = call.run.transport();
  if (!transport) return transport.error();
  if (auto flushed = before_waiting(call); !flushed) return flushed.error();
  auto net = call.run.net_options();
  net.waiting = [&call, who = who_answered(request.url)](std::chrono::milliseconds so_far) {
    call.progress.say("Waiting for " + who + " (" + std::to_string(so_far.count() / 1000) + " s)");
  };
  const auto begun = CancelToken::Clock::now();
  auto reply = (*transport)->send(request, net, call.run.cancel);
  if (call.run.options.verbose) tell(call, request, reply, CancelToken::Clock::now() - begun);
  const bool done = reply && !is_safe(request.method) && (*reply)->status() < 400;
  call.changed = call.changed || (done && call.command.effect != Effect::read);
  return reply;
}

// A body may hold a secret that this run has only passed on: by their names, these are hidden too.
std::string shown_body(const std::string& body) {
  boost::system::error_code ec;
  const auto value = json::parse(body, ec);
  if (ec) return body;
  const auto hidden = masked({}, value);
  return hidden == value ? body : json::serialize(hidden);
}

// What was given so far goes out before each piece of the body is waited for.
class FlushedReply : public HttpReply {
 public:
  FlushedReply(chitty_call& call, std::unique_ptr<HttpReply> reply) : call_(call), reply_(std::move(reply)) {}
  int status() const override { return reply_->status(); }
  std::string header(std::string_view name) const override { return reply_->header(name); }
  std::string url() const override { return reply_->url(); }
  Result<std::size_t> read(char* buffer, std::size_t capacity) override {
    if (auto flushed = before_waiting(call_); !flushed) return flushed.error();
    return reply_->read(buffer, capacity);
  }

 private:
  chitty_call& call_;
  std::unique_ptr<HttpReply> reply_;
};

// Under --dry-run: what would have been sent, after what the command says of the whole.
Error show_only(chitty_call& call, HttpRequest request) {
  if (!call.command.would.empty()) would(call, call.command.would + ", with this request first:");
  request.body = shown_body(request.body);
  if (auto shown = write_text(call.run.terminal, redact(render_request(request))); !shown) call.unwritten = shown.error();
  call.shown_only = true;
  return make_error(Code::cancelled, "Only shown, not sent.");
}

// Whose fault a 401 is: RFC 6750 says of the bearer token itself "invalid_token". What a service says of anything else that was
// sent (another token, an OAuth client) is not about the credential.
void look_at_refusal(chitty_call& call, std::string_view remote, const Outgoing& from, const HttpRequest& request, const HttpReply& reply) {
  if (reply.status() != 401 || from.is_public || request.credential.empty()) return;
  if (reply.header("WWW-Authenticate").find("invalid_token") == std::string::npos) return;
  if (const auto to = destination(call, remote)) call.not_accepted = to->remote.credential;
}

// A certificate whose issuer is not known here may be of the person's own authority: the setting that says so, by its key.
Error with_way_to_trust(chitty_call& call, std::string_view remote, const HttpRequest& request, Error error) {
  const auto* reason = error.details.if_contains("reason");
  const bool unknown = reason && (*reason == "certificate_unknown_issuer" || *reason == "certificate_self_signed");
  const auto to = unknown && request.authority.empty() ? destination(call, remote) : Result<Destination>(Error());
  if (!to) return error;
  const auto& root = (*call.run.config())->effective();
  const auto* home = environment_part(root, named_environment(root), to->remote.environment, "baseUrl");
  const bool shared = home && home->is_string() && origin_of(home->get_string()) == origin_of(to->remote.base_url);
  const Config& config = **call.run.config();
  error.hint = "Nothing was sent. If it is your own authority: chitty config set " +
               (shared ? config.key_of(to->remote.environment, "authority") : config.key_of_setting(to->remote, "authority")) + " FILE";
  return error;
}

}  // namespace

bool is_held_back(const chitty_call& call, std::string_view method) { return is_dry(call) && !is_safe(method); }

Result<std::unique_ptr<HttpReply>> exchange(chitty_call& call, std::string_view remote, const Outgoing& from) {
  auto request = prepare(call, remote, from);
  if (!request) return request.error();
  if (is_held_back(call, request->method)) return show_only(call, std::move(*request));
  auto reply = send(call, *request);
  if (!reply) return with_way_to_trust(call, remote, *request, reply.error());
  // A kept token may have been revoked before its time: one more try, with a new one.
  if ((*reply)->status() == 401 && !request->source && !from.is_anonymous && forget_kept_token(call, remote)) {
    if (request = prepare(call, remote, from); !request) return request.error();
    reply = send(call, *request);
    if (!reply) return reply.error();
  }
  look_at_refusal(call, remote, from, *request, **reply);
  if ((*reply)->status() >= 400 && !from.any_status) return error_of_reply(**reply, who_answered((*reply)->url()));
  return std::unique_ptr<HttpReply>(std::make_unique<FlushedReply>(call, std::move(*reply)));
}

}  // namespace chitty::host
