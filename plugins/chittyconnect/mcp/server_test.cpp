// The server as clients of both eras meet it, with commands that end as the test says.
#include "server.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace chittyconnect::mcp {
namespace {

constexpr auto manifest_text = R"({
  "name": "acme",
  "commands": [
    {"path": "thing list", "summary": "List things", "effect": "read", "view": {"kind": "list"}, "options": [{"name": "limit", "type": "integer", "minimum": 1, "summary": "At most"}],
     "reply": {"type": "object", "required": ["id"]}, "examples": [{"command": "chitty thing list", "summary": "All of them"}]},
    {"path": "thing get", "summary": "Show a thing", "effect": "read", "view": {"kind": "object"}, "arguments": [{"name": "id", "type": "string", "required": true, "summary": "Its ID"}],
     "reply": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}, "examples": [{"command": "chitty thing get 7", "summary": "One"}]},
    {"path": "thing delete", "summary": "Remove a thing", "effect": "delete", "view": {"kind": "none"}, "arguments": [{"name": "id", "type": "string", "required": true, "summary": "Its ID"}]}
  ]})";

class Collected : public Outlet {
 public:
  void message(std::string text) override { messages.push_back(json::parse(text).as_object()); }
  void answer(std::string text, int http_status) override { answers.push_back(json::parse(text)), status = http_status; }
  void drop() override { dropped = true; }
  std::vector<json::object> messages;
  std::vector<json::value> answers;
  int status = 0;
  bool dropped = false;
};

struct ServerTest : ::testing::Test {
  struct Running {
    Order order;
    std::function<void(std::string)> line;
    std::function<void(Outcome)> done;
  };
  std::int64_t now = 1'000'000;
  int made = 0;
  std::vector<Running> running;
  bool full = false;
  Server server{world(), ToolBox({json::object{{"name", "acme"}, {"manifest", json::parse(manifest_text)}}}, {}, {{}, {"delete"}}), std::string(32, 'k')};
  std::shared_ptr<Client> client = std::make_shared<Client>();
  std::list<std::weak_ptr<Client>> clients{client};

  World world() {
    World out;
    out.now = [this] { return now; };
    out.random = [this] { return "random" + std::to_string(++made); };
    out.sha256 = [](std::string_view text) { return std::to_string(std::hash<std::string_view>()(text)); };
    out.run = [this](Order order, std::function<void(std::string)> line, std::function<void(Outcome)> done) {
      if (!full) running.push_back({std::move(order), std::move(line), std::move(done)});
      return !full;
    };
    out.version = "1.2.3";
    return out;
  }
  std::shared_ptr<Collected> send(std::string_view text) {
    const auto outlet = std::make_shared<Collected>();
    auto value = json::parse(text);
    if (value.is_array())
      server.receive_batch(client, std::move(value.get_array()), outlet);
    else
      server.receive(client, message_of(std::move(value)), outlet);
    return outlet;
  }
  json::object result(std::string_view text) { return send(text)->answers.at(0).at("result").as_object(); }
  int error(std::string_view text) { return static_cast<int>(send(text)->answers.at(0).at("error").at("code").as_int64()); }
  void initialize(std::string_view version = "2025-11-25", std::string_view capabilities = "{}") {
    (void)result(R"({"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":")" + std::string(version) + R"(","capabilities":)" + std::string(capabilities) + R"(,"clientInfo":{"name":"test","version":"1"}}})");
  }
  static std::string modern(std::string_view method, json::object params = {}, std::string_view capabilities = "{}", int id = 1) {
    params["_meta"] = json::parse(R"({"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":)" + std::string(capabilities) + "}");
    return json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}});
  }
  static Outcome gives(std::string output) {
    Outcome out;
    out.output = std::move(output), out.output_bytes = out.output.size();
    return out;
  }
};

