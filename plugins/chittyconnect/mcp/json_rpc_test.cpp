#include "json_rpc.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace chittyconnect::mcp {
namespace {

Message message(std::string_view text) { return message_of(parse(text).value); }
int code_of(const Message& message) { return static_cast<int>(message.error.code); }

TEST(JsonRpc, tells_requests_notifications_and_responses_apart) {
  EXPECT_EQ(message(R"({"jsonrpc":"2.0","id":"a","method":"ping"})").kind, Message::Kind::request);
  EXPECT_EQ(message(R"({"jsonrpc":"2.0","method":"notifications/initialized"})").kind, Message::Kind::notification);
  EXPECT_EQ(message(R"({"jsonrpc":"2.0","id":3,"result":{}})").kind, Message::Kind::response);
}

TEST(JsonRpc, an_id_is_a_text_or_a_whole_number_and_comes_back_as_it_was) {
  for (const auto* id : {"\"\"", "\"x\"", "0", "-7", "18446744073709551615"})
    EXPECT_EQ(key_of(message(std::string(R"({"jsonrpc":"2.0","method":"ping","id":)") + id + "}").id), id);
  for (const auto* id : {"null", "1.5", "true", "[]", "{}"}) {
    const auto refused = message(std::string(R"({"jsonrpc":"2.0","method":"ping","id":)") + id + "}");
    EXPECT_EQ(refused.kind, Message::Kind::malformed) << id;
    EXPECT_EQ(code_of(refused), -32600) << id;
    EXPECT_TRUE(refused.id.is_null()) << id;
  }
  EXPECT_NE(key_of("1"), key_of(1));
}

TEST(JsonRpc, what_is_no_message_is_refused_by_its_own_code) {
  EXPECT_EQ(code_of(message(R"([1])")), -32600);
  EXPECT_EQ(code_of(message(R"("text")")), -32600);
  EXPECT_EQ(code_of(message(R"({"id":1,"method":"ping"})")), -32600);
  EXPECT_EQ(code_of(message(R"({"jsonrpc":"1.0","id":1,"method":"ping"})")), -32600);
  EXPECT_EQ(code_of(message(R"({"jsonrpc":"2.0","id":1})")), -32600);
  EXPECT_EQ(code_of(message(R"({"jsonrpc":"2.0","id":1,"method":7})")), -32600);
  EXPECT_EQ(code_of(message(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[]})")), -32602);
  EXPECT_EQ(message(R"({"jsonrpc":"1.0","id":"me","method":"ping"})").id, json::value("me"));
}

TEST(JsonRpc, what_is_no_json_or_too_much_of_it_is_a_parse_error) {
  for (const auto& text : {std::string("{"), std::string("{\"a\":1e999}"), std::string(100, '['), std::string("\"\xff\""), "\"" + std::string(most_bytes, 'x') + "\""}) {
    ASSERT_TRUE(parse(text).error) << text.substr(0, 20);
    EXPECT_EQ(parse(text).error->code, RpcCode::parse_error);
  }
  EXPECT_FALSE(parse(std::string(60, '[') + std::string(60, ']')).error);
}

}  // namespace
}  // namespace chittyconnect::mcp
