// The commands, with models that do as none should, a case that is elsewhere or not there, and a person at the terminal.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <chitty/members.hpp>
#include <chitty/testkit/world.hpp>

namespace chittychat {
namespace {

using namespace chitty;

std::string event(const json::value& data) { return "data: " + json::serialize(data) + "\n\n"; }
std::string piece(std::string_view text) { return event({{"choices", {{{"delta", {{"content", text}}}}}}}); }
std::string whole(std::string_view text) { return piece(text) + event({{"choices", {{{"delta", json::object()}, {"finish_reason", "stop"}}}}}) + "data: [DONE]\n\n"; }

struct Talking : ::testing::Test {
  testkit::World world;
  std::map<std::string, std::string> models;  // what each answers, as a stream; "429" and the like are refusals
  std::vector<json::object> asked;            // of models
  bool has_cases = true;
  std::string page = "The tenant shall pay rent of $900.\n\nThe hearing is on 3 March at nine.";
  std::string bytes;
  std::vector<std::string> notes;

  void TearDown() override { EXPECT_EQ(world.complaints, std::vector<std::string>()); }

  void answer_case(const testkit::Sent& sent, testkit::ScriptedReply& reply) {
    if (!has_cases) return reply.fail(Code::not_found, "There is no such service.");
    if (sent.target == "/api/cases/case-123") return reply.answer(200, {{"id", "case-123"}, {"title", "Acme v. Beta"}, {"status", "discovery"}, {"documents", 1}});
    if (sent.target.starts_with("/api/cases/case-123/pages?q=hearing") || sent.target.starts_with("/api/cases/case-123/pages?q=rent")) return reply.answer(200, {{"success", true}, {"pages", {{{"document", "d1"}, {"name", "lease.pdf"}, {"page", 2}, {"text", page}}}}});
    if (sent.target.starts_with("/api/cases/case-123/pages?")) return reply.answer(200, {{"success", true}, {"pages", json::array()}});
    if (sent.target.starts_with("/api/cases/case-123/documents?")) return reply.answer(200, {{"success", true}, {"documents", {{{"id", "d1"}, {"name", "lease.pdf"}}}}, {"metadata", {{"nextCursor", nullptr}}}});
    if (sent.target.starts_with("/api/cases/case-123/documents/d1/pages")) return reply.answer(200, {{"success", true}, {"pages", {{{"page", 2}, {"text", page}}}}});
    reply.fail(Code::not_found, "There is no such case.");
  }

  testkit::FakeHost host_of() {
    testkit::FakeHost host;
    host.now_ms = world.now;
    host.plugins = {json::object{{"name", "chittychat"}}};
    std::string chain;
    for (const auto& [name, answer] : models) {
      chain += (chain.empty() ? "" : ",") + name;
      host.remotes[name] = {{"baseUrl", "https://" + name + ".example/v1"}, {"model", name + "-1"}};
    }
    host.remotes[""] = {{"models", chain}};
    host.replies.by([this](const testkit::Sent& sent, testkit::ScriptedReply& reply) {
      if (sent.remote == "chittycases") return answer_case(sent, reply);
      if (!sent.remote.empty()) {
        asked.push_back(json::parse(sent.body).as_object());
        const auto& text = models.at(sent.remote);
        if (text == "429" || text == "500") return reply.answer_text(std::stoi(text), R"({"error":{"message":"not now"}})");
        if (text == "gone") return reply.fail(Code::unreachable, "cannot connect");
        return reply.answer_text(200, text, {{"content-type", "text/event-stream"}});
      }
      const auto answer = world.ask(sent);
      std::map<std::string, std::string> headers{{"content-type", "application/json"}};
      reply.answer_text(answer.status, answer.body, headers);
    });
    return host;
  }