TEST_F(ServerTest, the_legacy_era_begins_with_initialize) {
  EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})"), -32600);
  EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":"no/such"})"), -32601);
  EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})"), -32602);
  EXPECT_EQ(result(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"1999-01-01","capabilities":{},"clientInfo":{"name":"x","version":"1"}}})").at("protocolVersion"), "2025-11-25");
  initialize("2025-06-18");
  EXPECT_EQ(client->version, "2025-06-18");
  EXPECT_TRUE(result(R"({"jsonrpc":"2.0","id":1,"method":"ping"})").empty());
  const auto list = result(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})");
  EXPECT_EQ(list.at("tools").as_array().size(), 6U);
  EXPECT_FALSE(list.contains("resultType"));
  EXPECT_TRUE(send(R"({"jsonrpc":"2.0","method":"notifications/initialized"})")->answers.empty());
}

TEST_F(ServerTest, the_modern_era_needs_no_beginning) {
  const auto found = result(modern("server/discover"));
  EXPECT_EQ(found.at("resultType"), "complete");
  EXPECT_EQ(found.at("supportedVersions").as_array()[0], "2026-07-28");
  const auto list = result(modern("tools/list"));
  EXPECT_EQ(list.at("cacheScope"), "private");
  EXPECT_GE(list.at("ttlMs").as_int64(), 0);
  EXPECT_EQ(list.at("_meta").at("io.modelcontextprotocol/serverInfo").at("version"), "1.2.3");
  for (const auto* gone : {"ping", "initialize", "logging/setLevel", "resources/subscribe", "no/such"}) {
    const auto outlet = send(modern(gone));
    EXPECT_EQ(outlet->answers.at(0).at("error").at("code"), -32601) << gone;
    EXPECT_EQ(outlet->status, 404) << gone;
  }
  EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":"server/discover"})"), -32602);
  EXPECT_EQ(error(modern("tools/list", {{"cursor", "nonsense"}})), -32602);
}

TEST_F(ServerTest, a_call_runs_apart_and_gives_text_and_structure) {
  initialize();
  const auto outlet = send(R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"thing_list","arguments":{"limit":2}}})");
  ASSERT_EQ(running.size(), 1U);
  EXPECT_EQ(running[0].order.words, (std::vector<std::string>{"thing", "list", "--limit=2"}));
  running[0].done(gives("{\"id\":\"a\"}\n{\"id\":\"b\"}\n"));
  const auto& told = outlet->answers.at(0).at("result").as_object();
  EXPECT_EQ(json::serialize(told.at("structuredContent")), R"({"records":[{"id":"a"},{"id":"b"}],"more":false})");
  EXPECT_EQ(told.at("content").as_array()[0].at("text"), json::value(json::string(json::serialize(told.at("structuredContent")))));
  EXPECT_FALSE(told.contains("isError"));
}

TEST_F(ServerTest, what_goes_wrong_is_told_to_the_model) {
  initialize();
  EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nothing"}})"), -32602);
  EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"thing_list","arguments":[]}})"), -32602);
  const auto wrong = result(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"thing_list","arguments":{"limit":0}}})");
  EXPECT_EQ(wrong.at("isError"), true);
  EXPECT_FALSE(wrong.contains("structuredContent"));
  EXPECT_TRUE(running.empty());
  const std::pair<Outcome, std::string> ends[] = {{{"exited", 5, 0, 3, "", "error: no such thing\n", 0}, "error: no such thing"}, {{"signal", 0, 11, 3, "", "", 0}, "crashed (signal 11)"}, {{"time", 0, 0, 55000, "", "", 0}, "did not end within 55 s"}, {gives("{}\n"), "not what the plugin acme declares"}};
  int id = 10;
  for (const auto& [outcome, words] : ends) {
    const auto outlet = send(R"({"jsonrpc":"2.0","id":)" + std::to_string(++id) + R"(,"method":"tools/call","params":{"name":"thing_get","arguments":{"id":"7"}}})");
    running.back().done(outcome);
    const auto& told = outlet->answers.at(0).at("result").as_object();
    EXPECT_EQ(told.at("isError"), true) << words;
    EXPECT_NE(std::string(told.at("content").as_array()[0].at("text").as_string()).find(words), std::string::npos) << json::serialize(told);
    EXPECT_FALSE(told.contains("structuredContent")) << words;
  }
  full = true;
  EXPECT_EQ(result(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"thing_get","arguments":{"id":"7"}}})").at("isError"), true);
}

