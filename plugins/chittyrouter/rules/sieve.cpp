#include "sieve.hpp"

#include <algorithm>

namespace chittyrouter {

namespace {

using Field = Condition::Field;
using Kind = Condition::Kind;

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

// In :matches, ? and \ are wild as well.
std::string pattern(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '?' || c == '\\') out += '\\';
    out += c;
  }
  return in_quotes(out);
}

std::string any_of(const std::vector<std::string>& tests) {
  if (tests.empty()) return "false";
  if (tests.size() == 1) return tests[0];
  std::string out;
  for (const auto& test : tests) out += (out.empty() ? "anyof(" : ", ") + test;
  return out + ")";
}

void address_tests(const std::string& field, const std::string& value, const Book& book, std::vector<std::string>& tests) {
  if (is_group(value)) {
    const auto group = book.find(value);
    if (group == book.end()) return;
    for (const auto& each : group->second)
      if (!is_group(each)) address_tests(field, each, book, tests);
    return;
  }
  const bool wild = value.find('*') != value.npos;
  if (value.starts_with('@') && !wild) return tests.push_back("address :domain :is " + in_quotes(field) + " " + in_quotes(value.substr(1)));
  if (value.find('@') == value.npos && !wild) {
    tests.push_back("address :domain :is " + in_quotes(field) + " " + in_quotes(value));
    return tests.push_back("address :domain :matches " + in_quotes(field) + " " + pattern("*." + value));
  }
  tests.push_back("address :all " + std::string(wild ? ":matches " + in_quotes(field) + " " + pattern(value) : ":is " + in_quotes(field) + " " + in_quotes(value)));
}

std::string term(const Condition::Node& node, const Book& book) {
  std::vector<std::string> tests;
  switch (node.field) {
    case Field::from: address_tests("from", node.value, book, tests); return any_of(tests);
    case Field::to: address_tests("to", node.value, book, tests); return any_of(tests);
    case Field::cc: address_tests("cc", node.value, book, tests); return any_of(tests);
    case Field::subject: return "header :contains \"subject\" " + in_quotes(node.value);
    case Field::body: return "body :text :contains " + in_quotes(node.value);
    case Field::list: return any_of({"header :matches \"list-id\" " + pattern("*<" + node.value + ">"), "header :matches \"list-id\" " + pattern(node.value)});
    case Field::has: return "false";
    case Field::header: return node.value.empty() ? "exists " + in_quotes(node.name) : "header :contains " + in_quotes(node.name) + " " + in_quotes(node.value);
  }
  return "false";
}

std::string test(const Condition& condition, std::size_t number, const Book& book) {
  const auto& node = condition.node(number);
  if (node.kind == Kind::term) return term(node, book);
  if (node.kind == Kind::negation) return "not " + test(condition, node.parts[0], book);
  std::string out = node.kind == Kind::both ? "allof(" : "anyof(";
  for (const auto part : node.parts) out += (part == node.parts[0] ? "" : ", ") + test(condition, part, book);
  return out + ")";
}

bool looks_at_attachments(const Condition& condition, std::size_t number) {
  const auto& node = condition.node(number);
  if (node.kind == Kind::term) return node.field == Field::has;
  return std::any_of(node.parts.begin(), node.parts.end(), [&](std::size_t part) { return looks_at_attachments(condition, part); });
}

std::string action(const Action& each) {
  if (each.word == "priority") return "if not hasflag :matches \"$priority_*\" { addflag " + in_quotes("$priority_" + each.value) + "; }";
  if (each.word == "agent") return "addflag " + in_quotes("$agent_" + each.value) + ";";
  if (each.word == "label") return "addflag " + in_quotes(each.value) + ";";
  if (each.word == "evidence") return "addflag \"$evidence\";";
  if (each.word == "archive") return "fileinto :create \"Archive\";";
  return "stop;";
}

}  // namespace

std::string sieve_of(const std::vector<Rule>& rules, const Book& book) {
  std::string out = "require [\"imap4flags\", \"fileinto\", \"mailbox\", \"body\"];\n";
  for (const auto& rule : rules) {
    std::string name = rule.name;
    std::replace(name.begin(), name.end(), '\n', ' ');
    out += "\n# " + name + "\n";
    if (looks_at_attachments(rule.condition, rule.condition.root())) {
      out += "# Left out: Sieve has no test for attachments.\n";
      continue;
    }
    out += "if " + test(rule.condition, rule.condition.root(), book) + " {\n";
    for (const auto& each : rule.actions)
      if (each.word != "stop" && each.word != "archive") out += "  " + action(each) + "\n";
    for (const auto* last : {"archive", "stop"})
      for (const auto& each : rule.actions)
        if (each.word == last) out += "  " + action(each) + "\n";
    out += "}\n";
  }
  return out;
}

}  // namespace chittyrouter
