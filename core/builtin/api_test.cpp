// chitty api: words and options to a request; what would leave the remote is refused here.
#include "builtin/api.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include <fstream>

#include "net/headers.hpp"

namespace chitty::host {
namespace {

Result<Outgoing> request(json::array words, json::object options = {}) {
  options["request"] = std::move(words);
  return api_request(Arguments(std::move(options)));
}

TEST(Api, is_a_get_unless_a_method_or_something_to_send_is_said) {
  EXPECT_EQ(request({"/health"})->method, "GET");
  EXPECT_EQ(request({"DELETE", "/x"})->method, "DELETE");
  EXPECT_EQ(request({"/x"}, {{"field", {"a=1"}}})->method, "POST");
  EXPECT_EQ(request({"/x"}, {{"body", "{}"}})->method, "POST");
  EXPECT_EQ(request({"PUT", "/x"}, {{"input", "-"}})->method, "PUT");
}

TEST(Api, fields_are_members_by_their_types_and_raw_ones_texts) {
  const auto made = request({"/x"}, {{"field", {"n=12", "t=true", "z=null", "s=ab", "neg=-3", "o[k]=1", "l[]=a", "l[]=2"}}, {"raw-field", {"raw=12"}}});
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(json::parse(made->body),
            (json::value{{"n", 12}, {"t", true}, {"z", nullptr}, {"s", "ab"}, {"neg", -3}, {"o", {{"k", 1}}}, {"l", json::array{"a", 2}}, {"raw", "12"}}));
}

TEST(Api, a_field_may_be_a_files_text) {
  const auto file = std::filesystem::temp_directory_path() / ("chitty_api_" + std::to_string(::getpid()));
  std::ofstream(file) << "two\nlines";
  EXPECT_EQ(json::parse(request({"/x"}, {{"field", {"t=@" + file.string()}}})->body), (json::value{{"t", "two\nlines"}}));
  EXPECT_EQ(json::parse(request({"/x"}, {{"raw-field", {"t=@x"}}})->body), (json::value{{"t", "@x"}}));
  std::filesystem::remove(file);
  EXPECT_FALSE(request({"/x"}, {{"field", {"t=@/no/such/file"}}}));
}

TEST(Api, the_fields_of_a_get_go_into_its_query) {
  EXPECT_EQ(request({"GET", "/x?a=1"}, {{"field", {"q=a b&c", "n=2", "l[]=x", "l[]=y"}}})->target, "/x?a=1&q=a%20b%26c&n=2&l=x&l=y");
  EXPECT_EQ(request({"GET", "/x"}, {{"field", {"o[k]=1"}}}).error().message, "the field 'o' is an object, which a GET cannot send");
}

TEST(Api, only_a_path_of_the_remote_is_asked_for) {
  for (const char* target : {"https://evil.example/x", "//evil.example/x", ".evil.example/x", "@evil.example/", ":80/x", "health", ""}) {
    const auto made = request({target});
    ASSERT_FALSE(made) << target;
    EXPECT_EQ(made.error().code, Code::invalid_argument) << target;
  }
  EXPECT_EQ(request({"health"}).error().message, "invalid path 'health': it must begin with '/'");
}

TEST(Api, what_cannot_go_together_is_said) {
  EXPECT_EQ(request({"/x"}, {{"body", "{}"}, {"input", "-"}}).error().message, "'--body' cannot be used with '--input'");
  EXPECT_EQ(request({"/x"}, {{"body", "{}"}, {"field", {"a=1"}}}).error().message, "fields cannot be used with '--body'");
  EXPECT_EQ(request({"GET", "/x"}, {{"body", "{}"}}).error().message, "a GET has no body");
  EXPECT_EQ(request({"FETCH", "/x"}).error().message, "unknown method 'FETCH'");
  EXPECT_EQ(request({"GET", "/x", "/y"}).error().message, "expected a path, or a method and a path");
  for (const char* field : {"a", "=1", "[k]=1", "a[=1", "a[b]c=1", "a[b][c]=1"}) EXPECT_FALSE(request({"/x"}, {{"field", {field}}})) << field;
  EXPECT_FALSE(request({"/x"}, {{"field", {"a=1", "a[k]=2"}}}));
}

TEST(Api, a_header_is_a_name_and_a_value) {
  EXPECT_EQ(find_header(request({"/x"}, {{"header", {"Accept:  text/plain"}}})->headers, "accept"), "text/plain");
  EXPECT_EQ(request({"/x"}, {{"header", {"Accept"}}}).error().message, "invalid header 'Accept': expected 'NAME: VALUE'");
}

}  // namespace
}  // namespace chitty::host
