// Requests held against what their routes say, before the service sees them; and replies, when asked for.
#include "daemon/serve/testing/http_fixture.hpp"

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>

namespace chitty::host::daemon {
namespace {

class HttpShapes : public HttpTest {
 protected:
  explicit HttpShapes(bool check_replies = false) : HttpTest(0, false, check_replies) {
    const auto said = [](ServiceRoute made, const char* word, const char* text) {
      const auto value = json::parse(text);
      const std::string_view which(word);
      if (which == "query") made.query = value;
      if (which == "body") made.body = value;
      if (which == "reply") made.reply = value;
      if (which == "parameters") made.parameters = value.as_object();
      return made;
    };
    auto& acme = *services_.front();
    auto found = said(route("GET", "/found/{id}", "facts"), "query",
                      R"({"type":"object","additionalProperties":false,"properties":{"limit":{"$ref":"#/$defs/limit"},"key":{"type":"string","maxLength":4,"secret":true}}})");
    found = said(found, "parameters", R"({"id":{"type":"integer"}})");
    auto handled = said(route("GET", "/handled", "facts"), "query", R"({"type":"object","additionalProperties":false})");
    handled.checked_by_handler = true;
    acme.add_routes({found, handled, said(route("POST", "/order", "mirror"), "body", order),
                     said(route("POST", "/lines", "lines", "", 0), "body", R"({"ndjson":{"type":"object","required":["n"],"properties":{"n":{"type":"integer"}}}})"),
                     said(route("POST", "/counted", "count", "", 0), "body", R"({"ndjson":{"type":"integer"}})"),
                     said(route("POST", "/nothing", "mirror"), "body", "false"),
                     said(route("POST", "/replied", "mirror"), "reply", R"({"type":"object","properties":{"id":{"type":"integer"}}})"),
                     said(route("POST", "/streamed", "echo"), "reply", R"({"ndjson":{"type":"integer"}})")});
    const auto compiled = acme.compile_shapes({{"limit", {{"type", "integer"}, {"minimum", 1}, {"maximum", 200}, {"default", 50}}}});
    EXPECT_TRUE(compiled) << compiled.error().message;
  }
  std::string send(const std::string& path, const std::string& body) {
    const std::string type = path == "/acme/lines" || path == "/acme/counted" ? "application/x-ndjson" : "application/json";
    return post(path, "Content-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n", body);
  }
  static json::object answer(const std::string& reply) { return json::parse(reply.substr(reply.find("\r\n\r\n") + 4)).as_object(); }

  static constexpr const char* order =
      R"({"type":"object","required":["name"],"additionalProperties":false,"properties":{"name":{"type":"string","maxLength":8},"size":{"type":"integer"}}})";
};

TEST_F(HttpShapes, TheHandlerGetsValuesInTheirTypes) {
  EXPECT_THAT(get("/acme/found/7"), HasSubstr(R"({"id":7}{"limit":50})"));
  EXPECT_THAT(get("/acme/found/7?limit=3&key=abcd"), HasSubstr(R"({"id":7}{"limit":3,"key":"abcd"})"));
  EXPECT_THAT(get("/acme/facts/7?limit=3"), HasSubstr(R"({"id":"7"}{"limit":"3"})"));  // says nothing
}

TEST_F(HttpShapes, OneRefusalTellsAll) {
  const auto reply = get("/acme/found/x?limit=0&limt=3");
  EXPECT_THAT(reply, StartsWith("HTTP/1.1 400 "));
  const auto body = answer(reply);
  EXPECT_EQ(body.at("error"), "INVALID_REQUEST");
  EXPECT_EQ(body.at("success"), false);
  const auto& all = body.at("details").at("departures").as_array();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].at("in"), "path");
  EXPECT_EQ(all[0].at("at"), "/id");
  EXPECT_EQ(all[1].at("in"), "query");
  for (const auto& one : all) EXPECT_THAT(std::string(body.at("message").as_string()), HasSubstr(std::string(one.at("message").as_string())));
}

TEST_F(HttpShapes, ARouteMayLeaveItToItsHandler) { EXPECT_THAT(get("/acme/handled?a=1"), HasSubstr(R"({"a":"1"})")); }

TEST_F(HttpShapes, BodiesAreReadOnceMoreByTheHandler) {
  EXPECT_THAT(send("/acme/order", R"({"name":"a"})"), HasSubstr("\r\n\r\n{\"name\":\"a\"}"));
  EXPECT_THAT(post("/acme/order", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", "5\r\n{\"nam\r\n7\r\ne\":\"b\"}\r\n0\r\n\r\n"), HasSubstr("\r\n\r\n{\"name\":\"b\"}"));
  const auto wrong = send("/acme/order", R"({"size":"x","colour":1})");
  EXPECT_THAT(wrong, StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(answer(wrong).at("details").at("departures").as_array().size(), 3u);
  EXPECT_THAT(send("/acme/order", R"({"name":"a","name":"b"})"), HasSubstr("appears twice"));
  EXPECT_THAT(send("/acme/order", ""), HasSubstr("The body lacks name."));
  EXPECT_THAT(send("/acme/nothing", ""), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(send("/acme/nothing", "{}"), StartsWith("HTTP/1.1 400 "));
}

TEST_F(HttpShapes, ABodyOfOneByteTooManyIsNotLookedAt) {
  const std::string fits = R"({"name":"a"})" + std::string(limit - 12, ' ');
  EXPECT_THAT(send("/acme/order", fits), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(send("/acme/order", fits + " "), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(post("/acme/order", "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n", "3e9\r\n" + fits + " \r\n0\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpShapes, LinesStreamAndEachIsHeldToItsShape) {
  EXPECT_THAT(send("/acme/lines", "{\"n\":1}\n\n{\"n\":\"x\"}\r\nno json\n{\"n\":2}"), AllOf(HasSubstr("1={\"n\":1};"), HasSubstr("3!;"), HasSubstr("4!;"), HasSubstr("5={\"n\":2};")));
  for (const std::size_t over : {1, 200'000}) {  // too long by little and by more than a piece: the others go on with their numbers
    const std::string overlong((1 << 20) + over, '[');
    EXPECT_THAT(send("/acme/lines", "{\"n\":1}\n" + overlong + "\n{\"n\":3}"), AllOf(HasSubstr("1={\"n\":1};"), HasSubstr("2!;"), HasSubstr("3={\"n\":3};")));
    EXPECT_THAT(send("/acme/lines", "{\"n\":1}\n" + overlong), AllOf(HasSubstr("1={\"n\":1};"), HasSubstr("2!;")));
  }
  EXPECT_THAT(send("/acme/lines", "\xEF\xBB\xBF{\"n\":1}\n"), HasSubstr("1={\"n\":1};"));  // a byte order mark
  EXPECT_THAT(send("/acme/counted", "1\n22\n"), HasSubstr("\r\n\r\n5"));
  const auto wrong = send("/acme/counted", "1\n22\n\"x\"\n4\n");
  EXPECT_THAT(wrong, AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("Line 3 must be an integer")));
}

TEST_F(HttpShapes, AnAnswerComesBeforeTheLastLineHasCome) {
  const Fd fd = connect();
  say(fd, "POST /acme/lines HTTP/1.1\r\n" + host() + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
  const std::string line = "{\"n\":1}\n";
  std::string first;
  for (int i = 0; i < 300'000; ++i) first += line;
  const auto chunk = [](const std::string& text) {
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", text.size());
    return size + text + "\r\n";
  };
  std::thread sender([&] { say(fd, chunk(first)); });
  EXPECT_THAT(hear(fd, "1={\"n\":1};"), HasSubstr("1={\"n\":1};"));
  std::thread rest([&] { hear(fd); });  // so that neither side waits for the other
  sender.join();
  say(fd, "0\r\n\r\n");
  rest.join();
}

TEST_F(HttpShapes, ASecretOfTheQueryIsToldNowhere) {
  const std::string canary = "kanarienvogel";
  const auto wrong = get("/acme/found/7?key=" + canary);
  EXPECT_THAT(wrong, AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("The query's key must have at most 4 characters")));
  EXPECT_THAT(wrong, Not(HasSubstr(canary)));
  access_->flush();
  std::ifstream in(folder_ / "access.ndjson");
  const std::string log{std::istreambuf_iterator<char>(in), {}};
  EXPECT_THAT(log, AllOf(HasSubstr("/acme/found/7"), Not(HasSubstr(canary))));
}

TEST_F(HttpShapes, InProductionARepliesShapeIsNobodysBusiness) {
  EXPECT_THAT(send("/acme/replied", R"({"id":"x"})"), StartsWith("HTTP/1.1 200 "));
}

class HttpReplies : public HttpShapes {
 protected:
  HttpReplies() : HttpShapes(true) {}
};

TEST_F(HttpReplies, AWrongOneIsTheServicesFaultByRouteAndPlace) {
  EXPECT_THAT(send("/acme/replied", R"({"id":7})"), StartsWith("HTTP/1.1 200 "));
  const auto wrong = send("/acme/replied", R"({"id":"kanarienvogel"})");
  EXPECT_THAT(wrong, AllOf(StartsWith("HTTP/1.1 500 "), HasSubstr("POST /replied gave a reply that does not fit its manifest: /id must be an integer"),
                           Not(HasSubstr("kanarienvogel"))));
  EXPECT_THAT(send("/acme/streamed", "1\n2\n"), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("0\r\n\r\n")));
  EXPECT_THAT(send("/acme/streamed", "1\nx\n"), StartsWith("HTTP/1.1 500 "));  // nothing of it was sent yet
}

TEST(HostedService, ASchemaThatIsNonePutsItOutOfOrder) {
  HostedService service;
  auto wrong = route("POST", "/x", "x");
  wrong.body = json::object{{"type", "objekt"}};
  service.add_routes({wrong});
  const auto compiled = service.compile_shapes({});
  ASSERT_FALSE(compiled);
  EXPECT_THAT(compiled.error().message, HasSubstr("its route POST /x cannot be kept to: the schema of its body: "));
}

}  // namespace
}  // namespace chitty::host::daemon
