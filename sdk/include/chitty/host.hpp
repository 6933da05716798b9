// What a command handler may ask of the host: send a request, give records, say how far it is, read standard input,
// read and write configuration, keep credentials, ask in the person's browser, run another command. One object for one
// call; use it on the call's thread only.
#ifndef CHITTY_HOST_HPP
#define CHITTY_HOST_HPP

#include <chitty/arguments.hpp>
#include <chitty/browser.hpp>
#include <chitty/crypto.hpp>
#include <chitty/request.hpp>
#include <chitty/response_stream.hpp>
#include <string>
#include <vector>

namespace chitty {

class Host {
 public:
  Host(const HostTables& tables, chitty_call* call) : tables_(tables), call_(call) {}

  // Send, and read the reply as JSON. A JSON object that says `"success": false` is an Error in the service's words,
  // whatever the status: public services answer so. An empty body is an empty object.
  Result<Reply> send(const Request& request) {
    auto stream = open(request);
    if (!stream) return stream.error();
    auto body = stream->read_all();
    if (!body) return body.error();
    return detail::parse_reply(*body);
  }

  // Send, and read the reply as a stream of bytes.
  Result<ResponseStream> open(const Request& request) {
    if (!CHITTY_OFFERS(tables_.http, release)) return detail::missing(CHITTY_EXT_HTTP);
    const std::string headers = json::serialize(request.headers);
    chitty_source source{sizeof(chitty_source), 0, const_cast<Request*>(&request), read_source};
    chitty_http_request raw{};
    raw.struct_size = sizeof raw;
    raw.flags = (request.any_status ? CHITTY_HTTP_ANY_STATUS : 0u) |
                (request.repeatable ? CHITTY_HTTP_REPEATABLE : 0u) | (request.is_public ? CHITTY_HTTP_PUBLIC : 0u);
    raw.method = abi::borrow(request.method);
    raw.target = abi::borrow(request.target);
    raw.remote = abi::borrow(request.remote);
    raw.headers = abi::borrow(headers);
    raw.body = abi::borrow(request.body);
    raw.source = request.source ? &source : nullptr;
    raw.source_length = UINT64_MAX;
    chitty_http_response* response = nullptr;
    if (auto sent = detail::ask(tables_.http->send, call_, &raw, &response); !sent) return sent.error();
    return ResponseStream(tables_.http, response);
  }

  // Give one record now; for long lists, so that nothing is kept. Return Reply::nothing() at the end.
  Result<void> record(const json::value& value) {
    if (!CHITTY_OFFERS(tables_.output, record)) return detail::missing(CHITTY_EXT_OUTPUT);
    const std::string text = json::serialize(value);
    const auto borrowed = abi::borrow(text);
    return detail::ask(tables_.output->record, call_, &borrowed);
  }

  // Give bytes as they are; for views `raw` and `stream`.
  Result<void> bytes(std::string_view data) {
    if (!CHITTY_OFFERS(tables_.output, bytes)) return detail::missing(CHITTY_EXT_OUTPUT);
    return detail::ask(tables_.output->bytes, call_, static_cast<const void*>(data.data()), std::uint64_t{data.size()});
  }

  void progress(std::uint64_t done, std::uint64_t total, std::string_view label) {
    const auto text = abi::borrow(label);
    if (CHITTY_OFFERS(tables_.output, progress)) tables_.output->progress(call_, done, total, &text);
  }

  void note(std::string_view line) {
    const auto text = abi::borrow(line);
    if (CHITTY_OFFERS(tables_.output, note)) tables_.output->note(call_, &text);
  }

  // Up to `capacity` bytes of standard input; 0 at its end.
  Result<std::size_t> read_input(char* buffer, std::size_t capacity) {
    if (!CHITTY_OFFERS(tables_.input, read)) return detail::missing(CHITTY_EXT_INPUT);
    std::uint64_t got = 0;
    auto done = detail::ask(tables_.input->read, call_, static_cast<void*>(buffer), std::uint64_t{capacity}, &got);
    if (!done) return done.error();
    return static_cast<std::size_t>(got);
  }

  // One line from the person at the terminal; INVALID_ARGUMENT when there is none. A secret is typed unseen.
  Result<std::string> question(std::string_view text, bool secret = false) {
    if (!CHITTY_OFFERS(tables_.input, ask)) return detail::missing(CHITTY_EXT_INPUT);
    std::string answer;
    const auto sink = abi::sink_to(answer);
    const auto words = abi::borrow(text);
    if (auto done = detail::ask(tables_.input->ask, call_, &words, secret ? 1u : 0u, &sink); !done) return done.error();
    return answer;
  }

  bool cancelled() const { return CHITTY_OFFERS(tables_.call, cancelled) && tables_.call->cancelled(call_) != 0; }

  // Sleep, or return the error `cancelled`.
  Result<void> wait(std::chrono::nanoseconds time) {
    if (!CHITTY_OFFERS(tables_.call, wait)) return detail::missing(CHITTY_EXT_CALL);
    if (tables_.call->wait(call_, static_cast<std::uint64_t>(time.count())) != CHITTY_OK)
      return make_error(Code::cancelled, "Stopped.");
    return {};
  }

  // Milliseconds since 1970, by the host's clock.
  std::int64_t now() const { return CHITTY_OFFERS(tables_.call, now) ? tables_.call->now(call_) : 0; }

  // The effective settings of a remote (empty: the call's own), secrets left out.
  Result<json::object> remote(std::string_view name = {}) {
    if (!CHITTY_OFFERS(tables_.config, remote)) return detail::missing(CHITTY_EXT_CONFIG);
    std::string text;
    const auto sink = abi::sink_to(text);
    const auto key = abi::borrow(name);
    if (auto done = detail::ask(tables_.config->remote, call_, &key, &sink); !done) return done.error();
    return json::parse(text).as_object();
  }

