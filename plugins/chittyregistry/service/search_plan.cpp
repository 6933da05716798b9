#include "search_plan.hpp"

#include <algorithm>
#include <chitty/members.hpp>

#include "../relevance.hpp"
#include "../words.hpp"
#include "search_index.hpp"

namespace chittyregistry {

using namespace chitty;

namespace {

constexpr std::int64_t looked_at_once = 1000, most_rounds = 10, most_alike = 20;

// One of the words that must occur: itself, or those that begin so.
struct Slot {
  std::vector<std::string> words;
  std::int64_t having = 0, rarity = 0;
  bool ranks = true;
};

Result<Slot> slot_of(Service& service, const Wanted& wanted) {
  Slot slot;
  const auto sql = wanted.prefix ? "SELECT word, entries FROM registry_words WHERE head = :head AND substr(word, 1, :size) = :word ORDER BY entries DESC, word LIMIT :most"
                                 : "SELECT word, entries FROM registry_words WHERE word = :word";
  json::object parameters{{"word", wanted.word}};
  if (wanted.prefix) {
    parameters["head"] = head_of(wanted.word);
    parameters["size"] = characters_before(wanted.word, wanted.word.size());
    parameters["most"] = most_alike;
  }
  CHITTY_DO(service.store().each(sql, parameters, [&](const Row& row) {
    slot.words.push_back(text_in(row, "word"));
    slot.having += row.at("entries").as_int64();
    return true;
  }));
  return slot;
}

Result<std::int64_t> all_entries(Service& service) {
  CHITTY_TRY(const auto row, service.store().find("SELECT entries FROM registry_words WHERE word = ''"));
  return row ? row->at("entries").as_int64() : 0;
}

// The slots, the leading one first; none when a word does not occur at all.
Result<std::vector<Slot>> slots_of(Service& service, const std::vector<Wanted>& wanted, const std::vector<std::string>& filters) {
  CHITTY_TRY(const auto all, all_entries(service));
  std::vector<Slot> slots;
  const auto add = [&](const Wanted& one, bool ranks) -> Result<bool> {
    CHITTY_TRY(auto slot, slot_of(service, one));
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
    const auto last = [](const Slot& slot) { return !slot.ranks && slot.having > looked_at_once; };
    return last(a) != last(b) ? last(b) : a.having < b.having;
  });
  return slots;
}

// The statement that finds a part of the hits: `at` numbers the parameters of a slot's words.
class Statement {
 public:
  explicit Statement(const std::vector<Slot>& slots) {
    std::string score, others, condition;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const auto n = std::to_string(i);
      score += (i == 0 ? "i" : " + i") + n + " * :r" + n;
      parameters["r" + n] = slots[i].rarity;
      if (i == 0) continue;
      others += ", (SELECT MAX(p.impact) FROM registry_postings p WHERE p.entry = d.entry AND p.word " + among(slots[i], n) + ") AS i" + n;
      condition += (condition.empty() ? " WHERE i" : " AND i") + n + " IS NOT NULL";
    }
    sql = "SELECT entry, " + score + " AS score FROM (SELECT d.entry AS entry, d.impact AS i0" + others + " FROM (" + leading(slots[0]) + ") d) c" + condition +
          " ORDER BY score DESC, entry LIMIT :limit";
  }

  std::string sql;
  json::object parameters;

 private:
  std::string name(const std::string& slot, std::size_t word, const std::string& value) {
    const auto name = "w" + slot + "x" + std::to_string(word);
    parameters[name] = value;
    return ":" + name;
  }
  std::string among(const Slot& slot, const std::string& n) {
    if (slot.words.size() == 1) return "= " + name(n, 0, slot.words[0]);
    std::string list;
    for (std::size_t i = 0; i < slot.words.size(); ++i) list += (i == 0 ? "" : ", ") + name(n, i, slot.words[i]);
    return "IN (" + list + ")";
  }
  // Of several words that begin alike each gives its best; a window further on (`:from`) is for one word alone.
  std::string leading(const Slot& slot) {
    const std::string one = "SELECT entry, impact FROM registry_postings WHERE word = ";
    if (slot.words.size() == 1) return one + name("0", 0, slot.words[0]) + " ORDER BY impact DESC, entry LIMIT :many OFFSET :from";
    std::string all;
    for (std::size_t i = 0; i < slot.words.size(); ++i)
      all += (i == 0 ? "" : " UNION ALL ") + ("SELECT entry, impact FROM (" + one + name("0", i, slot.words[i])) + " ORDER BY impact DESC, entry LIMIT :many OFFSET :from) t" + std::to_string(i);
    return "SELECT entry, MAX(impact) AS impact FROM (" + all + ") u GROUP BY entry";
  }
};

}  // namespace

Result<std::vector<Hit>> find_hits(Service& service, const std::vector<Wanted>& wanted, const std::vector<std::string>& filters, std::int64_t limit) {
  std::vector<Hit> hits;
  CHITTY_TRY(const auto slots, slots_of(service, wanted, filters));
  if (slots.empty()) return hits;
  Statement statement(slots);
  statement.parameters["limit"] = limit;
  const auto alike = static_cast<std::int64_t>(slots[0].words.size());
  const auto many = std::max<std::int64_t>(looked_at_once / alike, 100), rounds = alike == 1 ? most_rounds : 1;
  statement.parameters["many"] = many;
  for (std::int64_t round = 0; round < rounds && round * many < slots[0].having && static_cast<std::int64_t>(hits.size()) < limit; ++round) {
    statement.parameters["from"] = round * many;
    CHITTY_DO(service.store().each(statement.sql, statement.parameters, [&](const Row& row) {
      hits.push_back({row.at("entry").as_int64(), row.at("score").as_int64()});
      return true;
    }));
  }
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.score != b.score ? a.score > b.score : a.entry < b.entry; });
  if (static_cast<std::int64_t>(hits.size()) > limit) hits.resize(static_cast<std::size_t>(limit));
  return hits;
}

}  // namespace chittyregistry
