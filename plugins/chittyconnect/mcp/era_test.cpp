#include "era.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>
#include <map>

namespace chittyconnect::mcp {
namespace {

json::object params(std::string_view meta) { return {{"name", "id_list"}, {"_meta", json::parse(meta)}}; }
constexpr auto right = R"({"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}})";

Headers headers(std::map<std::string, std::string> all) {
  return [all = std::move(all)](std::string_view name) {
    const auto found = all.find(std::string(name));
    return found == all.end() ? std::string() : found->second;
  };
}

Message call(std::string_view name) {
  Message message;
  message.kind = Message::Kind::request, message.method = "tools/call", message.params = params(right);
  message.params["name"] = name;
  return message;
}

TEST(Era, a_modern_request_says_its_version_and_capabilities) {
  EXPECT_FALSE(modern_request(params(right)).error);
  EXPECT_TRUE(modern_request(params(right)).client.capabilities.contains("elicitation"));
  for (const auto* meta : {"{}", R"({"io.modelcontextprotocol/clientCapabilities":{}})", R"({"io.modelcontextprotocol/protocolVersion":"2026-07-28"})",
                           R"({"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":[]})"}) {
    const auto refused = modern_request(params(meta));
    ASSERT_TRUE(refused.error) << meta;
    EXPECT_EQ(refused.error->code, RpcCode::invalid_params) << meta;
    EXPECT_EQ(refused.error->http_status, 400) << meta;
  }
  EXPECT_TRUE(modern_request({}).error);
}

TEST(Era, another_version_is_refused_with_those_that_there_are) {
  const auto refused = modern_request(params(R"({"io.modelcontextprotocol/protocolVersion":"1900-01-01","io.modelcontextprotocol/clientCapabilities":{}})"));
  ASSERT_TRUE(refused.error);
  EXPECT_EQ(refused.error->code, RpcCode::unsupported_version);
  EXPECT_EQ(refused.error->data.at("requested"), "1900-01-01");
  EXPECT_EQ(refused.error->data.at("supported").as_array()[0], "2026-07-28");
}

TEST(Era, headers_repeat_the_body) {
  const std::map<std::string, std::string> fit{{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", "tools/call"}, {"Mcp-Name", "id_list"}};
  EXPECT_FALSE(header_mismatch(call("id_list"), headers(fit)));
  for (const auto& [name, value] : fit)
    for (const auto* other : {"", "other"}) {
      auto wrong = fit;
      wrong[name] = other;
      const auto refused = header_mismatch(call("id_list"), headers(wrong));
      ASSERT_TRUE(refused) << name;
      EXPECT_EQ(refused->code, RpcCode::header_mismatch);
    }
  auto encoded = fit;
  encoded["Mcp-Name"] = "=?base64?SGVsbG8sIOS4lueVjA==?=";
  EXPECT_FALSE(header_mismatch(call("Hello, 世界"), headers(encoded)));
  encoded["Mcp-Name"] = "=?base64?%%?=";
  EXPECT_TRUE(header_mismatch(call("Hello, 世界"), headers(encoded)));
}

}  // namespace
}  // namespace chittyconnect::mcp