TEST_F(ServerTest, a_cancelled_call_is_stopped_and_never_answered) {
  initialize();
  const auto outlet = send(R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"thing_get","arguments":{"id":"7"},"_meta":{"progressToken":"p"}}})");
  EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":7,"method":"ping"})"), -32600);  // the id is taken
  now += 1000, server.tick(clients), server.tick(clients);
  now += 1000, server.tick(clients);
  ASSERT_EQ(outlet->messages.size(), 2U);
  EXPECT_LT(outlet->messages[0].at("params").at("progress").to_number<int>(), outlet->messages[1].at("params").at("progress").to_number<int>());
  send(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"7"}})");  // another id
  EXPECT_FALSE(running[0].order.stop->load());
  send(R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}})");
  EXPECT_TRUE(running[0].order.stop->load());
  running[0].done(gives("{\"id\":\"7\"}\n"));
  now += 5000, server.tick(clients);
  EXPECT_TRUE(outlet->answers.empty());
  EXPECT_TRUE(outlet->dropped);
  EXPECT_EQ(outlet->messages.size(), 2U);
}

TEST_F(ServerTest, without_a_way_to_ask_nothing_is_destroyed) {
  initialize();
  const auto told = result(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"thing_delete","arguments":{"id":"7"}}})");
  EXPECT_EQ(told.at("isError"), true);
  EXPECT_EQ(result(modern("tools/call", {{"name", "thing_delete"}, {"arguments", {{"id", "7"}}}})).at("isError"), true);
  EXPECT_TRUE(running.empty());
}

TEST_F(ServerTest, consent_is_asked_for_by_a_request_in_the_legacy_era) {
  initialize("2025-11-25", R"({"elicitation":{}})");
  for (const auto* answer : {R"({"action":"decline"})", R"({"action":"accept","content":{"confirm":false}})", R"({"action":"accept"})", R"({"action":"accept","content":{"confirm":true}})"}) {
    const auto outlet = send(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"thing_delete","arguments":{"id":"7"}}})");
    ASSERT_EQ(outlet->messages.size(), 1U);
    EXPECT_EQ(outlet->messages[0].at("method"), "elicitation/create");
    send(json::serialize(json::object{{"jsonrpc", "2.0"}, {"id", outlet->messages[0].at("id")}, {"result", json::parse(answer)}}));
    if (running.empty()) EXPECT_EQ(outlet->answers.at(0).at("result").at("isError"), true);
  }
  ASSERT_EQ(running.size(), 1U);
  EXPECT_EQ(running[0].order.words, (std::vector<std::string>{"thing", "delete", "--yes", "--", "7"}));
}

TEST_F(ServerTest, consent_is_asked_for_by_a_result_in_the_modern_era) {
  const json::object call{{"name", "thing_delete"}, {"arguments", {{"id", "7"}}}};
  const auto asked = result(modern("tools/call", call, R"({"elicitation":{"form":{}}})"));
  EXPECT_EQ(asked.at("resultType"), "input_required");
  EXPECT_EQ(asked.at("inputRequests").at("consent").at("method"), "elicitation/create");
  auto again = call;
  again["requestState"] = asked.at("requestState");
  again["inputResponses"] = {{"consent", {{"action", "accept"}, {"content", {{"confirm", true}}}}}};
  auto other = again;
  other["arguments"] = {{"id", "8"}};
  EXPECT_EQ(error(modern("tools/call", other, R"({"elicitation":{}})", 2)), -32602);
  send(modern("tools/call", again, R"({"elicitation":{}})", 3));
  EXPECT_EQ(running.size(), 1U);
  EXPECT_EQ(error(modern("tools/call", again, R"({"elicitation":{}})", 4)), -32602);  // once
  EXPECT_EQ(running.size(), 1U);
}