  // The configuration's value at a dotted key; null when it is not set.
  json::value config(std::string_view dotted) {
    if (!CHITTY_OFFERS(tables_.config, get)) return {};
    std::string text;
    const auto sink = abi::sink_to(text);
    const auto key = abi::borrow(dotted);
    if (auto done = detail::ask(tables_.config->get, call_, &key, &sink); !done) return {};
    return json::parse(text);
  }

  Result<void> set_config(std::string_view dotted, const json::value& value) {
    if (!CHITTY_OFFERS(tables_.config, set)) return detail::missing(CHITTY_EXT_CONFIG);
    const auto key = abi::borrow(dotted);
    const std::string text = json::serialize(value);
    const auto borrowed = abi::borrow(text);
    return detail::ask(tables_.config->set, call_, &key, &borrowed);
  }

  // Keep a secret; the reference to write into the configuration.
  Result<std::string> keep_secret(std::string_view name, std::string_view value) {
    if (!CHITTY_OFFERS(tables_.config, keep_secret)) return detail::missing(CHITTY_EXT_CONFIG);
    std::string reference;
    const auto sink = abi::sink_to(reference);
    const auto key = abi::borrow(name);
    const auto secret = abi::borrow(value);
    if (auto done = detail::ask(tables_.config->keep_secret, call_, &key, &secret, &sink); !done) return done.error();
    return reference;
  }

  // Keep a secret of a remote (empty: the call's own) and let the configuration refer to it; an empty `setting` is the
  // remote's credential. Shared: the credential of all services of the environment.
  enum class Credential : std::uint32_t { own = 0, shared = CHITTY_CREDENTIAL_SHARED };
  Result<void> keep_credential(std::string_view remote, std::string_view setting, std::string_view value,
                               Credential whose = Credential::own) {
    if (!CHITTY_OFFERS(tables_.config, keep_credential)) return detail::missing(CHITTY_EXT_CONFIG);
    const auto name = abi::borrow(remote), key = abi::borrow(setting), secret = abi::borrow(value);
    return detail::ask(tables_.config->keep_credential, call_, &name, &key, static_cast<std::uint32_t>(whose), &secret);
  }

  // A secret of a remote, resolved; NOT_FOUND when there is none. An empty `setting` is the remote's credential. Only
  // for protocols that carry it in a body: credentials of requests are the host's.
  Result<std::string> secret(std::string_view remote, std::string_view setting) {
    if (!CHITTY_OFFERS(tables_.config, secret)) return detail::missing(CHITTY_EXT_CONFIG);
    std::string value;
    const auto sink = abi::sink_to(value);
    const auto name = abi::borrow(remote), key = abi::borrow(setting);
    if (auto done = detail::ask(tables_.config->secret, call_, &name, &key, &sink); !done) return done.error();
    return value;
  }

  Crypto crypto() const { return Crypto(tables_.crypto); }

  // The person's browser (browser.hpp): wait there for the one visit of `path` on this machine; open a page.
  Result<Visit> expect_visit(std::string_view path, std::uint32_t port = 0) {
    return Visit::expect(tables_.browser, call_, path, port);
  }
  Result<void> open_browser(std::string_view url) {
    if (!CHITTY_OFFERS(tables_.browser, open)) return detail::missing(CHITTY_EXT_BROWSER);
    const auto address = abi::borrow(url);
    return detail::ask(tables_.browser->open, call_, &address);
  }

  // Another command, as if the person had typed these words; its records.
  Result<json::array> run(const std::vector<std::string>& words) {
    if (!CHITTY_OFFERS(tables_.run, run)) return detail::missing(CHITTY_EXT_RUN);
    json::array records;
    auto take = [&](std::string_view record) -> chitty_status {
      return records.push_back(json::parse(record)), CHITTY_OK;
    };
    const auto sink = abi::sink_to_function(take);
    const std::string text = json::serialize(json::array(words.begin(), words.end()));
    const auto given = abi::borrow(text);
    if (auto done = detail::ask(tables_.run->run, call_, &given, &sink); !done) return done.error();
    return records;
  }

  // Act on the local daemon: init, up, down, status (plugin.h, chitty.local/1).
  Result<json::value> local(std::string_view action, const json::object& options = {}) {
    if (!CHITTY_OFFERS(tables_.local, act)) return detail::missing(CHITTY_EXT_LOCAL);
    std::string text;
    const auto sink = abi::sink_to(text);
    const auto name = abi::borrow(action);
    const std::string given = json::serialize(options);
    const auto borrowed = abi::borrow(given);
    if (auto done = detail::ask(tables_.local->act, call_, &name, &borrowed, &sink); !done) return done.error();
    return json::parse(text);
  }

 private:
  static chitty_status CHITTY_CALL read_source(void* context, void* buffer, std::uint64_t capacity,
                                               std::uint64_t* got) {
    try {
      *got = static_cast<Request*>(context)->source(static_cast<char*>(buffer), capacity);
      return CHITTY_OK;
    } catch (...) {
      *got = 0;
      return CHITTY_PLUGIN_FAULT;
    }
  }

  const HostTables& tables_;
  chitty_call* call_;
};

// One command of a plugin: takes its arguments, gives a reply or an error.
using CommandHandler = Result<Reply> (*)(const Arguments&, Host&);

struct Command {
  const char* path;
  CommandHandler handler;
};

}  // namespace chitty

#endif  // CHITTY_HOST_HPP
