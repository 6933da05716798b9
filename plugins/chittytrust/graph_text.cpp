#include "graph_text.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <charconv>

namespace chittytrust {

namespace json = boost::json;

namespace {

// The shortest text that is this number again, "63.2", never with an exponent: XML Schema's double and DOT's numeral both take it.
std::string number(double value) {
  char digits[400];
  const std::string text(digits, std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed).ptr);
  return text.find('.') == text.npos ? text + ".0" : text;
}

std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string name_of(const Edge& edge) { return "e" + std::to_string(edge.number); }

// Types are double and string only: readers differ about long and int.
class GraphMl : public GraphText {
 public:
  std::string begin() const override {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
<key id="score" for="node" attr.name="score" attr.type="double"/>
<key id="level" for="node" attr.name="level" attr.type="string"/>
<key id="type" for="edge" attr.name="type" attr.type="string"/>
<key id="since" for="edge" attr.name="since" attr.type="string"/>
<key id="trust" for="edge" attr.name="trust" attr.type="double"/>
<key id="interactions" for="edge" attr.name="interactions" attr.type="double"/>
<graph id="trust" edgedefault="directed">
)";
  }
  std::string node(const Node& node) override {
    return "<node id=\"" + xml(node.id) + "\">" + data("score", number(node.score)) + data("level", node.level) + "</node>\n";
  }
  std::string edge(const Edge& edge) override {
    return "<edge id=\"" + name_of(edge) + "\" source=\"" + xml(edge.source) + "\" target=\"" + xml(edge.target) + "\">" + data("type", edge.type) + data("since", edge.since) + data("trust", number(edge.trust)) + data("interactions", number(edge.interactions)) + "</edge>\n";
  }
  std::string end() override { return "</graph>\n</graphml>\n"; }

 private:
  static std::string data(std::string_view key, std::string_view value) {
    return "<data key=\"" + std::string(key) + "\">" + xml(value) + "</data>";
  }
};

class Dot : public GraphText {
 public:
  std::string begin() const override { return "digraph trust {\n"; }
  std::string node(const Node& node) override {
    return "  " + in_quotes(node.id) + " [score=" + number(node.score) + ", level=" + in_quotes(node.level) + "];\n";
  }
  std::string edge(const Edge& edge) override {
    return "  " + in_quotes(edge.source) + " -> " + in_quotes(edge.target) + " [id=" + name_of(edge) + ", type=" + in_quotes(edge.type) + ", since=" + in_quotes(edge.since) + ", trust=" + number(edge.trust) + ", interactions=" + number(edge.interactions) + "];\n";
  }
  std::string end() override { return "}\n"; }
};

class Json : public GraphText {
 public:
  std::string begin() const override { return R"({"directed":true,"multigraph":true,"graph":{},"nodes":[)"; }
  std::string node(const Node& node) override {
    return between() + json::serialize(json::value{{"id", node.id}, {"score", node.score}, {"level", node.level}});
  }
  std::string edge(const Edge& edge) override {
    const auto before = at_edges_ ? between() : begin_edges();
    return before + json::serialize(json::value{{"key", name_of(edge)}, {"source", edge.source}, {"target", edge.target}, {"type", edge.type}, {"since", edge.since}, {"trust", edge.trust}, {"interactions", edge.interactions}});
  }
  std::string end() override { return (at_edges_ ? std::string() : begin_edges()) + "\n]}\n"; }

 private:
  std::string between() {
    const bool first = first_;
    first_ = false;
    return first ? "\n" : ",\n";
  }
  std::string begin_edges() {
    at_edges_ = true;
    return "\n],\"links\":[\n";
  }
  bool first_ = true, at_edges_ = false;
};

}  // namespace

std::unique_ptr<GraphText> graph_text(std::string_view format) {
  if (format == "dot") return std::make_unique<Dot>();
  if (format == "json") return std::make_unique<Json>();
  return std::make_unique<GraphMl>();
}

}  // namespace chittytrust
