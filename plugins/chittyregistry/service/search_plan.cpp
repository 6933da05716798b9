#include "search_plan.hpp"

#include <algorithm>
#include <chitty/members.hpp>
#include <chitty/search/words.hpp>
#include <map>

#include "../relevance.hpp"
#include "search_index.hpp"

namespace chittyregistry {

using namespace chitty;

namespace {

constexpr std::int64_t first_window = 64, wide_window = 320, usual_window = 1000, most_looked_at = 10'000, most_alike = 20;

// One of the words that must occur: itself, or those that begin so.
struct Slot {
  std::vector<std::string> words;
  std::int64_t having = 0, rarity = 0, best = 0;  // `best`: the most that it is worth anywhere
  bool ranks = true;
};

void add_to(Slot& slot, const Row& row) {
  slot.words.push_back(text_in(row, "word"));
  slot.having += row.at("entries").as_int64();
  if (const auto& best = row.at("best"); !best.is_null()) slot.best = std::max(slot.best, best.as_int64());
}

constexpr const char* select_words =
    "SELECT w.word, w.entries, (SELECT p.impact FROM registry_postings p WHERE p.word = w.word ORDER BY p.impact DESC LIMIT 1) AS best FROM registry_words w WHERE ";

Result<Slot> beginning_so(Service& service, const std::string& word) {
  Slot slot;
  CHITTY_DO(service.store().each(std::string(select_words) + "w.head = :head AND substr(w.word, 1, :size) = :word ORDER BY w.entries DESC, w.word LIMIT :most",
                                 {{"word", word}, {"head", head_of(word)}, {"size", search::characters_before(word, word.size())}, {"most", most_alike}},
                                 [&](const Row& row) { return add_to(slot, row), true; }));
  return slot;
}

// Words as they are, all by one question: each is a way to the database and back.
Result<std::map<std::string, Slot>> those_that_are(Service& service, const std::vector<std::string>& words) {
  std::map<std::string, Slot> slots;
  std::string list;
  json::object parameters;
  for (const auto& word : words) {
    const auto name = "w" + std::to_string(parameters.size());
    list.append(list.empty() ? ":" : ", :").append(name);
    parameters[name] = word;
  }
  CHITTY_DO(service.store().each(std::string(select_words) + "w.word IN (" + list + ")", parameters, [&](const Row& row) { return add_to(slots[text_in(row, "word")], row), true; }));
  return slots;
}

// The slots, the leading one first; none when a word does not occur at all.
Result<std::vector<Slot>> slots_of(Service& service, const std::vector<Wanted>& wanted, const std::vector<std::string>& filters) {
  std::vector<std::string> words{""};  // every entry has it
  for (const auto& one : wanted)
    if (!one.prefix) words.push_back(one.word);
  words.insert(words.end(), filters.begin(), filters.end());
  CHITTY_TRY(auto known, those_that_are(service, words));
  const auto all = known[""].having;
  std::vector<Slot> slots;
  const auto add = [&](const Wanted& one, bool ranks) -> Result<bool> {
    Slot slot;
    if (one.prefix) {
      CHITTY_TRY(slot, beginning_so(service, one.word));
    } else {
      slot = known[one.word];
    }
    slot.ranks = ranks, slot.rarity = ranks ? rarity(all, slot.having) : 0;
    slots.push_back(std::move(slot));
    return !slots.back().words.empty();
  };
  for (const auto& one : wanted) {
    CHITTY_TRY(const bool there, add(one, true));
    if (!there) return std::vector<Slot>();
  }
  for (const auto& word : filters) {
    CHITTY_TRY(const bool there, add({word}, false));
    if (!there) return std::vector<Slot>();
  }
  // A filter leads only where it leaves so few that all of them are looked at: it knows nothing of what is best.
  std::stable_sort(slots.begin(), slots.end(), [](const Slot& a, const Slot& b) {
    const auto last = [](const Slot& slot) { return !slot.ranks && slot.having > usual_window; };
    return last(a) != last(b) ? last(b) : a.having < b.having;
  });
  return slots;
}

// Two statements: the hits of a window of the leading word's entries, and what the best entry behind a window is worth to it.
// `at` numbers the parameters of a slot's words.
class Statements {
 public:
  explicit Statements(const std::vector<Slot>& slots) {
    std::string score, others, condition;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const auto n = std::to_string(i);
      score += (i == 0 ? "i" : " + i") + n + " * :r" + n;
      parameters["r" + n] = slots[i].rarity;
      if (i == 0) continue;
      others += ", (SELECT " + worth(slots[i], n) + ") AS i" + n;
      condition += (condition.empty() ? " WHERE i" : " AND i") + n + " IS NOT NULL";
    }
    // The limit within is none: with it neither database asks for the same word twice, for the condition and for the score.
    window = "SELECT entry, " + score + " AS score FROM (SELECT d.entry AS entry, d.impact AS i0" + others + " FROM (" + leading(slots[0]) + ") d LIMIT :all) c" + condition +
             " ORDER BY score DESC, entry LIMIT :limit";
    parameters["all"] = most_looked_at;
    behind = "SELECT MAX(impact) AS best FROM (" + each_word(slots[0], "impact", "LIMIT 1 OFFSET :to", behind_parameters) + ") u";
  }

