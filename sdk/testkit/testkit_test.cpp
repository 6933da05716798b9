// The fake host, asked for everything it offers, and seen to complain where it should.
#include <gtest/gtest.h>

#include <chitty/testkit.hpp>
#include <chitty/testkit/declared_request.hpp>

using namespace chitty;

namespace {

const testkit::Plugin& probe() {
  static const testkit::Plugin plugin = testkit::Plugin::of(chitty_plugin_entry_v1).value();
  return plugin;
}

TEST(Testkit, ScriptedReplyIsUsedOnceAndSeen) {
  testkit::FakeHost host;
  host.replies.on("GET", "/a").answer(200, {{"n", 1}});
  ASSERT_TRUE(probe().run(host, "probe fetch", {{"target", "/a"}}));
  EXPECT_EQ(host.records.at(0).at("n"), 1);
  EXPECT_TRUE(host.complaints().empty());
  const auto again = probe().run(host, "probe fetch", {{"target", "/a"}});
  EXPECT_EQ(again.error().code, Code::unreachable);
  EXPECT_EQ(host.complaints().size(), 1u);
}

TEST(Testkit, UnusedReplyIsAComplaint) {
  testkit::FakeHost host;
  host.replies.on("GET", "/never");
  EXPECT_EQ(host.complaints(), std::vector<std::string>{"The scripted reply to GET /never was never asked for."});
}

TEST(Testkit, ReplyToWhateverElseIsAsked) {
  testkit::FakeHost host;
  host.replies.otherwise().answer(200, {{"n", 2}});
  host.replies.on("GET", "/a").answer(200, {{"n", 1}});
  for (const char* target : {"/a", "/b", "/a"}) ASSERT_TRUE(probe().run(host, "probe fetch", {{"target", target}}));
  EXPECT_EQ(json::serialize(host.records), R"([{"n":1},{"n":2},{"n":2}])");
  EXPECT_TRUE(host.complaints().empty());
}

TEST(Testkit, RepliesByAFunctionComeAfterScriptedOnes) {
  testkit::FakeHost host;
  host.replies.on("GET", "/a").answer(200, {{"n", 1}});
  host.replies.by([](const testkit::Sent& sent, testkit::ScriptedReply& reply) {
    reply.answer(200, {{"target", sent.target}});
  });
  for (const char* target : {"/a", "/a"}) ASSERT_TRUE(probe().run(host, "probe fetch", {{"target", target}}));
  EXPECT_EQ(json::serialize(host.records), R"([{"n":1},{"target":"/a"}])");
  EXPECT_TRUE(host.complaints().empty());
}

TEST(Testkit, ArgumentsAreHeldToTheManifest) {
  const auto command =
      json::parse(
          R"({"path": "dice roll", "arguments": [{"name": "sides", "type": "integer", "required": true, "maximum": 20}],
    "options": [{"name": "colour", "type": "choice", "choices": ["red", "blue"], "default": "red"},
                {"name": "add", "type": "integer", "repeated": true}]})")
          .as_object();
  const auto held = [&](const json::object& given) {
    const auto done = testkit::hold_arguments(command, given);
    return done ? json::serialize(*done) : done.error().message;
  };
  EXPECT_EQ(held({{"sides", 6}, {"add", json::array{1, 2}}}), R"({"sides":6,"colour":"red","add":[1,2]})");
  EXPECT_EQ(held({}), "'dice roll' needs the argument sides.");
  EXPECT_EQ(held({{"sides", "6"}}), "'dice roll' does not take \"6\" as sides.");
  EXPECT_EQ(held({{"sides", 21}}), "'dice roll' does not take 21 as sides.");
  EXPECT_EQ(held({{"sides", 6}, {"colour", "green"}}), "'dice roll' does not take \"green\" as colour.");
  EXPECT_EQ(held({{"sides", 6}, {"coluor", "red"}}), "'dice roll' has no argument coluor.");
}

