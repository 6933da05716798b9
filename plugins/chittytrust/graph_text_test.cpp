#include "graph_text.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace chittytrust {
namespace {

std::string written(std::string_view format, bool with_edge = true) {
  const auto text = graph_text(format);
  std::string all = text->begin();
  all += text->node({"a&b", "L1_BASIC", 25.5});
  all += text->node({"c\"d", "L0_ANONYMOUS", 0});
  if (with_edge) all += text->edge({1, "a&b", "c\"d", "review", "2026-11-23T14:00:00.000Z", 0.1, 3});
  return all + text->end();
}

TEST(GraphText, graphml_has_doubles_and_strings_only) {
  const auto text = written("graphml");
  EXPECT_NE(text.find("<node id=\"a&amp;b\"><data key=\"score\">25.5</data>"), std::string::npos) << text;
  EXPECT_NE(text.find("<data key=\"score\">0.0</data>"), std::string::npos) << text;
  EXPECT_NE(text.find("<edge id=\"e1\" source=\"a&amp;b\" target=\"c&quot;d\">"), std::string::npos) << text;
  for (const auto* type : {"\"long\"", "\"int\"", "\"boolean\"", "null"}) EXPECT_EQ(text.find(type), std::string::npos) << type;
}

TEST(GraphText, dot_quotes_what_would_end_a_word) {
  EXPECT_NE(written("dot").find("\"a&b\" -> \"c\\\"d\" [id=e1, type=\"review\""), std::string::npos) << written("dot");
}

TEST(GraphText, json_is_json_with_edges_and_without) {
  const auto graph = boost::json::parse(written("json"));
  EXPECT_EQ(graph.at("nodes").as_array().size(), 2u);
  EXPECT_EQ(graph.at("links").at(0).at("target"), "c\"d");
  EXPECT_EQ(boost::json::parse(written("json", false)).at("links").as_array().size(), 0u);
  const auto empty = graph_text("json");
  const auto begin = empty->begin();
  EXPECT_EQ(boost::json::parse(begin + empty->end()).at("nodes").as_array().size(), 0u);
}

}  // namespace
}  // namespace chittytrust
