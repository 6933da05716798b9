// How good the finders are, on labelled sets that others made (testing/README.md), and on our own for parties. The figures are printed, and
// held to what they were.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "find.hpp"
#include "scan.hpp"

namespace chittycases::find {
namespace {

namespace json = boost::json;

json::array labelled(const std::string& name) {
  std::ifstream file(std::string(CHITTY_TESTED_FOLDER) + "/testing/" + name);
  return json::parse(std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>())).as_array();
}

std::string text_at(const json::object& of, std::string_view name) {
  const auto* value = of.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::vector<Finding> found_in(const std::string& text, std::string_view kind) {
  auto all = all_in({{1, text, {}}});
  std::erase_if(all, [&](const Finding& one) { return one.kind != kind; });
  return all;
}

struct Score {
  int expected = 0, found = 0, right = 0;
  double recall() const { return expected ? static_cast<double>(right) / expected : 1; }
  double precision() const { return found ? static_cast<double>(right) / found : 1; }
};

void tell(const char* what, const Score& score) {
  std::cout << what << ": recall " << score.right << "/" << score.expected << " = " << score.recall() << ", precision " << score.right << "/" << score.found << " = " << score.precision() << "\n";
}

// The same words of the text, whatever their case.
bool overlap(const std::string& one, const std::string& other) {
  const auto a = lowered(one), b = lowered(other);
  return a == b || (!a.empty() && !b.empty() && (a.find(b) != std::string::npos || b.find(a) != std::string::npos));
}

// Without spaces and full stops: "Cal.App.4th" is "Cal. App. 4th", "F Supp 2d" is "F. Supp. 2d".
std::string squeezed(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '.'; });
  return text;
}

template <class Expected, class Same>
void add(Score& score, const std::string& text, const Expected& expected, std::vector<Finding> found, Same&& same, bool loud) {
  score.expected += static_cast<int>(expected.size());
  score.found += static_cast<int>(found.size());
  for (const auto& label : expected) {
    const auto match = std::find_if(found.begin(), found.end(), [&](const Finding& one) { return same(label.as_object(), one); });
    if (match != found.end()) ++score.right, found.erase(match);
    else if (loud) std::cout << "missed in '" << text << "': " << label << "\n";
  }
  if (loud)
    for (const auto& one : found) std::cout << "wrong in '" << text << "': " << one.text << " " << one.value << "\n";
}

const bool loud = std::getenv("CHITTY_QUALITY") != nullptr;

TEST(Quality, CitationsOfEyecite) {
  Score score;
  for (const auto& each : labelled("eyecite.json")) {
    const auto& label = each.as_object();
    const auto text = text_at(label, "text");
    add(
        score, text, label.at("citations").as_array(), found_in(text, "citation"), [](const json::object& wanted, const Finding& one) {
          const auto kind = text_at(wanted, "kind"), type = text_at(one.value, "type");
          if (kind != type) return false;
          if (kind == "statute") return overlap(text_at(wanted, "reporter"), text_at(one.value, "reporter"));
          if (kind != "case" && kind != "short" && kind != "journal") return true;
          return text_at(wanted, "volume") == text_at(one.value, "volume") && text_at(wanted, "page") == text_at(one.value, "page") && squeezed(text_at(wanted, "reporter")) == squeezed(text_at(one.value, "reporter"));
        },
        loud);
  }
  tell("citations (eyecite)", score);
  EXPECT_GE(score.recall(), 0.93);  // the bar is eyecite's own 0.84 of mentions in opinions
  EXPECT_GE(score.precision(), 0.98);
}

// A day that stands on a calendar by itself: with a month's name, or in numbers with a year. "Next friday" is a day for an assistant only.
bool is_calendar_day(const std::string& text) {
  const auto low = lowered(text);
  for (const auto* month : {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"})
    if (low.find(month) != std::string::npos) return true;
  return std::count(low.begin(), low.end(), '/') == 2 || std::count(low.begin(), low.end(), '-') == 2 || (std::count(low.begin(), low.end(), '.') == 2 && low.size() > 7);
}

TEST(Quality, DatesOfRecognizers) {
  Score score, calendar;
  for (const auto& each : labelled("recognizers-dates.json")) {
    const auto& label = each.as_object();
    add(
        score, text_at(label, "text"), label.at("results").as_array(), found_in(text_at(label, "text"), "date"), [](const json::object& wanted, const Finding& one) { return overlap(text_at(wanted, "text"), one.text); }, loud);
  }
  for (const auto& each : labelled("recognizers-dates.json")) {
    const auto& label = each.as_object();
    json::array wanted;
    for (const auto& one : label.at("results").as_array())
      if (is_calendar_day(text_at(one.as_object(), "text"))) wanted.push_back(one);
    add(
        calendar, text_at(label, "text"), wanted, found_in(text_at(label, "text"), "date"), [](const json::object& one, const Finding& other) { return overlap(text_at(one, "text"), other.text); }, false);
  }
  tell("dates (Recognizers-Text, all, those that are relative to today among them)", score);
  tell("dates (Recognizers-Text, days of the calendar)", calendar);
  EXPECT_GE(calendar.recall(), 0.97);
  EXPECT_GE(score.precision(), 0.95);
}

TEST(Quality, AmountsOfRecognizers) {
  Score score, values;
  for (const auto& each : labelled("recognizers-currency.json")) {
    const auto& label = each.as_object();
    add(
        score, text_at(label, "text"), label.at("results").as_array(), found_in(text_at(label, "text"), "amount"), [](const json::object& wanted, const Finding& one) { return overlap(text_at(wanted, "text"), one.text); }, loud);
    add(
        values, text_at(label, "text"), label.at("results").as_array(), found_in(text_at(label, "text"), "amount"), [](const json::object& wanted, const Finding& one) { return overlap(text_at(wanted, "text"), one.text) && std::stod("0" + text_at(one.value, "amount")) == std::stod("0" + text_at(wanted, "value")); }, false);
  }
  tell("amounts (Recognizers-Text)", score);
  tell("amounts and their values (Recognizers-Text)", values);
  EXPECT_GE(score.recall(), 0.85);
  EXPECT_GE(score.precision(), 0.98);
}

TEST(Quality, PartiesOfOurCaptions) {
  Score score;
  for (const auto& each : labelled("captions.json")) {
    const auto& label = each.as_object();
    add(
        score, text_at(label, "text"), label.at("parties").as_array(), found_in(text_at(label, "text"), "party"), [](const json::object& wanted, const Finding& one) {
          const auto role = text_at(wanted, "role");
          return lowered(text_at(wanted, "name")) == lowered(text_at(one.value, "name")) && (role.empty() || role == text_at(one.value, "role"));
        },
        loud);
  }
  tell("parties (our captions)", score);
  EXPECT_GE(score.recall(), 0.95);
  EXPECT_GE(score.precision(), 0.92);
}

}  // namespace
}  // namespace chittycases::find
