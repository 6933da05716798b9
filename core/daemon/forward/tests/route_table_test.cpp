#include "daemon/forward/route_table.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chitty::host::daemon {
namespace {

using testing::HasSubstr;

Result<Routes> parse(std::string_view text) { return RouteTable::parse(json::parse(text).as_array()); }

std::string found(const RouteTable& table, std::string_view path) {
  const auto* route = table.find(path);
  return route ? route->id + " " + route->path_there(path) : "none";
}

TEST(RouteTable, TheLongestPrefixLeads) {
  const auto table = parse(R"([{"id":"all","prefix":"/","url":"http://all.example"}, {"id":"a","prefix":"/a","url":"http://a.example/base/"},
    {"id":"ab","prefix":"/a/b/","service":"acme"}, {"id":"kept","prefix":"/kept","url":"http://k.example","keepPrefix":true},
    {"id":"dots","prefix":"/x/../%7Ey","url":"http://d.example"}])")
                         .value();
  EXPECT_EQ(found(*table, "/"), "all /");
  EXPECT_EQ(found(*table, "/z/a"), "all /z/a");
  EXPECT_EQ(found(*table, "/a"), "a /base");
  EXPECT_EQ(found(*table, "/a/"), "a /base/");
  EXPECT_EQ(found(*table, "/a/c/d"), "a /base/c/d");
  EXPECT_EQ(found(*table, "/ab"), "all /ab");
  EXPECT_EQ(found(*table, "/a/b"), "ab /acme");
  EXPECT_EQ(found(*table, "/a/b/c"), "ab /acme/c");
  EXPECT_EQ(found(*table, "/a/bc"), "a /base/bc");
  EXPECT_EQ(found(*table, "/kept/x"), "kept /kept/x");
  EXPECT_EQ(found(*table, "/~y/z"), "dots /z");
  EXPECT_EQ(found(*table, "/" + std::string(5000, 'x') + "/" + std::string(3000, '/')).substr(0, 4), "all ");
}

TEST(RouteTable, NothingLeadsWhereThereIsNoRoute) {
  EXPECT_EQ(found(*parse("[]").value(), "/a"), "none");
  EXPECT_EQ(found(*parse(R"([{"id":"a","prefix":"/a","service":"x"}])").value(), "/b"), "none");
}

TEST(RouteTable, AllMembersAreRead) {
  const auto table = parse(R"([{"id":"rt_2","prefix":"/ext","url":"https://backend.example/base","timeoutMs":1000,"idleMs":2000,"retries":2,
    "public":true,"healthPath":"/health","allowPrivate":true,"breaker":{"failures":7,"openMs":300},"note":"not looked at"}])")
                         .value();
  const auto& route = table->routes().at(0);
  EXPECT_EQ(route.url->origin(), "https://backend.example");
  EXPECT_EQ(route.timeout.count(), 1000);
  EXPECT_EQ(route.idle.count(), 2000);
  EXPECT_EQ(route.retries, 2u);
  EXPECT_TRUE(route.is_public && route.allow_private && !route.keep_prefix && !route.to_service());
  EXPECT_EQ(route.health_path, "/health");
  EXPECT_EQ(route.breaker, (BreakerRule{7, ForwardRoute::ms(300)}));
}

TEST(RouteTable, SaysWhichRouteIsWrongAndWhy) {
  for (const auto& [text, words] : std::initializer_list<std::pair<const char*, const char*>>{
           {R"([3])", "number 1 is not an object"},
           {R"([{"prefix":"/a","service":"x"}])", "number 1 cannot be used: 'id' must be a word"},
           {R"([{"id":"r","service":"x"}])", "r cannot be used: 'prefix' must be a path"},
           {R"([{"id":"r","prefix":"a","service":"x"}])", "'prefix' must be a path"},
           {R"([{"id":"r","prefix":"/a%2fb","service":"x"}])", "'prefix' must be a path"},
           {R"([{"id":"r","prefix":"/a?b","service":"x"}])", "'prefix' must be a path alone"},
           {R"([{"id":"r","prefix":"/health/x","service":"x"}])", "'prefix' is a page of the daemon's own"},
           {R"([{"id":"r","prefix":"/a/../metrics","service":"x"}])", "'prefix' is a page of the daemon's own"},
           {R"([{"id":"r","prefix":"/a"}])", "'url' or 'service' must be there"},
           {R"([{"id":"r","prefix":"/a","service":"x","url":"http://a.example"}])", "'url' or 'service' must be there"},
           {R"([{"id":"r","prefix":"/a","service":"x/y"}])", "'service' must be the name"},
           {R"([{"id":"r","prefix":"/a","url":"ftp://a.example"}])", "'url' must be an http or https address"},
           {R"([{"id":"r","prefix":"/a","url":"http://u:p@a.example"}])", "'url' must be an http or https address"},
           {R"([{"id":"r","prefix":"/a","url":"http://a.example/?q"}])", "'url' must be without a query"},
           {R"([{"id":"r","prefix":"/a","service":"x","timeoutMs":0}])", "'timeoutMs' must be a number from 1 to 3600000"},
           {R"([{"id":"r","prefix":"/a","service":"x","timeoutMs":1.5}])", "'timeoutMs' must be a number"},
           {R"([{"id":"r","prefix":"/a","service":"x","retries":11}])", "'retries' must be a number from 0 to 10"},
           {R"([{"id":"r","prefix":"/a","service":"x","public":"yes"}])", "'public' must be true or false"},
           {R"([{"id":"r","prefix":"/a","service":"x","breaker":{"failures":0}}])", "'failures' must be a number"},
           {R"([{"id":"r","prefix":"/a","service":"x","healthPath":"x"}])", "'healthPath' must be a path"},
           {R"([{"id":"r","prefix":"/a","service":"x"},{"id":"r","prefix":"/b","service":"x"}])", "another has the same 'id'"},
           {R"([{"id":"r","prefix":"/a","service":"x"},{"id":"s","prefix":"/a/","service":"x"}])", "another has the prefix /a"}}) {
    const auto table = parse(text);
    ASSERT_FALSE(table) << text;
    EXPECT_THAT(table.error().message, HasSubstr(words)) << text;
  }
}

TEST(RouteTable, IsBounded) {
  json::array many;
  for (int i = 0; i < 1001; ++i)
    many.push_back({{"id", "r" + std::to_string(i)}, {"prefix", "/" + std::to_string(i)}, {"service", "x"}});
  EXPECT_THAT(RouteTable::parse(many).error().message, HasSubstr("more than 1000 routes"));
  EXPECT_FALSE(parse(R"([{"id":"r","prefix":"/)" + std::string(1024, 'a') + R"(","service":"x"}])"));
}

}  // namespace
}  // namespace chitty::host::daemon
