// What a request counts for, and how many things one may have.
#include <thread>

#include "daemon/testing/gate_fixture.hpp"

namespace chitty::host::daemon {
namespace {

constexpr const char* writer = R"("subject":"ada","scopes":["acme:read","acme:write"])";

class QuotaTest : public GateTest {
 protected:
  static int status_of(const std::string& reply) { return reply.size() > 12 ? std::atoi(reply.c_str() + 9) : 0; }
  std::string own(const std::string& token, const std::string& id, const std::string& more = {}) const {
    return as(token, "POST", "/acme/own?id=" + id + more);
  }
  json::array quotas_as(const std::string& token) const {
    const auto reply = as(token, "GET", "/quotas");
    EXPECT_THAT(reply, StartsWith("HTTP/1.1 200 "));
    return json::parse(reply.substr(reply.find("\r\n\r\n") + 4)).at("quotas").as_array();
  }
  void limited(const std::string& token, int requests) {
    keep(token,
         std::string(writer) + R"(,"limit":{"requests":)" + std::to_string(requests) + R"(,"window_ms":86400000})");
  }
};

TEST_F(QuotaTest, ARequestCountsForWhatItsRouteSays) {
  limited("frugal", 12);
  EXPECT_THAT(as("frugal", "POST", "/acme/heavy"),
              AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("X-RateLimit-Remaining: 7\r\n")));
  EXPECT_THAT(as("frugal", "POST", "/acme/heavy"), HasSubstr("X-RateLimit-Remaining: 2\r\n"));
  EXPECT_THAT(as("frugal", "POST", "/acme/heavy"),
              AllOf(StartsWith("HTTP/1.1 429 "),
                    HasSubstr("This counts as 5 requests, and 2 of your 12 are left."),
                    HasSubstr("Ask for less at once")));
  EXPECT_THAT(as("frugal", "GET", "/acme/things/1"),
              HasSubstr("X-RateLimit-Remaining: 1\r\n"));  // what was refused has cost nothing
}

TEST_F(QuotaTest, ARequestCountsForWhatItAsksFor) {
  limited("asks", 10);
  EXPECT_THAT(as("asks", "GET", "/acme/many?n=1000000"),
              AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("This counts as 999999 requests")));
  EXPECT_THAT(as("asks", "GET", "/acme/many?n=4"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(as("asks", "POST", "/acme/items", R"({"items":[1,2,3]})"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(as("asks", "POST", "/acme/items", R"({"items":[1,2,3,4]})"), StartsWith("HTTP/1.1 429 "));
  EXPECT_THAT(ask("GET", "/acme/many?n=1000000"), StartsWith("HTTP/1.1 200 "));  // the owner
}

TEST_F(QuotaTest, TheReplySaysWhatIsLeftOnceAllIsPaidFor) {
  limited("asks", 10);
  EXPECT_THAT(as("asks", "GET", "/acme/many?n=4"), HasSubstr("X-RateLimit-Remaining: 6\r\n"));
  EXPECT_THAT(as("asks", "POST", "/acme/items", R"({"items":[1,2,3]})"), HasSubstr("X-RateLimit-Remaining: 3\r\n"));
  EXPECT_THAT(as("asks", "GET", "/acme/many?n=4"),
              AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("X-RateLimit-Remaining: 2\r\n"), HasSubstr("Retry-After: ")));
}

TEST_F(QuotaTest, AHandlerSaysWhatARequestCountsForBesides) {
  limited("charged", 10);
  EXPECT_THAT(as("charged", "POST", "/acme/charge?units=3"),
              AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("X-RateLimit-Remaining: 5\r\n")));
  EXPECT_THAT(as("charged", "POST", "/acme/charge?units=4"),
              AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("This counts as 4 requests, and 3 of your 10 are left."),
                    HasSubstr("X-RateLimit-Remaining: 3\r\n"), HasSubstr("Retry-After: ")));
  EXPECT_THAT(as("charged", "POST", "/acme/charge"), HasSubstr("X-RateLimit-Remaining: 1\r\n"));
  EXPECT_THAT(ask("POST", "/acme/charge?units=1000000"), StartsWith("HTTP/1.1 200 "));  // the owner
}

TEST_F(QuotaTest, AServiceIsToldWhichScopesThereAre) {
  EXPECT_THAT(ask("POST", "/acme/charge"), HasSubstr(R"("chittyd":["chittyd:metrics"],"acme":["acme:read","acme:write"])"));
}

TEST_F(QuotaTest, LinesCountForWhatTheySayAndTheOthersGoOn) {
  limited("streams", 4);
  EXPECT_THAT(as("streams", "POST", "/acme/lines", "{\"n\":20}\n{\"n\":1000000}\n{\"n\":10}\n{\"n\":\"x\"}\n{}\n"),
              AllOf(HasSubstr(R"("came":3)"), HasSubstr(R"("line":2,"message":"This counts as)"),
                    Not(HasSubstr(R"("line":3)")), HasSubstr(R"("line":4)")));
  EXPECT_THAT(as("streams", "GET", "/acme/things/1"), StartsWith("HTTP/1.1 429 "));  // 3 and more for 32 things
}

TEST_F(QuotaTest, NobodyHasMoreThanTheQuotaHoweverManyAskAtOnce) {
  const auto other = start_beside();
  keep("ada", writer);
  std::atomic<int> kept{0}, refused{0};
  std::vector<std::thread> many;
  for (int i = 0; i < 8; ++i)
    many.emplace_back([&, i] {
      const std::string path = "/acme/own?id=a" + std::to_string(i);
      const auto reply =
          i % 2 ? as("ada", "POST", path) : other.ask_with("Authorization: Bearer ada\r\n", "POST", path);
      const int status = status_of(reply);
      if (status == 201) ++kept;
      if (status == 403 && reply.find("You have all 3 things that one may have here.") != reply.npos) ++refused;
    });
  for (auto& thread : many) thread.join();
  EXPECT_EQ(kept, 3);
  EXPECT_EQ(refused, 5);
  EXPECT_THAT(own("ada", "late"),
              AllOf(StartsWith("HTTP/1.1 403 "),
                    HasSubstr("Lose one. Whoever runs this ChittyOS may allow more: chitty config set "
                              "chittyos.quotas.acme.things N"),
                    HasSubstr(R"("left":0)")));
  keep("bob", R"("subject":"bob","scopes":["acme:write"])");
  EXPECT_THAT(own("bob", "b"), StartsWith("HTTP/1.1 201 "));
}

TEST_F(QuotaTest, BytesAreBytesAndNotCharacters) {
  keep("ada", writer);
  EXPECT_THAT(own("ada", "one", "&name=%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9"), StartsWith("HTTP/1.1 201 "));
  EXPECT_THAT(own("ada", "two"),
              AllOf(StartsWith("HTTP/1.1 403 "), HasSubstr("Of the 12 bytes that one may have here you have 10")));
}

TEST_F(QuotaTest, OwnerAdministratorsAndServicesHaveNoBound) {
  keep("admin", R"("subject":"root","scopes":["admin:*"])");
  keep("robot", R"("subject":"service:robot","scopes":["acme:write"])");
  for (const std::string id : {"1", "2", "3", "4", "5"}) {
    EXPECT_THAT(own("admin", "r" + id), StartsWith("HTTP/1.1 201 "));
    EXPECT_THAT(own("robot", "s" + id), StartsWith("HTTP/1.1 201 "));
    EXPECT_THAT(ask("POST", "/acme/own?id=o" + id), StartsWith("HTTP/1.1 201 "));
  }
}

TEST_F(QuotaTest, TheOperatorSetsAnother) {
  const auto file = paths_.config / "config.json";
  auto config = std::filesystem::exists(file) ? json::parse(read_file(file).value()).as_object() : json::object();
  if (!config.contains("chittyos")) config["chittyos"] = json::object();
  config["chittyos"].as_object()["quotas"] = {{"acme", {{"things", 1}, {"bytes", 0}}}};
  replace_file(file, json::serialize(config)).value();
  Control(paths_).down().value();
  up();
  keep("ada", writer);
  EXPECT_THAT(own("ada", "one"), StartsWith("HTTP/1.1 201 "));
  EXPECT_THAT(own("ada", "two"), AllOf(StartsWith("HTTP/1.1 403 "), HasSubstr("all 1 things")));
}

TEST_F(QuotaTest, APluginThatAsksForWhatItDoesNotDeclareIsAtFault) {
  keep("ada", writer);
  EXPECT_THAT(own("ada", "x", "&quota=dreams"), StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(own("ada", "x", "&within=nothing"), StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(log(), AllOf(HasSubstr("asks for the quota 'dreams', which its manifest does not declare"),
                           HasSubstr("asks for a quota outside of a transaction")));
}

TEST_F(QuotaTest, EverybodyIsShownTheirOwnAndTheOwnerWhoHasMost) {
  keep("ada", writer);
  keep("bob", R"("subject":"bob","scopes":["acme:write"])");
  own("ada", "a1"), own("ada", "a2"), own("bob", "b1");
  const auto of_bob = quotas_as("bob");
  ASSERT_EQ(of_bob.size(), 2u);
  EXPECT_EQ(json::serialize(of_bob[0]),
            R"({"service":"acme","kind":"things","summary":"Things of one's own","most":3,"holder":"bob","used":1})");
  EXPECT_EQ(of_bob[1].at("used"), 3);
  const auto all = ask("GET", "/quotas");
  EXPECT_LT(all.find(R"("holder":"ada","used":2)"), all.find(R"("holder":"bob","used":1)"));
  EXPECT_THAT(ask_with("", "GET", "/quotas"),
              AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr("This address needs a token.")));
  const auto told = Control(paths_).quotas().value();
  EXPECT_EQ(told.at("quotas").as_array().size(), 4u);
}

}  // namespace
}  // namespace chitty::host::daemon