TEST_F(ServerTest, batches_are_of_one_version_only) {
  const auto batch = R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/initialized"},{"jsonrpc":"2.0","id":2,"method":"ping"}])";
  for (const auto* version : {"2024-11-05", "2025-06-18", "2025-11-25"}) {
    initialize(version);
    EXPECT_EQ(error(batch), -32600) << version;
  }
  initialize("2025-03-26");
  EXPECT_EQ(send(batch)->answers.at(0).as_array().size(), 2U);
  EXPECT_EQ(error("[]"), -32600);
  EXPECT_TRUE(send(R"([{"jsonrpc":"2.0","method":"notifications/initialized"}])")->dropped);
}

TEST_F(ServerTest, an_old_client_gets_nothing_that_it_does_not_know) {
  initialize("2025-03-26");
  const auto outlet = send(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"thing_list"}})");
  std::string many;
  for (int i = 0; i < 2000; ++i) many += R"({"id":")" + std::string(100, 'x') + "\"}\n";
  running[0].done(gives(many));
  const auto& told = outlet->answers.at(0).at("result").as_object();
  EXPECT_FALSE(told.contains("structuredContent"));
  EXPECT_EQ(told.at("content").as_array().size(), 1U);
}

TEST_F(ServerTest, the_rest_is_found_and_called_by_two_tools) {
  initialize();
  const auto found = result(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"commands_search","arguments":{"query":"show thing"}}})");
  EXPECT_EQ(found.at("structuredContent").at("records").as_array()[0].at("name"), "thing_get");
  send(R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"commands_call","arguments":{"name":"thing_get","arguments":{"id":"7"}}}})");
  EXPECT_EQ(running.size(), 1U);
  EXPECT_EQ(result(R"({"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"commands_call","arguments":{"name":"nothing"}}})").at("isError"), true);
  EXPECT_EQ(result(R"({"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"results_more","arguments":{"cursor":"x.1"}}})").at("isError"), true);
}

TEST_F(ServerTest, resources_and_prompts_can_be_read) {
  initialize();
  EXPECT_EQ(result(R"({"jsonrpc":"2.0","id":1,"method":"resources/list"})").at("resources").as_array().size(), 1U);
  EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"chitty://nothing"}})"), -32002);
  EXPECT_EQ(error(modern("resources/read", {{"uri", "chitty://config"}})), -32602);
  EXPECT_EQ(result(modern("resources/read", {{"uri", "chitty://commands/thing_get"}})).at("contents").as_array().size(), 1U);
  EXPECT_EQ(result(R"({"jsonrpc":"2.0","id":1,"method":"prompts/list"})").at("prompts").as_array().size(), 2U);
  EXPECT_EQ(error(R"({"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"thing_get"}})"), -32602);
  EXPECT_EQ(result(R"({"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"thing_get","arguments":{"id":"7"}}})").at("messages").as_array().size(), 1U);
}

TEST_F(ServerTest, whoever_listens_hears_what_they_asked_for) {
  const auto outlet = send(modern("subscriptions/listen", {{"notifications", {{"toolsListChanged", true}, {"promptsListChanged", true}}}}));
  ASSERT_EQ(outlet->messages.size(), 1U);
  EXPECT_EQ(json::serialize(outlet->messages[0].at("params").at("notifications")), R"({"toolsListChanged":true})");
  server.replace(ToolBox({}, {}, {}), clients);
  ASSERT_EQ(outlet->messages.size(), 2U);
  EXPECT_EQ(outlet->messages[1].at("params").at("_meta").at("io.modelcontextprotocol/subscriptionId"), 1);
  server.close();
  EXPECT_EQ(outlet->answers.size(), 1U);
}

}  // namespace
}  // namespace chittyconnect::mcp