TEST(Testkit, WordsOfARequestThatAreNotKnownAreSaid) {
  const auto run = [](const char* request) {
    const auto words = json::parse(request).as_object();
    return testkit::DeclaredRequest(words, nullptr, nullptr).run({{"id", "a b"}}, [](const testkit::Sent& sent) {
      return testkit::Answer{
          200, {}, json::serialize(json::object{{"sent", sent.method + " " + sent.target + " " + sent.body}})};
    });
  };
  const auto done = run(
      R"({"method": "PUT", "target": "/things/{id}", "path": {"id": "id"}, "query": {"none": "absent"}, "body": {"/in/a~1b": {"const": 7}}})");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->at(0).at("sent"), R"(PUT /things/a%20b {"in":{"a/b":7}})");
  EXPECT_EQ(run(R"({"method": "GET", "target": "/", "lookup": {}})").error().message,
            "testkit::World does not know 'lookup' of a request.");
  EXPECT_EQ(run(R"({"method": "GET", "target": "/", "query": {"a": {"setting": "/b"}}})").error().code,
            Code::plugin_fault);
}

TEST(Testkit, StatusesBecomeErrorsUnlessAskedFor) {
  testkit::FakeHost host;
  host.replies.on("GET", "/gone").answer(404, {{"error", "gone"}});
  EXPECT_EQ(probe().run(host, "probe fetch", {{"target", "/gone"}}).error().code, Code::not_found);
  host.replies.on("GET", "/gone").answer_text(404, "no", {{"etag", "x"}});
  ASSERT_TRUE(probe().run(host, "probe stream", {{"target", "/gone"}}));
  EXPECT_EQ(json::serialize(host.records), R"([{"status":404,"etag":"x","body":"no"}])");
  host.replies.on("GET", "/taken").answer(400, {{"message", "Taken."}});
  EXPECT_EQ(probe().run(host, "probe fetch", {{"target", "/taken"}}).error().code, Code::refused);
  EXPECT_TRUE(host.complaints().empty());
}

TEST(Testkit, ReplyThatBreaksOff) {
  testkit::FakeHost host;
  host.replies.on("GET", "/a").cut_after(3).answer_text(200, "abcdef");
  EXPECT_EQ(probe().run(host, "probe stream", {{"target", "/a"}}).error().code, Code::unreachable);
}

TEST(Testkit, StreamedBodyArrives) {
  testkit::FakeHost host;
  host.replies.on("POST", "/upload").answer(200, json::object());
  ASSERT_TRUE(probe().run(host, "probe upload"));
  EXPECT_EQ(host.requests.at(0).body, "321");
}

TEST(Testkit, ClockMovesAndCancelComes) {
  testkit::FakeHost host;
  const auto before = host.now_ms;
  host.cancel_at_poll = 6;
  EXPECT_EQ(probe().run(host, "probe work").error().code, Code::cancelled);
  EXPECT_EQ(host.now_ms - before, 2000);
  EXPECT_EQ(host.progress.size(), 3u);
}

TEST(Testkit, ACommandInAProcessOfItsOwn) {
  testkit::FakeHost host;
  EXPECT_EQ(probe().run(host, "probe apart", {{"title", "x"}}).error().code, Code::host_fault);
  json::object asked;
  host.apart = [&](const json::object& order, const auto& line, const auto& stop) -> Result<json::object> {
    asked = order;
    EXPECT_FALSE(stop());
    line("one");
    line("two");
    return json::object{{"ended", stop() ? "stopped" : "exited"}, {"exitCode", 130}, {"output", "{}\n"}};
  };
  ASSERT_TRUE(probe().run(host, "probe apart", {{"title", "x"}}));
  EXPECT_EQ(json::serialize(asked), R"({"words":["board","add"],"input":"x"})");
  EXPECT_EQ(json::serialize(host.records), R"([{"ended":"stopped","exitCode":130,"output":"{}\n","bytes":3,"said":["one","two"],"well":false}])");
  host.apart = [](const auto&, const auto&, const auto&) -> Result<json::object> { return make_error(Code::cancelled, "Stopped."); };
  EXPECT_EQ(probe().run(host, "probe apart", {{"title", "x"}}).error().code, Code::cancelled);
}

