// The host's side of the ABI over a FakeHost: what every call needs, and what commands need. Nothing for a test to
// call.
#ifndef CHITTY_TESTKIT_TABLES_HPP
#define CHITTY_TESTKIT_TABLES_HPP

#include <algorithm>
#include <chitty/abi.hpp>
#include <chitty/testkit/fake_host.hpp>
#include <cstring>
#include <memory>

namespace chitty::testkit::tables {

// Count one fallible call; the error to fail with if it is this one's turn. Then run `body`, a function to
// Result<void>.
template <class Body>
chitty_status fallible(const chitty_call* call, chitty_error* error, Body&& body) noexcept {
  return abi::guarded(error, [&]() -> chitty_status {
    FakeHost& host = FakeHost::of(call);
    if (++host.fallible_calls == host.fail_at_call) return abi::fill(error, host.failure);
    Result<void> done = body(host);
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

// A JSON text from the plugin, checked as the real host does.
inline Result<json::value> json_of(FakeHost& host, std::string_view text, const char* what) {
  boost::system::error_code ec;
  json::parse_options options;
  options.max_depth = CHITTY_MAX_DEPTH;
  auto value = text.data() || text.empty() ? json::parse(text, ec, {}, options) : json::value();
  if (!ec && text.size() <= CHITTY_MAX_MESSAGE) return value;
  host.complain(std::string(what) + " is not JSON: " + std::string(text.substr(0, 80)));
  return usage_error(std::string("The plugin's ") + what + " is not JSON: " + ec.message() + ".");
}

inline Result<void> give(const chitty_sink* sink, std::string_view text) {
  if (const auto status = sink->write(sink->context, text.data(), text.size()); status != CHITTY_OK)
    return make_error(static_cast<Code>(status), "The plugin's sink wants no more.");
  return {};
}

// Copy the next bytes of `all` from `at` on.
inline void copy_next(const std::string& all, std::size_t& at, void* buffer, std::uint64_t capacity,
                      std::uint64_t* got) {
  *got = std::min<std::uint64_t>(capacity, all.size() - at);
  std::memcpy(buffer, all.data() + at, *got);
  at += *got;
}

inline const chitty_call_api& call() {
  static const chitty_call_api table{sizeof(chitty_call_api),
                                     0,
                                     [](const chitty_call* c) -> std::uint32_t {
                                       FakeHost& host = FakeHost::of(c);
                                       if (++host.polls == host.cancel_at_poll) host.cancelled = true;
                                       return host.cancelled;
                                     },
                                     [](const chitty_call* c) -> std::uint64_t { return FakeHost::of(c).deadline_ns; },
                                     [](chitty_call* c, std::uint64_t nanoseconds) -> chitty_status {
                                       FakeHost& host = FakeHost::of(c);
                                       if (++host.polls == host.cancel_at_poll) host.cancelled = true;
                                       if (host.cancelled) return CHITTY_CANCELLED;
                                       host.now_ms += static_cast<std::int64_t>(nanoseconds / 1000000);
                                       if (host.meanwhile) host.meanwhile();
                                       return CHITTY_OK;
                                     },
                                     [](const chitty_call* c) -> std::int64_t { return FakeHost::of(c).now_ms; }};
  return table;
}

inline const chitty_log& log() {
  static const chitty_log table{sizeof(chitty_log), 0, [](const chitty_call* c, std::uint32_t, const chitty_str* text) {
                                  if (c) FakeHost::of(c).logs.emplace_back(abi::view(text));
                                }};
  return table;
}

inline const chitty_output& output() {
  static const chitty_output table{
      sizeof(chitty_output),
      0,
      [](chitty_call* c, const chitty_str* text, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          auto value = json_of(host, abi::view(text), "record");
          if (!value) return value.error();
          host.records.push_back(std::move(*value));
          return {};
        });
      },
      [](chitty_call* c, const void* data, std::uint64_t len, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          host.bytes.append(static_cast<const char*>(data), len);
          return {};
        });
      },
      [](chitty_call* c, std::uint64_t done, std::uint64_t total, const chitty_str* label) {
        FakeHost::of(c).progress.push_back({done, total, std::string(abi::view(label))});
      },
      [](chitty_call* c, const chitty_str* text) { FakeHost::of(c).notes.emplace_back(abi::view(text)); }};
  return table;
}

inline const chitty_input& input() {
  static const chitty_input table{sizeof(chitty_input), 0,
                                  [](chitty_call* c, void* buffer, std::uint64_t capacity, std::uint64_t* got,
                                     chitty_error* error) -> chitty_status {
                                    *got = 0;
                                    return fallible(c, error, [&](FakeHost& host) -> Result<void> {
                                      return copy_next(host.input, host.input_read, buffer, capacity, got),
                                             Result<void>();
                                    });
                                  },
                                  [](chitty_call* c, const chitty_str* question, std::uint32_t,
                                     const chitty_sink* answer, chitty_error* error) -> chitty_status {
                                    return fallible(c, error, [&](FakeHost& host) -> Result<void> {
                                      host.questions.emplace_back(abi::view(question));
                                      if (host.answers.empty()) return usage_error("There is no terminal to ask at.");
                                      const std::string words = host.answers.front();
                                      host.answers.pop_front();
                                      return give(answer, words);
                                    });
                                  }};
  return table;
}

