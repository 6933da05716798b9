#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/route_shape.hpp>

namespace chitty {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

RouteShape shape_of(const char* route, const char* shapes = "{}") {
  auto made = RouteShape::compile(words_of(json::parse(route).as_object()), json::parse(shapes).as_object());
  if (!made) throw std::runtime_error(made.error().message);
  return *made;
}

const RouteShape& list() {
  static const RouteShape shape = shape_of(R"({"query": {"type": "object", "required": ["did"], "additionalProperties": false, "properties": {
    "did": {"type": "string", "pattern": "^did:", "maxLength": 20}, "limit": {"$ref": "#/$defs/limit"}, "mine": {"type": "boolean"},
    "part": {"type": "number"}, "tag": {"type": "array", "items": {"type": "integer"}, "maxItems": 3}, "key": {"type": "string", "maxLength": 4, "secret": true}}}})",
                                           R"({"limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}})");
  return shape;
}

// The values, or what is wrong with them.
std::string query(const RouteShape& shape, std::string_view text) {
  Departures departures;
  const auto values = shape.query(text, departures);
  return departures.empty() ? values : departures.error().message;
}

std::string body(const RouteShape& shape, std::string_view text) {
  Departures departures;
  shape.body(text, departures);
  return departures.empty() ? "fits" : departures.error().message;
}

TEST(RouteShape, QueriesGetTheirTypesAndDefaults) {
  EXPECT_EQ(query(list(), "did=did:a"), R"({"did":"did:a","limit":50})");
  EXPECT_EQ(query(list(), "did=did%3Aa+b&limit=7&mine=false&part=-1.5e2&tag=1&tag=2"),
            R"({"did":"did:a b","limit":7,"mine":false,"part":-1.5E2,"tag":[1,2]})");
  EXPECT_EQ(query(list(), "did=did:a&limit=&mine=&"), R"({"did":"did:a","limit":50})");  // empty is absent
}

TEST(RouteShape, AQueryIsRefusedInOneSentence) {
  EXPECT_EQ(query(list(), ""), "The query lacks did.");
  EXPECT_EQ(query(list(), "did=did:a&limit=201"), "The query's limit must be at most 200, but is 201.");
  EXPECT_THAT(query(list(), "did=x&limit=ten&mine=yes&tag=a&limt=3"),
              AllOf(HasSubstr("limit must be an integer of at most 64 bits, but is \"ten\"; "), HasSubstr("mine must be true or false"),
                    HasSubstr("the query's did must match the pattern ^did:"), HasSubstr("unknown member \"limt\"; did you mean \"limit\"?")));
  EXPECT_THAT(query(list(), "did=did:a&did=did:b"), HasSubstr("did must be given only once"));
  EXPECT_THAT(query(list(), "did=did:a&limit=%zz"), HasSubstr("a % that is not followed by two hexadecimal digits"));
  EXPECT_THAT(query(list(), "did=did:%ff"), HasSubstr("The query is not UTF-8"));
  EXPECT_THAT(query(list(), "did=did:a&tag=1&tag=2&tag=3&tag=4"), HasSubstr("tag must have at most 3 items"));
  for (const char* number : {"1.0", "01", "+1", "1e2", "0x1", " 1", "9223372036854775808", "-", "NaN"})
    EXPECT_THAT(query(list(), std::string("did=did:a&limit=") + number), HasSubstr("limit must be an integer")) << number;
  for (const char* number : {"1e999", ".5", "1.", "inf"})
    EXPECT_THAT(query(list(), std::string("did=did:a&part=") + number), HasSubstr("part must be a number")) << number;
}

TEST(RouteShape, EveryDepartureIsTold) {
  Departures departures;
  list().query("did=x&limit=0", departures);
  const auto error = departures.error();
  EXPECT_EQ(error.code, Code::invalid_argument);
  EXPECT_EQ(json::serialize(error.details.at("departures").at(1)),
            R"({"in":"query","at":"/limit","rule":"/properties/limit/$ref/minimum","keyword":"minimum","message":"must be at least 1, but is 0"})");
  Departures many;
  for (int i = 0; i < 100; ++i) many.add("body", {"/" + std::to_string(i), "", "", "must not be", ""});
  EXPECT_EQ(many.error().details.at("departures").as_array().size(), 64u);
  EXPECT_THAT(many.error().message, HasSubstr("; and 92 more."));
}