TEST(Testkit, AServiceDoesItsOwnWork) {
  testkit::FakeHost host;
  host.peers.on("GET", "/board/work").answer(200, {{"n", 1}});
  EXPECT_EQ(probe().tend(host).value(), std::chrono::seconds(5));
  EXPECT_EQ(host.events.at(0).at("type"), "work.done");
  EXPECT_EQ(host.asked.at(0).flags, CHITTY_PEER_AS_SERVICE);  // nobody asks
  EXPECT_TRUE(host.complaints().empty());
  testkit::FakeHost broken;
  broken.peers.on("GET", "/board/work").answer(503, {{"success", false}, {"message", "Later."}});
  EXPECT_EQ(probe().tend(broken).error().message, "Later.");
}

TEST(Testkit, AnAddressElsewhereAnswersAsScripted) {
  const auto ask = [](testkit::FakeHost& host, json::object query) {
    host.incoming = {.handler = "reach-out", .query = std::move(query)};
    return probe().handle(host);
  };
  testkit::FakeHost host;
  host.settings = {{"key", "Bearer k"}};
  host.elsewhere.on("POST", "https://model.example/v1").answer(201, {{"n", 1}});
  EXPECT_EQ(ask(host, {{"url", "https://model.example/v1"}}).value().body, R"({"status":201,"type":"application/json","body":{"n":1}})");
  EXPECT_EQ(host.fetched.at(0).headers.at("Authorization"), "Bearer k");
  EXPECT_EQ(host.fetched.at(0).body, "x");
  EXPECT_TRUE(host.complaints().empty());

  testkit::FakeHost nobody;
  nobody.settings = {{"key", nullptr}};
  EXPECT_EQ(ask(nobody, {{"url", "https://model.example/v1"}}).error().code, Code::unreachable);
  EXPECT_EQ(ask(nobody, {{"url", "file:///etc/passwd"}}).value().status, 400);
  nobody.settings.clear();
  EXPECT_EQ(ask(nobody, {{"url", "https://model.example/v1"}}).error().code, Code::plugin_fault);  // not declared

  testkit::FakeHost within;
  within.settings = host.settings;
  EXPECT_EQ(ask(within, {{"url", "https://model.example/v1"}, {"within", "transaction"}}).error().code, Code::plugin_fault);
  EXPECT_EQ(within.complaints(), std::vector<std::string>{"A request was sent elsewhere within a transaction."});

  testkit::FakeHost large;
  large.settings = host.settings;
  large.elsewhere.on("POST", "https://model.example/v1").answer_text(200, std::string(65, ' '));
  EXPECT_EQ(ask(large, {{"url", "https://model.example/v1"}}).error().code, Code::malformed);
}

TEST(Testkit, WhatIsInstalled) {
  testkit::FakeHost host;
  host.plugins = {json::object{{"name", "acme"}}, json::object{{"name", "board"}}};
  host.builtin = {{"name", "chitty"}};
  ASSERT_TRUE(probe().run(host, "probe installed"));
  EXPECT_EQ(json::serialize(host.records), R"([{"names":["acme","board"],"own":"chitty"}])");
  host.plugins.push_back(json::object{{"name", "more"}});
  EXPECT_EQ(probe().run(host, "probe installed").error().message, "Two are enough.");
  host.plugins.clear();
  host.builtin.clear();
  EXPECT_EQ(probe().run(host, "probe installed").error().code, Code::not_supported);
}

TEST(Testkit, ConfigurationAndSecrets) {
  testkit::FakeHost host;
  host.remotes[""] = {{"baseUrl", "http://x"}};
  ASSERT_TRUE(probe().run(host, "probe settings"));
  EXPECT_EQ(host.config.at("a.b"), "http://x");
  EXPECT_EQ(host.secrets.at("token"), "s3cret");
  EXPECT_EQ(host.records.at(0).at("reference"), "keyring:token");
}

TEST(Testkit, InputAndBytes) {
  testkit::FakeHost host;
  host.input = "to be or not";
  ASSERT_TRUE(probe().run(host, "probe shout"));
  EXPECT_EQ(host.bytes, "to be or not");
}

