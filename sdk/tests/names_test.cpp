#include <gtest/gtest.h>

#include <chitty/names.hpp>

namespace chitty {
namespace {

// What is read from the text of a request is what its tree says, whatever it is.
template <class T>
void expect_alike(const std::string& text, const T& before) {
  T from_text = before, from_tree = before;
  take(ObjectView(text), "a", from_text);
  take(json::parse(text).as_object(), "a", from_tree);
  EXPECT_EQ(from_text, from_tree) << text;
}

TEST(Names, TextAndTreeAreReadAlike) {
  for (const std::string value : {"1", "-7", "\"1\"", "1e3", "1.0", "1.5", "9223372036854775807", "99999999999999999999", "true", "false", "null", "\"\"", "\"a\\\"b\\u00e9\"", "[\"x\",\"y\"]",
                                  "[1,2]", "{\"b\":1}"}) {
    const std::string text = "{\"b\":0,\"a\":" + value + ",\"c\":[]}";
    expect_alike<std::string>(text, "before");
    expect_alike<std::int64_t>(text, 42);
    expect_alike<std::optional<std::int64_t>>(text, std::nullopt);
    expect_alike<bool>(text, true);
    expect_alike<double>(text, 0.5);
    expect_alike<std::optional<double>>(text, std::nullopt);
    expect_alike<json::value>(text, "before");
    expect_alike<json::object>(text, {});
    expect_alike<json::array>(text, {});
    expect_alike<std::vector<std::string>>(text, {"before"});
    expect_alike<std::vector<std::int64_t>>(text, {42});
  }
}

TEST(Names, WhatIsAbsentStaysAsItWas) {
  expect_alike<std::string>("{}", "before");
  expect_alike<std::int64_t>("{\"b\":1}", 42);
  std::int64_t number = 42;
  take(ObjectView(""), "a", number);  // while the service starts there is no request
  EXPECT_EQ(number, 42);
}

}  // namespace
}  // namespace chitty