TEST(RouteShape, ASecretIsNeverTold) {
  const auto told = query(list(), "did=did:a&key=hunter22");
  EXPECT_THAT(told, HasSubstr("The query's key must have at most 4 characters"));
  EXPECT_THAT(told, Not(HasSubstr("hunter")));
}

TEST(RouteShape, ParametersOfThePathHaveTypes) {
  const auto shape = shape_of(R"({"parameters": {"id": {"type": "integer"}, "name": {"type": "string", "maxLength": 5}}})");
  Departures departures;
  EXPECT_EQ(shape.parameters({{"id", "7"}, {"name", "a\"b"}}, departures), R"({"id":7,"name":"a\"b"})");
  EXPECT_TRUE(departures.empty());
  shape.parameters({{"id", "x"}, {"name", "abcdef"}}, departures);
  EXPECT_EQ(departures.error().message,
            "The path's id must be an integer of at most 64 bits, but is \"x\"; the path's name must have at most 5 characters, but has 6.");
}

const RouteShape& order() {
  static const RouteShape shape = shape_of(R"({"body": {"type": "object", "required": ["name"], "additionalProperties": false, "properties": {
    "name": {"type": "string", "minLength": 1, "maxLength": 8}, "size": {"type": "integer", "minimum": 1, "maximum": 9},
    "parts": {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "number"}}}}, "open": {}}}})");
  return shape;
}

TEST(RouteShape, EachTypeInEachPlace) {
  EXPECT_EQ(body(order(), R"({"name":"a"})"), "fits");
  for (const char* wrong : {"null", "true", "7", "\"a\"", "[]"})
    EXPECT_THAT(body(order(), wrong), HasSubstr("The body must be an object")) << wrong;
  for (const char* wrong : {"null", "true", "7", "[]", "{}"})
    EXPECT_THAT(body(order(), std::string(R"({"name":)") + wrong + "}"), HasSubstr("The body's name must be a string")) << wrong;
  for (const char* wrong : {"null", "true", "\"7\"", "[]", "{}", "1.5", "1e400"})
    EXPECT_THAT(body(order(), std::string(R"({"name":"a","size":)") + wrong + "}"), AnyOf(HasSubstr("size must be"), HasSubstr("is not JSON"))) << wrong;
  for (const char* right : {"1", "9", "1.0", "9e0"}) EXPECT_EQ(body(order(), std::string(R"({"name":"a","size":)") + right + "}"), "fits") << right;
  for (const char* wrong : {"0", "10", "-9223372036854775808", "18446744073709551615", "18446744073709551616", "1e300"})
    EXPECT_THAT(body(order(), std::string(R"({"name":"a","size":)") + wrong + "}"), HasSubstr("size must be at")) << wrong;
  EXPECT_EQ(body(order(), R"({"name":"a","parts":[{},{"n":"x"}]})"), "The body's parts[1].n must be a number, but is \"x\".");
  EXPECT_EQ(body(order(), R"({"size":3})"), "The body lacks name.");
  EXPECT_THAT(body(order(), R"({"name":"a","naem":1})"), HasSubstr("The body: unknown member \"naem\"; did you mean \"name\"?"));
}

std::string nested(int levels) {
  return R"({"name":"a","open":)" + std::string(static_cast<std::size_t>(levels - 1), '[') +
         std::string(static_cast<std::size_t>(levels - 1), ']') + "}";
}

TEST(RouteShape, WhatIsNoJsonForEveryReader) {
  EXPECT_THAT(body(order(), ""), HasSubstr("lacks name"));  // an empty one is {}
  EXPECT_THAT(body(order(), R"({"name":"a","name":"b"})"), HasSubstr("The body is not JSON: the member 'name' appears twice in one object"));
  EXPECT_THAT(body(order(), R"({"name":"a","open":{"x":1,"\u0078":2}})"), HasSubstr("the member 'x' appears twice"));
  EXPECT_THAT(body(order(), "{\"name\":\"\xC3\x28\"}"), HasSubstr("is not JSON"));
  EXPECT_THAT(body(order(), R"({"name":"\ud800"})"), HasSubstr("is not JSON"));
  EXPECT_THAT(body(order(), R"({"name":"a")"), HasSubstr("it ends early"));
  EXPECT_THAT(body(order(), R"({"name":"a"} x)"), HasSubstr("is not JSON"));
  EXPECT_EQ(body(order(), nested(64)), "fits");
  EXPECT_THAT(body(order(), nested(65)), HasSubstr("it is nested deeper than 64"));
}