  Result<void> run(const std::string& path, json::object arguments, const std::function<void(testkit::FakeHost&)>& prepare = {}) {
    const json::object defaults = path == "chat summarize" ? json::object{{"sentences", 8}} : json::object();
    for (const auto& [name, value] : defaults) arguments.emplace(name, value);
    auto host = host_of();
    if (prepare) prepare(host);
    const auto done = testkit::plugin().run(host, path, arguments);
    bytes = host.bytes, notes = host.notes;
    for (const auto& line : host.complaints()) world.complaints.push_back(line);
    return done;
  }
  json::array kept() { return json::parse(world.ask("GET", "/messages").body).at("messages").as_array(); }
};

TEST_F(Talking, WithoutAModelSaysSo) {
  EXPECT_TRUE(run("chat send", {{"message", "What's my case status?"}}));
  EXPECT_EQ(bytes, "No model is configured and no case is connected, so there is nothing to answer from.\n");
  EXPECT_EQ(text_in(kept().at(1), "answeredBy"), "nobody");
}

TEST_F(Talking, WithoutAModelQuotesTheCase) {
  EXPECT_TRUE(run("chat connect case", {{"case", "case-123"}}));
  EXPECT_TRUE(run("chat send", {{"message", "When is the hearing?"}}));
  EXPECT_EQ(bytes, "No model is configured. These passages of the case 'Acme v. Beta' fit best:\n\n[1] lease.pdf, page 2: \"The tenant shall pay rent of $900. The hearing is on 3 March at nine.\"\n");
  const auto quote = kept().at(1).at("quotes").as_array().at(0).as_object();
  EXPECT_EQ(text_in(quote, "text"), page.substr(static_cast<std::size_t>(quote.at("start").as_int64()), static_cast<std::size_t>(quote.at("end").as_int64()))) << "it stands there so";
  const auto before = bytes;
  EXPECT_TRUE(run("chat send", {{"message", "When is the hearing?"}}));
  EXPECT_EQ(bytes, before) << "the same each time";
  EXPECT_TRUE(run("chat send", {{"message", "What is the status?"}}));
  EXPECT_NE(bytes.find("[1] the case's record: \""), bytes.npos) << bytes;
  EXPECT_NE(bytes.find("The status of the case is discovery."), bytes.npos) << bytes;
  EXPECT_TRUE(run("chat send", {{"message", "Is there a swimming pool?"}}));
  EXPECT_EQ(bytes, "No model is configured, and nothing that fits is in the documents of the case 'Acme v. Beta'.\n");
}

TEST_F(Talking, ShowsWhatTheModelSaysAndItsSources) {
  models["one"] = piece("On 3 ") + whole("March [1].");
  EXPECT_TRUE(run("chat send", {{"message", "When is the hearing?"}, {"case", "case-123"}}));
  EXPECT_TRUE(bytes.starts_with("On 3 March [1].\n\nSources:\n[1] lease.pdf, page 2: \"")) << bytes;
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_FALSE(asked[0].contains("tools"));
  EXPECT_NE(json::serialize(asked[0]).find("The hearing is on 3 March"), std::string::npos);
  const auto answer = kept().at(1).as_object();
  EXPECT_EQ(text_in(answer, "content"), "On 3 March [1].");
  EXPECT_EQ(text_in(answer, "model"), "one-1");
  EXPECT_TRUE(run("chat send", {{"message", "And where?"}, {"model", "big"}}));
  EXPECT_EQ(text_in(asked.back(), "model"), "big");
  EXPECT_EQ(asked.back().at("messages").as_array().size(), 3u) << "the turn before, and this one: nothing of the case fits";
}

TEST_F(Talking, TellsAQuotationThatIsFalse) {
  models["one"] = whole("\"The hearing is on 4 March\", says the lease.");
  EXPECT_TRUE(run("chat send", {{"message", "When is the hearing?"}, {"case", "case-123"}}));
  const std::string warning = "In no passage that the model was given stands: \"The hearing is on 4 March\"";
  EXPECT_NE(std::find(notes.begin(), notes.end(), warning), notes.end());
  EXPECT_EQ(text_in(kept().back(), "note"), warning);
}

TEST_F(Talking, GoesOnWithTheNextModelAsLongAsNothingWasShown) {
  models = {{"a", "429"}, {"b", "gone"}, {"c", piece("<html>").substr(0, 8) + "\n\n"}, {"d", whole("Here.")}};
  EXPECT_TRUE(run("chat send", {{"message", "Hello"}}));
  EXPECT_EQ(bytes, "Here.\n");
  models = {{"a", piece("Half of")}, {"d", whole("Another's words")}};
  const auto cut = run("chat send", {{"message", "Hello"}});
  EXPECT_EQ(cut.error().message, "the answer was cut off");
  EXPECT_EQ(bytes, "Half of\n");
  const auto last = kept().back().as_object();
  EXPECT_EQ(text_in(last, "content") + text_in(last, "status"), "Half ofinterrupted");
  models = {{"a", "500"}};
  EXPECT_EQ(run("chat send", {{"message", "Hello"}}).error().code, Code::unreachable);
  EXPECT_EQ(text_in(kept().back(), "status"), "failed");
  EXPECT_TRUE(run("chat send", {{"message", "When is the hearing?"}, {"case", "case-123"}})) << "the documents answer instead";
  EXPECT_TRUE(bytes.starts_with("No model has answered (a: ")) << bytes;
}

TEST_F(Talking, ObeysNothingThatAModelOrADocumentSays) {
  models["one"] = piece("\x1b]52;c;aGk=\x07\x1b[2J") + whole(
                                                           "red\xc2\x9b"
                                                           "31m");
  EXPECT_TRUE(run("chat send", {{"message", "Hello"}}));
  EXPECT_EQ(bytes, "]52;c;aGk=[2Jred31m\n");
  EXPECT_EQ(text_in(kept().back(), "content"), "]52;c;aGk=[2Jred31m");
  models.clear();
  page = "The hearing\x1b[31m is moved.";
  EXPECT_TRUE(run("chat send", {{"message", "hearing"}, {"case", "case-123"}}));
  EXPECT_EQ(bytes.find('\x1b'), bytes.npos);
}

TEST_F(Talking, IsNotFloodedOrFooled) {
  std::string flood;
  for (int i = 0; i < 300; ++i) flood += piece(std::string(1024, 'x'));
  models["one"] = flood + whole("");
  EXPECT_EQ(run("chat send", {{"message", "Hello"}}).error().message, "the answer is longer than 256 KiB");
  EXPECT_EQ(text_in(kept().back(), "content").size(), 256u << 10);
  models["one"] = piece("So ") + "data: {\"choices\":[{\"delta\":{\"content\":\"\xff\xfe\"}}]}\n\n" + whole("it is");
  EXPECT_NE(run("chat send", {{"message", "Hello"}}).error().message.find("the answer is not JSON"), std::string::npos) << "broken UTF-8";
  EXPECT_EQ(bytes, "") << "what came in one piece with it was not shown";
  world.now += 3'600'000;  // the breaker has closed
  models["one"] = event({{"error", {{"message", "refused\x1b"}}}});
  EXPECT_NE(run("chat send", {{"message", "Hello"}}).error().message.find("the model answered with an error: refused"), std::string::npos);
  world.now += 3'600'000;
  models["one"] = whole("");
  EXPECT_EQ(run("chat send", {{"message", "Hello"}}).error().message, "the model answered nothing");
}

TEST_F(Talking, SaysWhereThereAreNoCases) {
  has_cases = false;
  const auto refused = run("chat connect case", {{"case", "case-123"}});
  EXPECT_EQ(refused.error().code, Code::configuration);
  EXPECT_EQ(refused.error().message, "cases cannot be read: the service chittycases is not installed here");
  has_cases = true;
  EXPECT_EQ(run("chat connect case", {{"case", "case-9"}}, [](auto& host) { host.plugins = {json::object{{"name", "chittycases"}}}; }).error().message, "there is no case 'case-9'");
}

TEST_F(Talking, StoppedByCtrlCKeepsWhatCame) {
  models["one"] = piece("Half of") + whole(" it");
  const auto stopped = run("chat send", {{"message", "Hello"}}, [](auto& host) { host.cancel_at_poll = 1; });
  EXPECT_EQ(stopped.error().code, Code::cancelled);
  const auto last = kept().back().as_object();
  EXPECT_EQ(text_in(last, "status"), "interrupted");
  models["one"] = whole("Again");
  EXPECT_TRUE(run("chat send", {{"message", "Go on"}})) << "the conversation is free";
}

TEST_F(Talking, AtTheTerminalGoesOnUntilItIsEnded) {
  models["one"] = whole("Yes.");
  const auto typed = [](std::initializer_list<const char*> all) { return [all](testkit::FakeHost& host) { host.at_terminal = true, host.messages.assign(all.begin(), all.end()); }; };
  EXPECT_TRUE(run("chat start", {}, typed({"Is it so?", "\x03", "two\nlines", "/help", "/model big", "/nothing", "/case case-123", "And the hearing?", "/quit", "never said"})));
  EXPECT_NE(bytes.find("/case CASE"), bytes.npos);
  const auto all = kept();
  ASSERT_EQ(all.size(), 6u) << json::serialize(all);
  EXPECT_EQ(text_in(all[2], "content"), "two\nlines");
  EXPECT_EQ(text_in(asked.back(), "model"), "big");
  EXPECT_TRUE(run("chat start", {}, typed({"\x03", "\x03", "never said"}))) << "Ctrl-C twice where nothing is written";
  EXPECT_EQ(kept().size(), 6u);
}

TEST_F(Talking, ReadsLinesWhereThereIsNoTerminal) {
  models["one"] = whole("Yes.");
  EXPECT_TRUE(run("chat start", {}, [](auto& host) { host.input = "One\n\nTwo\n"; }));
  EXPECT_EQ(bytes, "Yes.\nYes.\n");
  EXPECT_EQ(kept().size(), 4u);
  EXPECT_TRUE(run("chat start", {}, [](auto& host) { host.input = ""; }));
  EXPECT_EQ(run("chat start", {{"session", "nobody"}}, [](auto& host) { host.input = "x\n"; }).error().code, Code::not_found);
}

TEST_F(Talking, SummarizesByWhatStandsThere) {
  page = "The tenant did not pay the rent for March and April. The landlord sent the tenant a notice to pay the rent.";
  EXPECT_TRUE(run("chat summarize", {{"case", "case-123"}}));
  EXPECT_NE(bytes.find("No model is configured. These are sentences of its documents, as they stand there:\n\n\"The tenant did not pay the rent for March and April.\" (lease.pdf, page 2)\n"), bytes.npos) << bytes;
  models["one"] = whole("Rent was not paid.");
  EXPECT_TRUE(run("chat summarize", {{"case", "case-123"}}));
  EXPECT_NE(bytes.find("Rent was not paid.\n\nSources:\n[1] lease.pdf, page 2:"), bytes.npos) << bytes;
  page = "";
  EXPECT_TRUE(run("chat summarize", {{"case", "case-123"}}));
  EXPECT_NE(bytes.find("There is no text in its documents"), bytes.npos);
}

}  // namespace
}  // namespace chittychat
