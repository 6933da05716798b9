// A GoogleTest fixture for a service: the plugin's library with a real store and real keys, for each test a new
// database that its migrations have made, requests as objects. Not part of <chitty/testkit.hpp>.
#ifndef CHITTY_TESTKIT_SERVICE_TEST_HPP
#define CHITTY_TESTKIT_SERVICE_TEST_HPP

#include <gtest/gtest.h>

#include <chitty/status.hpp>
#include <chitty/testkit/declared_quotas.hpp>
#include <chitty/testkit/declared_settings.hpp>
#include <chitty/testkit/declared_sight.hpp>
#include <chitty/testkit/route_shapes.hpp>
#include <chitty/testkit/tested_plugin.hpp>
#include <functional>

namespace chitty::testkit {

struct Answered {
  int status = 0;
  std::string text;
  json::object body;  // of the text, if it is one
  json::object headers;
  json::array events;
  std::vector<std::string> complaints;
};

class ServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    (void)plugin();  // offers the store
    new_database(plugin_file("migrations"));
    start();
  }

  // The service's start, as at each start of the daemon.
  void start() {
    FakeHost host;
    host.now_ms = now;
    host.settings = declared_settings(manifest(), settings);
    const auto started = plugin().start(host);
    ASSERT_TRUE(started) << started.error().message;
  }

  // `fail_at`: the n-th call of the host fails.
  Answered ask(Incoming incoming, std::uint64_t fail_at = 0) {
    FakeHost host;
    host.now_ms = now;
    host.fail_at_call = fail_at;
    host.peers = peers;
    host.elsewhere = elsewhere;
    host.settings = declared_settings(manifest(), settings);
    host.scopes = services;
    host.quota = [&](std::string_view kind, std::uint64_t more, std::string_view holder) {
      static const DeclaredQuotas declared(manifest());
      return declared.hold(host, kind, more, holder, quotas);
    };
    incoming.caller = {{"subject", caller}, {"scopes", scopes}, {"owner", caller == "owner"}};
    if (!caller_token.empty()) incoming.caller["token_id"] = caller_token;
    incoming.base_url = origin + "/" + std::string(plugin().name());
    static const DeclaredSight sight(manifest());
    incoming.sees = sight.of(incoming);
    host.incoming = std::move(incoming);
    fallible_calls_ = 0;
    if (auto fits = shapes().fit(host); !fits) return refused(fits.error());
    const auto done = plugin().handle(host);
    asked.insert(asked.end(), host.asked.begin(), host.asked.end());
    fetched.insert(fetched.end(), host.fetched.begin(), host.fetched.end());
    fallible_calls_ = host.fallible_calls;
    Answered answered{host.answer.status, host.answer.body, {}, host.answer.headers, host.events, host.complaints()};
    if (!done) {  // the daemon answers for the service
      answered.status = status_of_code(done.error().code);
      answered.text = done.error().message;
    } else {
      for (const auto& line : shapes().departures(host.incoming, host.answer)) ADD_FAILURE() << line << "\n"
                                                                                             << answered.text;
    }
    boost::system::error_code ec;
    if (auto value = json::parse(answered.text, ec); !ec && value.is_object())
      answered.body = std::move(value.get_object());
    return answered;
  }
  // What the service does without being asked (`tend`), once, by hand. `fail_at` as in `ask`; peers are those of `peers`.
  struct Tended {
    Result<std::chrono::milliseconds> after;  // when it wants to be called again, or its failure
    json::array events;
    std::vector<std::string> logs, complaints;
  };
  Tended tend(std::uint64_t fail_at = 0, const std::function<void(FakeHost&)>& prepare = {}) {
    FakeHost host;
    host.now_ms = now;
    host.fail_at_call = fail_at;
    host.peers = peers;
    host.elsewhere = elsewhere;
    host.settings = declared_settings(manifest(), settings);
    host.scopes = services;
    if (prepare) prepare(host);
    auto after = plugin().tend(host);
    asked.insert(asked.end(), host.asked.begin(), host.asked.end());
    fetched.insert(fetched.end(), host.fetched.begin(), host.fetched.end());
    fallible_calls_ = host.fallible_calls;
    return {std::move(after), host.events, host.logs, host.complaints()};
  }

  // Asks again and again, each time with the next call of the host failing, until every one that the handler makes has
  // failed once; `check` looks at what was answered and at the store after each. `incoming` is a function of the number
  // of the failing call, so that each request may have a key of its own.
  void for_each_failure(const std::function<Incoming(std::uint64_t)>& incoming,
                        const std::function<void(const Answered&)>& check) {
    for (std::uint64_t fail_at = 1; fail_at < 1000; ++fail_at) {
      SCOPED_TRACE("call " + std::to_string(fail_at) + " of the host fails");
      const auto answered = ask(incoming(fail_at), fail_at);
      const bool all_have_failed = fallible_calls_ < fail_at;
      check(answered);
      if (HasFatalFailure()) return;
      if (all_have_failed) return;
    }
    FAIL() << "The handler makes a thousand calls and more.";
  }
  Answered send(const std::string& handler, const json::object& body, const json::object& parameters = {}) {
    return ask({.handler = handler, .method = "POST", .body = json::serialize(body), .parameters = parameters});
  }
  Answered get(const std::string& handler, const json::object& parameters = {}, const json::object& query = {}) {
    return ask({.handler = handler, .parameters = parameters, .query = query});
  }
  // What the gate asks of a service with the role `identity`.
  Result<json::object> check(std::string_view token) {
    FakeHost host;
    host.now_ms = now;
    return plugin().check_token(host, token);
  }
  Result<void> used(const json::array& uses) {
    FakeHost host;
    host.now_ms = now;
    return plugin().tokens_used(host, uses);
  }

  // What the plugin's routes take and give.
  static const RouteShapes& shapes() {
    static const RouteShapes compiled(manifest());
    return compiled;
  }
  // A request that does not fit its route, as chittyd answers it.
  static Answered refused(const Error& error) {
    Answered answered;
    answered.status = 400;
    answered.body = {{"success", false}, {"error", "INVALID_REQUEST"}, {"message", error.message}, {"details", error.details}};
    answered.text = json::serialize(answered.body);
    return answered;
  }

  std::int64_t now = 1'795'445'950'123;  // 2026-11-23T14:59:10.123Z
  std::string caller = "owner";          // the subject; "owner" is the daemon's owner
  std::string caller_token;              // the id of the token that the caller shows; may be empty
  std::string origin = "http://127.0.0.1:4271";
  json::array scopes{"*"};
  std::map<std::string, std::uint64_t> quotas;  // by kind, where they are others than the manifest's; 0: any number
  std::optional<json::object> services;         // and what they ask for, {"tracker": ["tracker:read"]}; none: nobody says
  Replies peers;                                // what the other services answer, in each request anew
  std::vector<Sent> asked;                      // what they were asked
  Replies elsewhere;                            // what addresses elsewhere answer, by method and whole URL, in each request anew
  std::vector<Sent> fetched;                    // what was sent there: `target` is the URL
  json::object settings;                        // of the service, where they are others than the manifest's defaults

 private:
  std::uint64_t fallible_calls_ = 0;  // in the last request
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_SERVICE_TEST_HPP