TEST(RouteShape, LinesFormsAndNothing) {
  const auto lines = shape_of(R"({"body": {"ndjson": {"type": "object", "properties": {"n": {"type": "integer"}}}}})");
  Departures departures;
  lines.line(R"({"n":1})", 1, departures);
  EXPECT_TRUE(departures.empty());
  lines.line(R"({"n":"x"})", 7, departures);
  EXPECT_EQ(departures.error().message, "Line 7's n must be an integer, but is \"x\".");
  EXPECT_EQ(departures.error().details.at("departures").at(0).at("line"), 7);

  const auto form = shape_of(R"({"body": {"form": {"type": "object", "required": ["grant"], "properties": {"grant": {"type": "string"}, "n": {"type": "integer"}}}}})");
  EXPECT_EQ(body(form, "grant=code&n=3&other=x"), "fits");
  EXPECT_EQ(body(form, "n=x"), "The body's n must be an integer of at most 64 bits, but is \"x\"; the body lacks grant.");

  EXPECT_EQ(body(shape_of(R"({"body": false})"), ""), "fits");
  EXPECT_EQ(body(shape_of(R"({"body": false})"), "x"), "The body must be empty at this address.");
  EXPECT_EQ(body(shape_of(R"({"body": {"media": "application/zip"}})"), "\xff"), "fits");
  EXPECT_EQ(body(shape_of("{}"), "\xff"), "fits");
}

TEST(RouteShape, RepliesAreHeldToIt) {
  const auto shape = shape_of(R"({"reply": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}, "refusals": ["NOT_FOUND"]})");
  const auto wrong = [&](int status, const char* text) {
    const auto all = shape.reply(status, "application/json", text);
    return all.empty() ? std::string("fits") : all.front().at + " " + all.front().message;
  };
  EXPECT_EQ(wrong(200, R"({"id":"a","more":1})"), "fits");
  EXPECT_EQ(wrong(201, R"({"id":7})"), "/id must be a string, not a number");  // the value is its receiver's alone
  EXPECT_THAT(wrong(200, "{"), HasSubstr("is not JSON"));
  for (const int anybodys : {400, 401, 403, 404, 410, 413, 429, 500, 503, 302}) EXPECT_EQ(wrong(anybodys, "{}"), "fits") << anybodys;
  EXPECT_THAT(wrong(409, "{}"), HasSubstr("refuses by 409, and the route's refusals do not say CONFLICT"));
  EXPECT_TRUE(shape_of(R"({"reply": {"ndjson": {"type": "integer"}}})").reply(200, "", "1\n2\n").empty());
  EXPECT_THAT(shape_of(R"({"reply": {"ndjson": {"type": "integer"}}})").reply(200, "", "1\n\n\"x\"").front().message, HasSubstr("in line 3"));
  EXPECT_FALSE(shape_of(R"({"reply": {"sse": {"type": "integer"}}})").reply(200, "", "event: a\ndata: \"x\"\n\n").empty());
  EXPECT_FALSE(shape_of(R"({"reply": false})").reply(204, "", "x").empty());
  EXPECT_FALSE(shape_of(R"({"reply": {"media": "text/html"}})").reply(200, "application/json", "{}").empty());
  EXPECT_TRUE(shape_of(R"({"reply": {"media": "text/html"}})").reply(200, "text/html; charset=utf-8", "<p>").empty());
}

TEST(RouteShape, SchemasThatAreNone) {
  const auto error_of = [](const char* route) {
    const auto made = RouteShape::compile(words_of(json::parse(route).as_object()), {});
    return made ? std::string("compiles") : made.error().message;
  };
  EXPECT_THAT(error_of(R"({"body": {"type": "objekt"}})"), HasSubstr("the schema of its body: "));
  EXPECT_THAT(error_of(R"({"body": {"nullable": true}})"), HasSubstr("nullable"));
  EXPECT_THAT(error_of(R"({"query": {"type": "object", "properties": {"a": {"pattern": "^a"}}}})"), HasSubstr("maxLength"));
  EXPECT_THAT(error_of(R"({"reply": {"$ref": "#/$defs/none"}})"), HasSubstr("the schema of its reply: "));
  EXPECT_THAT(error_of(R"({"body": {"sse": {}}})"), HasSubstr("its body is not one"));
}

TEST(RouteShape, APatternThatExplodesRefuses) {
  const auto shape = shape_of(R"({"body": {"type": "string", "pattern": "^(a+)+$", "maxLength": 100000}})");
  EXPECT_THAT(body(shape, "\"" + std::string(50'000, 'a') + "!\""), HasSubstr("pattern"));
}

}  // namespace
}  // namespace chitty