inline const chitty_terminal& terminal() {
  static const chitty_terminal table{
      sizeof(chitty_terminal), 0,
      [](chitty_call* c, const chitty_str* prompt, const chitty_str* history, const chitty_sink* answer, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          if (!host.at_terminal) return usage_error("There is no terminal.");
          if (history->len > 0) {
            CHITTY_TRY(const auto earlier, json_of(host, abi::view(history), "history"));
            (void)earlier;
          }
          host.questions.emplace_back(abi::view(prompt));
          if (host.messages.empty()) return make_error(Code::not_found, "There is no more.");
          const std::string typed = host.messages.front();
          host.messages.pop_front();
          if (typed == "\x03") return make_error(Code::cancelled, "Stopped.");
          return give(answer, typed);
        });
      },
      [](chitty_call* c) -> std::uint32_t {
        FakeHost& host = FakeHost::of(c);
        const bool stopped = host.cancelled;
        host.cancelled = false;
        return stopped ? 1 : 0;
      }};
  return table;
}

// Where FakeHost::secrets has a remote's credential: "shared", or "REMOTE/SETTING", both empty for the call's own.
inline std::string credential_name(const chitty_str* remote, const chitty_str* setting, std::uint32_t flags) {
  if (flags & CHITTY_CREDENTIAL_SHARED) return "shared";
  return std::string(abi::view(remote)) + "/" + std::string(abi::view(setting));
}

inline const chitty_config& config() {
  static const chitty_config table{
      sizeof(chitty_config),
      0,
      [](chitty_call* c, const chitty_str* name, const chitty_sink* out, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          const auto found = host.remotes.find(std::string(abi::view(name)));
          if (found == host.remotes.end())
            return make_error(Code::configuration, "No such remote: " + std::string(abi::view(name)));
          return give(out, json::serialize(found->second));
        });
      },
      [](chitty_call* c, const chitty_str* key, const chitty_sink* out, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          const auto found = host.config.find(std::string(abi::view(key)));
          if (found == host.config.end()) return make_error(Code::not_found, "Not set: " + std::string(abi::view(key)));
          return give(out, json::serialize(found->second));
        });
      },
      [](chitty_call* c, const chitty_str* key, const chitty_str* text, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          auto value = json_of(host, abi::view(text), "setting");
          if (!value) return value.error();
          const std::string name(abi::view(key));
          if (value->is_null())
            host.config.erase(name);
          else
            host.config[name] = std::move(*value);
          return {};
        });
      },
      [](chitty_call* c, const chitty_str* name, const chitty_str* value, const chitty_sink* reference,
         chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          host.secrets[std::string(abi::view(name))] = abi::view(value);
          return give(reference, "keyring:" + std::string(abi::view(name)));
        });
      },
      [](chitty_call* c, const chitty_str* name, const chitty_str* setting, std::uint32_t flags,
         const chitty_str* value, chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          host.secrets[credential_name(name, setting, flags)] = abi::view(value);
          return {};
        });
      },
      [](chitty_call* c, const chitty_str* name, const chitty_str* setting, const chitty_sink* value,
         chitty_error* error) -> chitty_status {
        return fallible(c, error, [&](FakeHost& host) -> Result<void> {
          auto found = host.secrets.find(credential_name(name, setting, 0));
          if (found == host.secrets.end() && abi::view(setting).empty()) found = host.secrets.find("shared");
          if (found == host.secrets.end()) return make_error(Code::not_found, "There is no such secret.");
          return give(value, found->second);
        });
      }};
  return table;
}

inline const chitty_local& local() {
  static const chitty_local table{sizeof(chitty_local), 0,
                                  [](chitty_call* c, const chitty_str* action, const chitty_str* options,
                                     const chitty_sink* out, chitty_error* error) -> chitty_status {
                                    return fallible(c, error, [&](FakeHost& host) -> Result<void> {
                                      if (!host.local)
                                        return make_error(Code::not_supported, "This test has no local daemon.");
                                      auto given = json_of(host, abi::view(options), "options");
                                      if (!given) return given.error();
                                      auto done = host.local(std::string(abi::view(action)),
                                                             given->is_object() ? given->get_object() : json::object());
                                      return done ? give(out, json::serialize(*done)) : Result<void>(done.error());
                                    });
                                  }};
  return table;
}

}  // namespace chitty::testkit::tables

#endif  // CHITTY_TESTKIT_TABLES_HPP
