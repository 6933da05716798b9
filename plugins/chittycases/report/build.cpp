#include "build.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/members.hpp>
#include <set>

namespace chittycases::report {

using namespace chitty;

namespace {

constexpr std::size_t most_rows = 400;  // of one table

const json::array& list_in(const json::object& of, std::string_view name) {
  static const json::array none;
  const auto* list = of.if_contains(name);
  return list && list->is_array() ? list->get_array() : none;
}

std::string number_in(const json::value& of, std::string_view name) {
  const auto* value = of.is_object() ? of.get_object().if_contains(name) : nullptr;
  return value && value->is_number() ? json::serialize(*value) : std::string();
}

std::string cut(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  auto end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

// "filing.pdf p. 3".
std::string place_text(const json::value& place) { return text_in(place, "name") + ", p.\u00a0" + number_in(place, "page"); }

std::string places_text(const json::object& of) {
  std::string out;
  std::set<std::string> told;
  for (const auto& place : list_in(of, "places")) {
    auto text = place_text(place);
    if (!told.insert(text).second) continue;
    if (told.size() > 8) return out + ", …";
    out += (out.empty() ? "" : ", ") + text;
  }
  return out;
}

class Building {
 public:
  explicit Building(const json::object& intel) : intel_(intel) {}

  Sheet whole() {
    begin();
    deadlines();
    parties();
    timeline();
    contradictions();
    evidence();
    authorities();
    amounts();
    documents();
    gaps();
    how_counted();
    put(Block::small, "Made by chittycases from what is recorded and from the text of the documents. Each finding names its page: look there before relying on it. Deadlines are arithmetic by the rules named, and no legal advice.");
    return std::move(sheet_);
  }

 private:
  void put(Block::Kind kind, std::string text) { sheet_.push_back({kind, {std::move(text)}}); }
  void fact(std::string name, const std::string& value) {
    if (!value.empty()) sheet_.push_back({Block::fact, {std::move(name), value}});
  }
  void rows(std::vector<std::string> cells) { sheet_.push_back({Block::row, std::move(cells)}); }
  void head(std::vector<std::string> cells) { sheet_.push_back({Block::head, std::move(cells)}); }
  void more(std::size_t all) {
    if (all > most_rows) put(Block::small, std::to_string(all - most_rows) + " more are in the JSON of this report.");
  }

  void begin() {
    put(Block::title, text_in(intel_, "title"));
    fact("Case", text_in(intel_, "caseNumber"));
    fact("ChittyID", text_in(intel_, "chittyId"));
    fact("Docket", text_in(intel_, "docketNumber"));
    fact("Type", text_in(intel_, "caseType"));
    fact("Status", text_in(intel_, "status"));
    fact("Jurisdiction", text_in(intel_, "jurisdiction"));
    fact("Judge", text_in(intel_, "judgeAssigned"));
    fact("As of", text_in(intel_, "madeAt"));
    if (const auto* rules = intel_.if_contains("rules"); rules && rules->is_object()) fact("Deadlines by", text_in(*rules, "name") + ", version " + text_in(*rules, "version"));
    fact("Next deadline", text_in(intel_, "nextDeadline"));
    if (const auto text = text_in(intel_, "description"); !text.empty()) put(Block::text, text);
  }

  void deadlines() {
    put(Block::heading, "Deadlines");
    const auto& list = list_in(intel_, "deadlines");
    if (list.empty()) return put(Block::text, "None were found.");
    head({"Date", "What", "From", "Where"});
    for (std::size_t i = 0; i < std::min(list.size(), most_rows); ++i) {
      const auto& one = list[i].as_object();
      auto date = text_in(one, "date");
      if (date.empty()) date = "open";
      else if (one.contains("passed") && one.at("passed") == json::value(true)) date += " (passed)";
      auto from = text_in(one, "phrase");
      if (const auto day = text_in(one, "from"); !day.empty()) from += " (" + day + ")";
      if (const auto why = text_in(one, "why"); !why.empty()) from += ". " + why;
      const auto* place = one.if_contains("place");
      rows({date, cut(text_in(one, "action"), 200), from, place ? place_text(*place) : std::string("the rules")});
    }
    more(list.size());
  }

  void parties() {
    const auto& list = list_in(intel_, "parties");
    if (list.empty()) return;
    put(Block::heading, "Parties");
    head({"Name", "Role", "Called", "Where"});
    for (std::size_t i = 0; i < std::min(list.size(), most_rows); ++i) rows({text_in(list[i], "name"), text_in(list[i], "role"), text_in(list[i], "alias"), places_text(list[i].as_object())});
    more(list.size());
  }

  void timeline() {
    put(Block::heading, "Timeline");
    const auto& list = list_in(intel_, "timeline");
    head({"Date", "What", "Where"});
    for (std::size_t i = 0; i < std::min(list.size(), most_rows); ++i) {
      const auto& one = list[i].as_object();
      const auto* place = one.if_contains("place");
      auto what = text_in(one, "text");
      if (text_in(one, "kind") == "deadline") what = "Deadline: " + what;
      if (one.contains("uncertain") && one.at("uncertain") == json::value(true)) what += " (the day may be read in two ways)";
      rows({text_in(one, "date"), cut(what, 240), place ? place_text(*place) : std::string("record")});
    }
    more(list.size());
  }

  void contradictions() {
    const auto& list = list_in(intel_, "contradictions");
    if (list.empty()) return;
    put(Block::heading, "Contradictions");
    head({"Kind", "What", "Rule"});
    for (std::size_t i = 0; i < std::min(list.size(), most_rows); ++i) rows({text_in(list[i], "conflictType"), text_in(list[i], "description"), text_in(list[i], "resolutionMethod")});
    more(list.size());
  }

  void evidence() {
    const auto& list = list_in(intel_, "evidence");
    if (list.empty()) return;
    put(Block::heading, "Evidence");
    head({"ID", "File", "Tier", "Status", "Received"});
    for (std::size_t i = 0; i < std::min(list.size(), most_rows); ++i) rows({text_in(list[i], "artifactId"), text_in(list[i], "originalFilename"), text_in(list[i], "evidenceTier"), text_in(list[i], "verifyStatus"), cut(text_in(list[i], "receivedAt"), 10)});
    more(list.size());
  }

  void authorities() {
    const auto& list = list_in(intel_, "authorities");
    if (list.empty()) return;
    put(Block::heading, "Table of authorities");
    head({"Authority", "Case", "Year", "Where"});
    for (std::size_t i = 0; i < std::min(list.size(), most_rows); ++i) rows({text_in(list[i], "name"), cut(text_in(list[i], "case"), 120), number_in(list[i], "year"), places_text(list[i].as_object())});
    more(list.size());
  }

  void amounts() {
    const auto& list = list_in(intel_, "amounts");
    if (list.empty()) return;
    put(Block::heading, "Amounts");
    head({"Amount", "Currency", "As written", "Where"});
    for (std::size_t i = 0; i < std::min(list.size(), most_rows); ++i) rows({text_in(list[i], "amount"), text_in(list[i], "currency"), text_in(list[i], "text"), place_text(list[i].at("place"))});
    more(list.size());
  }

  void documents() {
    const auto& list = list_in(intel_, "documents");
    put(Block::heading, "Documents");
    if (list.empty()) return put(Block::text, "None were added.");
    head({"Name", "Pages", "State", "SHA-256"});
    for (std::size_t i = 0; i < std::min(list.size(), most_rows); ++i) {
      const auto reason = text_in(list[i], "reason");
      rows({text_in(list[i], "name"), number_in(list[i], "pages"), text_in(list[i], "state") + (reason.empty() ? "" : ": " + reason), cut(text_in(list[i], "contentHash"), 16)});
    }
    more(list.size());
  }

  void gaps() {
    const auto& list = list_in(intel_, "gaps");
    if (list.empty()) return;
    put(Block::heading, "What is not known");
    for (std::size_t i = 0; i < std::min(list.size(), most_rows); ++i)
      if (list[i].is_string()) put(Block::point, std::string(list[i].get_string()));
  }

  // Each counted deadline with the days that were passed over, and the rules that decided.
  void how_counted() {
    bool any = false;
    for (const auto& each : list_in(intel_, "deadlines")) {
      const auto& one = each.as_object();
      if (text_in(one, "state") != "counted") continue;
      if (!std::exchange(any, true)) put(Block::heading, "How the deadlines were counted");
      const auto& steps = list_in(one, "steps");
      put(Block::text, text_in(one, "date") + ": " + text_in(one, "phrase") + ". " + text_in(one, "rules") + ".");
      std::string days;
      for (const auto& step : steps) {
        const auto count = number_in(step, "count"), why = text_in(step, "why");
        days += (days.empty() ? "" : ", ") + text_in(step, "day").substr(5) + (count.empty() ? "" : " = " + count) + (why.empty() ? "" : " (" + why + ")");
      }
      put(Block::small, days);
      std::string rules;
      for (const auto& note : list_in(one, "notes"))
        if (note.is_string()) rules += (rules.empty() ? "" : " ") + std::string(note.get_string()) + (note.get_string().ends_with(".") ? "" : ".");
      put(Block::small, rules);
    }
  }

  const json::object& intel_;
  Sheet sheet_;
};

}  // namespace

Sheet sheet_of(const json::object& intel) { return Building(intel).whole(); }

}  // namespace chittycases::report