TEST(Testkit, AVisitBringsWhatIsScripted) {
  testkit::FakeHost host;
  host.visits.on("/callback").brings([](const std::string& opened) {
    return json::object{{"code", "c1"}, {"state", opened.substr(opened.find("state=") + 6, 2)}};
  });
  ASSERT_TRUE(probe().run(host, "probe agree"));
  EXPECT_EQ(json::serialize(host.records), R"([{"code":"c1","state":"s1"}])");
  EXPECT_EQ(host.opened,
            std::vector<std::string>{"https://acme.example/agree?state=s1&to=http://127.0.0.1:49152/callback"});
  EXPECT_EQ(host.pages, std::vector<std::string>{"Thank you."});
  EXPECT_TRUE(host.complaints().empty());
}

TEST(Testkit, NobodyComesAndNothingOpens) {
  testkit::FakeHost host;
  host.has_browser = false;
  EXPECT_EQ(probe().run(host, "probe agree").error().code, Code::timeout);
  EXPECT_EQ(host.notes, std::vector<std::string>{"Open it yourself."});
  EXPECT_TRUE(host.complaints().empty());
  host.visits.on("/callback").fails(Code::malformed, "Twice.");
  EXPECT_EQ(probe().run(host, "probe agree").error().code, Code::malformed);
  host.visits.on("/elsewhere");
  EXPECT_EQ(host.complaints(), std::vector<std::string>{"The scripted visit of /elsewhere was never waited for."});
}

TEST(Testkit, AnotherCommandGivesWhatIsScripted) {
  testkit::FakeHost host;
  host.commands.on({"board", "add", "--title", "New"}).gives({{{"id", 7}}});
  ASSERT_TRUE(probe().run(host, "probe sync", {{"title", "New"}}));
  EXPECT_EQ(json::serialize(host.records), R"([{"id":7}])");
  EXPECT_EQ(probe().run(host, "probe sync", {{"title", "New"}}).error().code, Code::invalid_argument);
  host.commands.on({"board", "add", "--title", "New"}).fails(Code::conflict, "There already.");
  EXPECT_EQ(probe().run(host, "probe sync", {{"title", "New"}}).error().code, Code::conflict);
  host.commands.on({"board", "list"});
  EXPECT_EQ(host.complaints(), std::vector<std::string>{"The scripted command 'chitty board list' was never run."});
}

// Each host function in turn fails: the plugin hands every failure on, and leaves nothing open.
TEST(Testkit, EveryHostFunctionMayFail) {
  std::uint64_t n = 1;
  for (;; ++n) {
    testkit::FakeHost host;
    host.fail_at_call = n;
    host.store.on("UPDATE purse").changes(1);
    host.incoming = {.handler = "move", .method = "POST", .headers = {{"x-trace", "t"}}};
    const auto answer = probe().handle(host);
    EXPECT_FALSE(host.store.open) << n;
    if (host.fallible_calls < n) break;
    EXPECT_FALSE(answer) << n;
    ASSERT_LT(n, 50u);
  }
  EXPECT_EQ(n, 7u);  // begin, update, commit, event, begin of the reply, write: six may fail
}

TEST(Testkit, ServiceAnswers) {
  testkit::FakeHost host;
  host.store.on("UPDATE purse").changes(1);
  host.incoming = {.handler = "move", .method = "POST", .parameters = {{"id", "p7"}}, .headers = {{"x-trace", "t"}}};
  const auto answer = probe().handle(host);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 202);
  EXPECT_EQ(answer->body, R"({"id":"p7","trace":"t"})");
  EXPECT_EQ(host.store.transactions, (std::vector<std::string>{"begin", "commit"}));
  EXPECT_EQ(host.events.at(0).at("subject"), "tester");
}

