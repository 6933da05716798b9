#include "report.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>
#include <utility>

namespace chittycertify {

using namespace chitty;

namespace {

constexpr std::size_t width = 88;  // characters of a line of the PDF

std::string score_text(const json::object& assessment) {
  const auto* score = assessment.if_contains("score");
  return score && score->is_int64() ? std::to_string(score->get_int64()) : "none";
}

const json::array& findings_in(const json::object& assessment) {
  static const json::array none;
  const auto* found = assessment.if_contains("findings");
  return found && found->is_array() ? found->get_array() : none;
}

std::vector<std::pair<std::string, std::string>> facts_of(const json::object& assessment) {
  const auto* compliant = assessment.if_contains("compliant");
  return {{"Entity", text_in(assessment, "entity")},
          {"Checked", text_in(assessment, "checkedAt")},
          {"Rules", text_in(assessment, "ruleset")},
          {"Score", score_text(assessment) + " of 100"},
          {"Judged", json::serialize(assessment.at("coverage")) + " of 100"},
          {"Compliant", compliant && *compliant == json::value(true) ? "yes" : "no"}};
}

// A cell of a table: what would end it, or begin markup, is escaped.
std::string cell(const std::string& text) {
  std::string safe;
  for (const auto c : text) {
    if (c == '\n' || c == '\r') safe += ' ';
    else if (std::string_view("\\`*_{}[]<>#|").find(c) != std::string_view::npos) safe += std::string("\\") + c;
    else safe += c;
  }
  return safe;
}

// By words, with what follows the first line indented.
void wrap(std::vector<std::string>& lines, const std::string& text, const std::string& indent) {
  std::string line;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(' ', at), text.size());
    auto word = text.substr(at, end - at);
    at = end + 1;
    if (!line.empty() && line.size() + 1 + word.size() > width) lines.push_back(std::exchange(line, indent));
    while (word.size() > width - indent.size()) lines.push_back(indent + word.substr(0, width - indent.size())), word.erase(0, width - indent.size());
    line += (line.empty() || line == indent ? "" : " ") + word;
  }
  lines.push_back(line);
}

}  // namespace

std::string markdown_of(const json::object& assessment) {
  std::string text = "# " + cell(text_in(assessment, "title")) + "\n\n";
  for (const auto& [name, value] : facts_of(assessment)) text += "- **" + name + ":** " + cell(value) + "\n";
  text += "\n| Rule | State | Weight | What is asked | Evidence | Remedy |\n| --- | --- | ---: | --- | --- | --- |\n";
  for (const auto& finding : findings_in(assessment))
    text += "| " + cell(text_in(finding, "id")) + " | " + text_in(finding, "state") + " | " + json::serialize(finding.at("weight")) + " | " +
            cell(text_in(finding, "text")) + " | " + cell(text_in(finding, "evidence")) + " | " + cell(text_in(finding, "remedy")) + " |\n";
  return text + "\nWhat is inconclusive is left out of the score, and is no failure.\n";
}

std::string pdf_of(const json::object& assessment) {
  std::vector<std::string> lines{text_in(assessment, "title"), ""};
  for (const auto& [name, value] : facts_of(assessment)) wrap(lines, name + ": " + value, "  ");
  for (const auto& finding : findings_in(assessment)) {
    lines.emplace_back();
    wrap(lines, text_in(finding, "id") + ": " + text_in(finding, "state") + " (weight " + json::serialize(finding.at("weight")) + ")", "  ");
    wrap(lines, "  " + text_in(finding, "text"), "  ");
    wrap(lines, "  Evidence: " + text_in(finding, "evidence"), "    ");
    if (const auto remedy = text_in(finding, "remedy"); !remedy.empty()) wrap(lines, "  Remedy: " + remedy, "    ");
  }
  lines.insert(lines.end(), {"", "What is inconclusive is left out of the score, and is no failure."});
  return pdf_of_lines(text_in(assessment, "title"), lines);
}

}  // namespace chittycertify
