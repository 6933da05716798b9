#include "linking.hpp"

#include <algorithm>
#include <chitty/members.hpp>
#include <map>

#include "../rules/count.hpp"

namespace chittycases {

using namespace chitty;

namespace {

constexpr std::size_t most_events = 5000;

std::string lowered(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// What is mentioned in several places: parties, authorities.
struct Mentioned {
  std::string name;
  json::object facts;
  json::array places;
};

class Linking {
 public:
  explicit Linking(const Known& known) : known_(known) {}

  json::object whole() {
    add_case();
    add_documents();
    for (const auto& finding : known_.findings) add_finding(finding);
    add_evidence();
    add_set_deadlines();
    return told();
  }

 private:
  void event(const std::string& date, std::string_view kind, std::string text, json::object more = {}) {
    if (date.size() < 10) return;
    if (timeline_.size() >= most_events) {
      ++left_out_;
      return;
    }
    more["date"] = date.substr(0, 10), more["kind"] = kind, more["text"] = std::move(text);
    timeline_.push_back(std::move(more));
  }
  void node(const std::string& id, std::string_view kind, std::string_view name) { nodes_.push_back(json::object{{"id", id}, {"kind", kind}, {"name", name}}); }
  void edge(const std::string& from, const std::string& to, std::string_view kind, json::object more = {}) {
    more["from"] = from, more["to"] = to, more["kind"] = kind;
    edges_.push_back(std::move(more));
  }

  void add_case() {
    id_ = text_in(known_.of, "id");
    node(id_, "case", text_in(known_.of, "case_number") + " " + text_in(known_.of, "title"));
    event(text_in(known_.of, "filing_date"), "filed", "The case was filed");
    event(text_in(known_.of, "served_date"), "served", text_in(known_.of, "served_by").empty() ? "Service" : "Service (" + text_in(known_.of, "served_by") + ")");
    event(text_in(known_.of, "judgment_date"), "judgment", "Judgment was entered");
    for (const auto& status : known_.statuses) event(text_in(status, "changed_at"), "status", "Status: " + text_in(status, "status"), {{"by", status.at("changed_by")}});
  }

  void add_documents() {
    for (const auto& document : known_.documents) {
      const auto id = text_in(document, "id"), name = text_in(document, "name");
      names_[id] = name;
      node(id, "document", name);
      edge(id, id_, "belongs to");
      event(text_in(document, "uploaded_at"), "document", "Added: " + name, {{"document", id}});
      const auto state = text_in(document, "state");
      if (state == "unreadable") gaps_.push_back("'" + name + "' was not read: " + text_in(document, "reason"));
      else if (state != "analyzed") gaps_.push_back("'" + name + "' was not read yet");
    }
  }

  json::object place_of(const Row& finding) const {
    const auto document = text_in(finding, "document");
    return {{"document", document}, {"name", names_.at(document)}, {"page", finding.at("page")}, {"offset", finding.at("offset")}, {"length", finding.at("length")}, {"box", box_of(finding)}};
  }
  static json::value box_of(const Row& finding) {
    boost::system::error_code wrong;
    auto box = json::parse(text_in(finding, "box"), wrong);
    return wrong ? json::value(nullptr) : box;
  }

  void add_finding(const Row& finding) {
    boost::system::error_code wrong;
    const auto parsed = json::parse(text_in(finding, "value"), wrong);
    if (wrong || !parsed.is_object() || !names_.contains(text_in(finding, "document"))) return;
    const auto& value = parsed.get_object();
    const auto kind = text_in(finding, "kind");
    if (kind == "party") mention(parties_, text_in(value, "name"), value, finding);
    if (kind == "citation") add_citation(finding, value);
    if (kind == "amount") amounts_.push_back(json::object{{"amount", value.at("amount")}, {"currency", value.at("currency")}, {"text", finding.at("text")}, {"place", place_of(finding)}});
    if (kind == "deadline") add_deadline(finding, value);
    if (kind == "date")
      if (const auto date = text_in(value, "date"); !date.empty()) event(date, "mentioned", text_in(value, "context").empty() ? text_in(finding, "text") : text_in(value, "context"), {{"place", place_of(finding)}, {"uncertain", value.contains("candidates")}});
  }

  void mention(std::map<std::string, Mentioned>& all, const std::string& name, const json::object& value, const Row& finding) {
    auto& one = all[lowered(name)];
    if (one.name.empty()) one.name = name, one.facts = value;
    for (const auto* fact : {"role", "alias"})
      if (!one.facts.contains(fact) && value.contains(fact)) one.facts[fact] = value.at(fact);
    one.places.push_back(place_of(finding));
  }

  // A table of authorities has each once; what refers back belongs to what it means.
  void add_citation(const Row& finding, const json::object& value) {
    const auto document = text_in(finding, "document");
    if (document != cited_in_) cited_in_ = document, cited_.clear();
    const auto type = text_in(value, "type");
    std::string name;
    if (type == "case" || type == "journal") {
      name = text_in(value, "volume") + " " + text_in(value, "reporter") + " " + text_in(value, "page");
    } else if (type == "statute") {
      const auto section = text_in(value, "page");
      name = (text_in(value, "volume").empty() ? "" : text_in(value, "volume") + " ") + text_in(value, "reporter") + " " + section;
    } else if (const auto* refers = value.if_contains("refersTo"); refers && refers->is_int64() && refers->get_int64() >= 1 && static_cast<std::size_t>(refers->get_int64()) <= cited_.size()) {
      name = cited_[static_cast<std::size_t>(refers->get_int64()) - 1];
    }
    cited_.push_back(name);
    if (name.empty()) {
      gaps_.push_back("'" + text_in(finding, "text") + "' on page " + std::to_string(finding.at("page").as_int64()) + " of '" + names_.at(document) + "' refers to no citation before it");
      return;
    }
    mention(authorities_, name, value, finding);
  }

  std::string date_of(std::string_view trigger) const {
    if (trigger == "service") return text_in(known_.of, "served_date");
    if (trigger == "filing") return text_in(known_.of, "filing_date");
    if (trigger == "judgment") return text_in(known_.of, "judgment_date");
    return {};
  }

  void finish_deadline(json::object deadline, const std::string& date) {
    const auto id = "deadline-" + std::to_string(deadlines_.size() + 1);
    deadline["id"] = id;
    deadline["date"] = date.empty() ? json::value(nullptr) : json::value(date);
    deadline["passed"] = !date.empty() && date < known_.today;
    node(id, "deadline", date.empty() ? text_in(deadline, "phrase") : date + " " + text_in(deadline, "phrase"));
    if (const auto* place = deadline.if_contains("place"); place && place->is_object()) edge(id, text_in(place->get_object(), "document"), "stands in");
    else edge(id, id_, "of");
    event(date, "deadline", text_in(deadline, "action"), {{"deadline", id}});
    deadlines_.push_back(std::move(deadline));
  }

  // Counted only where the day of the event and the court's rules are known; else it says what is missing.
  std::string counted(json::object& deadline, const std::string& trigger, const std::string& from, std::int64_t number, const std::string& unit, bool before) const {
    const auto event = rules::day_of(from);
    if (!event) {
      deadline["state"] = "open";
      deadline["why"] = trigger.empty() ? "What it is counted from is not known." : "The day of " + (trigger == "date" ? std::string("the event") : trigger) + " is not known.";
      return {};
    }
    if (!known_.rules) {
      deadline["state"] = "open";
      deadline["why"] = "No rules are known for the jurisdiction, and none are taken silently.";
      return {};
    }
    if (unit == "hours") {
      deadline["state"] = "open";
      deadline["why"] = "Hours are counted from the hour of the event, which is not known.";
      return {};
    }
    const auto result = rules::count(*known_.rules, *event, {static_cast<int>(number), unit, before, trigger == "service" ? text_in(known_.of, "served_by") : ""});
    json::array steps, notes;
    for (const auto& step : result.steps) steps.push_back(json::object{{"day", rules::text_of(step.day)}, {"weekday", rules::weekday_name(step.day)}, {"count", step.count ? json::value(*step.count) : json::value(nullptr)}, {"why", step.why}});
    for (const auto& note : result.notes) notes.emplace_back(note);
    deadline["state"] = "counted", deadline["from"] = from, deadline["steps"] = std::move(steps), deadline["notes"] = std::move(notes);
    deadline["rules"] = known_.rules->name + ", version " + known_.rules->version;
    return rules::text_of(result.day);
  }

  void add_deadline(const Row& finding, const json::object& value) {
    json::object deadline{{"source", "document"}, {"phrase", finding.at("text")}, {"action", text_in(value, "sentence")}, {"place", place_of(finding)}};
    if (const auto date = text_in(value, "date"); !date.empty()) {
      deadline["state"] = "fixed";
      if (value.contains("candidates")) deadline["why"] = "The day may be read in two ways.", deadline["candidates"] = value.at("candidates");
      return finish_deadline(std::move(deadline), date);
    }
    const auto trigger = text_in(value, "trigger");
    const auto from = trigger == "date" ? text_in(value, "from") : date_of(trigger);
    deadline["trigger"] = text_or_null(trigger);
    const auto* number = value.if_contains("count");
    const auto date = counted(deadline, trigger, from, number && number->is_int64() ? number->get_int64() : 0, text_in(value, "unit"), text_in(value, "direction") == "before");
    finish_deadline(std::move(deadline), date);
  }

  // Those that the rules themselves set.
  void add_set_deadlines() {
    if (!known_.rules) {
      const auto place = text_in(known_.of, "jurisdiction");
      gaps_.push_back((place.empty() ? std::string("The jurisdiction is not known") : "For the jurisdiction " + place + " no rules are known") + ", so no deadline is counted");
      return;
    }
    for (const auto& one : known_.rules->deadlines) {
      const auto from = date_of(one.trigger);
      json::object deadline{{"source", "rule"}, {"phrase", std::to_string(one.count) + " " + one.unit + " " + one.direction + " " + one.trigger}, {"action", one.action + " (" + one.rule + ")"}, {"trigger", one.trigger}};
      if (from.empty() && one.trigger != "service") continue;
      const auto date = counted(deadline, one.trigger, from, one.count, one.unit, one.direction == "before");
      finish_deadline(std::move(deadline), date);
    }
  }

  void add_evidence() {
    for (const auto& one : known_.evidence) {
      const auto id = text_in(one, "artifactId"), name = text_in(one, "originalFilename");
      node(id, "evidence", name);
      edge(id, id_, "evidence of");
      for (const auto& document : known_.documents)
        if (text_in(document, "content_hash") == text_in(one, "contentHash")) edge(id, text_in(document, "id"), "same content as");
      event(text_in(one, "receivedAt"), "evidence", "Evidence received: " + name, {{"evidence", id}});
    }
    for (const auto& one : known_.contradictions) {
      const auto id = text_in(one, "contradictionId");
      node(id, "contradiction", text_in(one, "description"));
      for (const auto* fact : {"winningFact", "losingFact"})
        if (const auto* object = one.is_object() ? one.get_object().if_contains(fact) : nullptr; object && object->is_object())
          if (const auto evidence = text_in(*object, "evidenceId").empty() ? text_in(*object, "evidence") : text_in(*object, "evidenceId"); !evidence.empty()) edge(id, evidence, "between");
    }
  }

  json::array list_of(std::map<std::string, Mentioned>& all, std::string_view kind, std::string_view relation) {
    json::array list;
    std::size_t number = 0;
    for (auto& [key, one] : all) {
      const auto id = std::string(kind) + "-" + std::to_string(++number);
      node(id, kind, one.name);
      std::map<std::string, json::array> pages;
      for (const auto& place : one.places) pages[text_in(place, "document")].push_back(place.at("page"));
      for (auto& [document, on] : pages) edge(document, id, relation, {{"pages", std::move(on)}});
      json::object shown{{"id", id}, {"name", one.name}, {"places", std::move(one.places)}};
      for (const auto* fact : {"role", "alias", "type", "case", "year", "court", "ambiguous"})
        if (one.facts.contains(fact)) shown[fact] = one.facts.at(fact);
      list.push_back(std::move(shown));
    }
    return list;
  }

  json::object told() {
    auto parties = list_of(parties_, "party", "names");
    auto authorities = list_of(authorities_, "authority", "cites");
    std::stable_sort(timeline_.begin(), timeline_.end(), [](const json::value& one, const json::value& other) { return text_in(one, "date") < text_in(other, "date"); });
    std::stable_sort(deadlines_.begin(), deadlines_.end(), [](const json::value& one, const json::value& other) {
      const auto a = text_in(one, "date"), b = text_in(other, "date");
      return !a.empty() && (b.empty() || a < b);
    });
    json::value next;
    for (const auto& deadline : deadlines_)
      if (next.is_null() && !text_in(deadline, "date").empty() && !deadline.at("passed").as_bool()) next = deadline.at("date");
    if (left_out_ > 0) gaps_.push_back(std::to_string(left_out_) + " dates more are mentioned than a timeline holds");
    json::array gaps;
    for (const auto& gap : known_.gaps) gaps.emplace_back(gap);
    for (const auto& gap : gaps_) gaps.emplace_back(gap);
    const auto unread = std::count_if(known_.documents.begin(), known_.documents.end(), [](const Row& one) { return text_in(one, "state") != "analyzed"; });
    json::object counts{{"documents", known_.documents.size()}, {"unread", unread}, {"parties", parties.size()}, {"citations", authorities.size()}, {"amounts", amounts_.size()}, {"evidence", known_.evidence.size()}, {"contradictions", known_.contradictions.size()}, {"deadlines", deadlines_.size()}, {"events", timeline_.size()}};
    json::value rules;
    if (known_.rules) rules = json::object{{"id", known_.rules->id}, {"name", known_.rules->name}, {"version", known_.rules->version}, {"holidays", known_.rules->source}};
    json::array documents;
    for (const auto& one : known_.documents) documents.push_back(json::object{{"id", one.at("id")}, {"name", one.at("name")}, {"state", one.at("state")}, {"reason", one.at("reason")}, {"pages", one.at("pages")}, {"contentHash", one.at("content_hash")}, {"uploadedAt", one.at("uploaded_at")}});
    return {{"counts", std::move(counts)}, {"nextDeadline", std::move(next)}, {"rules", std::move(rules)}, {"documents", std::move(documents)}, {"parties", std::move(parties)}, {"authorities", std::move(authorities)}, {"amounts", std::move(amounts_)}, {"deadlines", std::move(deadlines_)}, {"evidence", known_.evidence}, {"contradictions", known_.contradictions}, {"timeline", std::move(timeline_)}, {"graph", {{"nodes", std::move(nodes_)}, {"edges", std::move(edges_)}}}, {"gaps", std::move(gaps)}};
  }

  const Known& known_;
  std::string id_, cited_in_;
  std::vector<std::string> cited_, gaps_;
  std::map<std::string, std::string> names_;
  std::map<std::string, Mentioned> parties_, authorities_;
  json::array amounts_, deadlines_, timeline_, nodes_, edges_;
  std::size_t left_out_ = 0;
};

}  // namespace

json::object linked(const Known& known) { return Linking(known).whole(); }

}  // namespace chittycases