// There is no cryptography in the testkit: a plugin that asks for it hears so, and a test may offer some.
TEST(Testkit, TablesMayBeOfferedAndMissing) {
  testkit::FakeHost host;
  host.incoming = {.handler = "keys"};
  EXPECT_EQ(probe().handle(host).error().code, Code::not_supported);

  static const chitty_crypto zeros{sizeof(chitty_crypto),
                                   0,
                                   [](void* buffer, std::uint64_t len, chitty_error*) -> chitty_status {
                                     return std::memset(buffer, 0, len), CHITTY_OK;
                                   },
                                   [](const void*, std::uint64_t, std::uint8_t* digest) { std::memset(digest, 0, 32); },
                                   nullptr,
                                   nullptr,
                                   nullptr,
                                   nullptr,
                                   nullptr,
                                   nullptr,
                                   nullptr};
  testkit::offer(CHITTY_EXT_CRYPTO, &zeros);
  const auto offered = testkit::Plugin::of(chitty_plugin_entry_v1).value();
  EXPECT_EQ(offered.handle(host).value().body, R"({"digest":32})");
  testkit::offer(CHITTY_EXT_CRYPTO, nullptr);
  (void)testkit::Plugin::of(chitty_plugin_entry_v1);
}

TEST(Testkit, AnotherServiceAnswersAsScripted) {
  testkit::FakeHost host;
  host.peers.on("POST", "/board/items").answer(201, {{"id", 7}});
  host.incoming = {.handler = "pass-on"};
  EXPECT_EQ(probe().handle(host).value().body, R"({"id":7})");
  ASSERT_EQ(host.asked.size(), 1u);
  EXPECT_EQ(host.asked[0].remote, "board");
  EXPECT_EQ(host.asked[0].body, R"({"title":"x"})");
  EXPECT_EQ(host.asked[0].flags, CHITTY_PEER_AS_SERVICE);
  EXPECT_TRUE(host.complaints().empty());

  testkit::FakeHost refusing;
  refusing.incoming = host.incoming;
  refusing.peers.on("POST", "/board/items").answer(403, {{"success", false}, {"message", "Not you."}});
  const auto refused = probe().handle(refusing).value();  // an error of the caller's becomes the refusal of the wire
  EXPECT_EQ(refused.status, 403);
  const auto told = json::parse(refused.body).as_object();
  EXPECT_EQ(told.at("success"), false);
  EXPECT_EQ(told.at("error"), "FORBIDDEN");
  EXPECT_EQ(told.at("message"), "Not you.");
  refusing.peers.on("POST", "/board/items").answer(500, {{"success", false}, {"message", "Broken."}});
  EXPECT_EQ(probe().handle(refusing).error().code, Code::malformed);
  refusing.answer = {};
  EXPECT_EQ(probe().handle(refusing).value().status, 404);  // nothing is scripted any more

  refusing.incoming.query = {{"within", "transaction"}};
  EXPECT_EQ(probe().handle(refusing).error().code, Code::plugin_fault);
  EXPECT_EQ(refusing.complaints().size(), 1u);
}

TEST(Testkit, TokensAreAskedForAndCounted) {
  testkit::FakeHost host;
  host.store.on("SELECT subject").rows({{{"subject", "ada"}}});
  EXPECT_EQ(json::serialize(probe().check_token(host, "t").value()), R"({"subject":"ada","scopes":["board:read"]})");
  host.store.on("UPDATE tokens").changes(1);
  EXPECT_TRUE(probe().tokens_used(host, {json::object{{"token_id", "a"}, {"count", 2}, {"at", 1}}}));
  testkit::FakeHost empty;
  empty.store.on("SELECT subject");
  EXPECT_EQ(probe().check_token(empty, "t").error().code, Code::unauthenticated);
}

TEST(Testkit, StoreFailureRollsBack) {
  testkit::FakeHost host;
  host.store.on("UPDATE purse").fails(Code::conflict, "No coins.");
  host.incoming = {.handler = "move"};
  ASSERT_TRUE(probe().handle(host));  // the service refuses in its own words
  EXPECT_EQ(host.store.transactions, (std::vector<std::string>{"begin", "rollback"}));
  EXPECT_EQ(host.answer.status, 409);
}

TEST(Testkit, UnknownStatementIsAComplaint) {
  testkit::FakeHost host;
  host.incoming = {.handler = "move"};
  EXPECT_FALSE(probe().handle(host));
  EXPECT_EQ(host.complaints().size(), 1u);
}

}  // namespace