  std::string window, behind;
  json::object parameters, behind_parameters;

 private:
  static std::string name(const std::string& slot, std::size_t word, const std::string& value, json::object& into) {
    const auto name = "w" + slot + "x" + std::to_string(word);
    into[name] = value;
    return ":" + name;
  }
  std::string worth(const Slot& slot, const std::string& n) {
    const std::string of = " FROM registry_postings p WHERE p.entry = d.entry AND p.word ";
    // There is one at most. LIMIT tells PostgreSQL so while it has no statistics: else it expects dozens, and compiles the statement (81 ms).
    if (slot.words.size() == 1) return "p.impact" + of + "= " + name(n, 0, slot.words[0], parameters) + " LIMIT 1";
    std::string list;
    for (std::size_t i = 0; i < slot.words.size(); ++i) list += (i == 0 ? "" : ", ") + name(n, i, slot.words[i], parameters);
    return "MAX(p.impact)" + of + "IN (" + list + ")";
  }
  static std::string each_word(const Slot& slot, const std::string& columns, const std::string& part, json::object& into) {
    std::string all;
    for (std::size_t i = 0; i < slot.words.size(); ++i)
      all += (i == 0 ? "SELECT " : " UNION ALL SELECT ") + columns + " FROM (SELECT entry, impact FROM registry_postings WHERE word = " + name("0", i, slot.words[i], into) +
             " ORDER BY impact DESC, entry " + part + ") t" + std::to_string(i);
    return all;
  }
  std::string leading(const Slot& slot) {
    const auto all = each_word(slot, "entry, impact", "LIMIT :many OFFSET :from", parameters);
    return slot.words.size() == 1 ? all : "SELECT entry, MAX(impact) AS impact FROM (" + all + ") u GROUP BY entry";
  }
};

// The hits so far, each with the best score that it was seen with: of words that begin alike an entry may have several.
class Best {
 public:
  void take(std::int64_t entry, std::int64_t score) {
    auto& kept = scores_[entry];
    kept = std::max(kept, score);
  }
  std::vector<Hit> first(std::int64_t limit) const {
    std::vector<Hit> hits;
    for (const auto& [entry, score] : scores_) hits.push_back({entry, score});
    std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.score != b.score ? a.score > b.score : a.entry < b.entry; });
    if (static_cast<std::int64_t>(hits.size()) > limit) hits.resize(static_cast<std::size_t>(limit));
    return hits;
  }

 private:
  std::map<std::int64_t, std::int64_t> scores_;
};

// The most that the words behind the leading one can add.
std::int64_t others_at_best(const std::vector<Slot>& slots) {
  std::int64_t sum = 0;
  for (std::size_t i = 1; i < slots.size(); ++i) sum += slots[i].rarity * slots[i].best;
  return sum;
}

}  // namespace

Result<std::vector<Hit>> find_hits(Service& service, const std::vector<Wanted>& wanted, const std::vector<std::string>& filters, std::int64_t limit) {
  CHITTY_TRY(const auto slots, slots_of(service, wanted, filters));
  if (slots.empty()) return std::vector<Hit>();
  Statements statements(slots);
  statements.parameters["limit"] = limit;
  const auto alike = static_cast<std::int64_t>(slots[0].words.size()), others = others_at_best(slots);
  // Entries of one word come in the order in which they rank, when nothing else ranks them: then none behind can come before one that is equal.
  const bool in_order = alike == 1 && others == 0;
  // Where other words rank, too, few are seldom enough; and each window is a way to the database and back.
  const auto first = others == 0 ? first_window : wide_window;
  Best best;
  std::vector<Hit> hits;
  for (std::int64_t from = 0, window = std::max(first, 2 * limit); from * alike < most_looked_at; window = std::min(2 * window, usual_window)) {
    const auto looked = from * alike, left = looked < usual_window ? usual_window - looked : usual_window;
    const auto many = std::max<std::int64_t>(std::min(window, left) / alike, 8);
    statements.parameters["from"] = from, statements.parameters["many"] = many;
    CHITTY_DO(service.store().each(statements.window, statements.parameters, [&](const Row& row) {
      best.take(row.at("entry").as_int64(), row.at("score").as_int64());
      return true;
    }));
    from += many;
    hits = best.first(limit);
    const bool full = static_cast<std::int64_t>(hits.size()) == limit;
    if (full && (in_order || from * alike >= usual_window)) break;
    statements.behind_parameters["to"] = from;
    CHITTY_TRY(const auto next, service.store().row(statements.behind, statements.behind_parameters, ""));
    if (next.at("best").is_null()) break;  // there is none behind
    if (full && hits.back().score > next.at("best").as_int64() * slots[0].rarity + others) break;
  }
  return hits;
}

}  // namespace chittyregistry
