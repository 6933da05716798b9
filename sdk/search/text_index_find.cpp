// Reading: the terms that may be worth most come first, each list added to what the entries have so far. Once no list that is left can
// bring an entry among the best that is not known yet, only those that are known are looked up in it.
#include <algorithm>
#include <chitty/search/relevance.hpp>
#include <chitty/search/text_index.hpp>

#include "statement_list.hpp"

namespace chitty::search {

namespace {

constexpr std::size_t few = 48;  // entries that are looked up one by one: a statement of as many parts

// What the entries have so far: an array over their numbers, for they have no gaps but what was removed.
class Scores {
 public:
  void admit_only(std::vector<char> admitted) { admitted_ = std::move(admitted), all_ = false; }
  bool admits(std::int64_t entry) const { return all_ || (static_cast<std::size_t>(entry) < admitted_.size() && admitted_[static_cast<std::size_t>(entry)] != 0); }

  void add(std::int64_t entry, std::uint32_t score) {
    if (!admits(entry)) return;
    const auto at = static_cast<std::size_t>(entry);
    if (at >= scores_.size()) scores_.resize(at + at / 2 + 1024);
    if (scores_[at] == 0) seen_.push_back(entry);
    scores_[at] += score;
  }
  void add_if_seen(std::int64_t entry, std::uint32_t score) {
    const auto at = static_cast<std::size_t>(entry);
    if (at < scores_.size() && scores_[at] != 0) scores_[at] += score;
  }

  // What the last of the best `limit` has; 0 while there are fewer.
  std::uint32_t least_of_best(std::size_t limit) const {
    if (seen_.size() < limit) return 0;
    std::vector<std::uint32_t> values;
    values.reserve(seen_.size());
    for (const auto entry : seen_) values.push_back(of(entry));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(limit - 1), values.end(), std::greater<>());
    return values[limit - 1];
  }
  // Those that `more` may still bring to `least`; the others are forgotten.
  const std::vector<std::int64_t>& keep_promising(std::uint32_t least, std::uint64_t more) {
    std::erase_if(seen_, [&](std::int64_t entry) { return of(entry) + more < least; });
    return seen_;
  }
  std::vector<Hit> best(std::size_t limit) {
    std::vector<Hit> hits;
    hits.reserve(seen_.size());
    for (const auto entry : seen_) hits.push_back({entry, of(entry)});
    const auto end = hits.begin() + static_cast<std::ptrdiff_t>(std::min(limit, hits.size()));
    std::partial_sort(hits.begin(), end, hits.end(), [](const Hit& a, const Hit& b) { return a.score != b.score ? a.score > b.score : a.entry > b.entry; });
    hits.erase(end, hits.end());
    return hits;
  }

 private:
  std::uint32_t of(std::int64_t entry) const { return scores_[static_cast<std::size_t>(entry)]; }

  std::vector<std::uint32_t> scores_;
  std::vector<std::int64_t> seen_;
  std::vector<char> admitted_;
  bool all_ = true;
};

struct List {
  std::string term;
  std::uint32_t weight = 0;  // of a posting's worth
  std::uint64_t best = 0;    // the most that it adds
};

}  // namespace

Result<void> TextIndex::each_block(const std::string& term, const std::function<void(const Posting&)>& take) {
  bool whole = true;
  CHITTY_DO(store_.each_text("SELECT first, postings FROM " + prefix_ + "_blocks WHERE space = :space AND term = :term ORDER BY first", {{"space", space_}, {"term", term}},
                             [&](std::string_view text) {
                               const RowText row(text);
                               const auto postings = row.raw("postings");
                               whole = whole && each_posting(postings.substr(1, postings.size() - 2), number_in(row, "first"), take);
                               return true;
                             }));
  return whole ? Result<void>() : make_error(Code::host_fault, "The word index is damaged at '" + term + "'.");
}

Result<void> TextIndex::each_posting_of(const std::string& term, const std::vector<std::int64_t>& entries, const std::function<void(const Posting&)>& take) {
  json::object parameters{{"space", space_}, {"term", term}};
  const auto from = " FROM " + prefix_ + "_blocks WHERE space = :space AND term = :term AND first ";
  std::string sql;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto n = ":e" + std::to_string(i);
    sql += (i == 0 ? "SELECT first, postings" : " UNION SELECT first, postings") + from + "= (SELECT MAX(first)" + from + "<= " + n + ")";
    parameters["e" + std::to_string(i)] = entries[i];
  }
  CHITTY_DO(store_.each_text(sql, parameters, [&](std::string_view text) {
    const RowText row(text);
    const auto postings = row.raw("postings");
    (void)each_posting(postings.substr(1, postings.size() - 2), number_in(row, "first"), take);
    return true;
  }));
  return {};
}

Result<std::vector<Hit>> TextIndex::find(const std::vector<SearchTerm>& terms, const std::vector<std::string>& filters, std::int64_t limit) {
  std::vector<std::string> all{""};
  for (const auto& term : terms) all.push_back(term.term);
  all.insert(all.end(), filters.begin(), filters.end());
  CHITTY_TRY(const auto there, known(all));
  const auto counted = there.find("");
  if (counted == there.end() || limit < 1) return std::vector<Hit>();
  Scores scores;
  std::vector<char> admitted;
  for (std::size_t i = 0; i < filters.size(); ++i) {
    std::vector<char> having;
    CHITTY_DO(each_block(filters[i], [&](const Posting& posting) {
      const auto at = static_cast<std::size_t>(posting.entry);
      if (at >= having.size()) having.resize(at + at / 2 + 1024);
      having[at] = i == 0 || (at < admitted.size() && admitted[at] != 0) ? 1 : 0;
    }));
    admitted = std::move(having);
  }
  if (!filters.empty()) scores.admit_only(std::move(admitted));
  std::vector<List> lists;
  for (const auto& term : terms) {
    const auto found = there.find(term.term);
    if (found == there.end()) continue;
    const auto weight = std::max<std::int64_t>(1, rarity(counted->second.entries, found->second.entries) * term.weight / 100);
    lists.push_back({term.term, static_cast<std::uint32_t>(weight), static_cast<std::uint64_t>(weight * found->second.best)});
  }
  std::stable_sort(lists.begin(), lists.end(), [](const List& a, const List& b) { return a.best > b.best; });
  std::uint64_t left = 0;
  for (const auto& list : lists) left += list.best;
  bool closed = false;
  const auto most = static_cast<std::size_t>(limit);
  for (std::size_t i = 0; i < lists.size(); left -= lists[i].best, ++i) {
    const auto& list = lists[i];
    const auto least = i == 0 ? 0 : scores.least_of_best(most);
    closed = closed || least > left;
    if (!closed) {
      CHITTY_DO(each_block(list.term, [&](const Posting& posting) { scores.add(posting.entry, posting.worth * list.weight); }));
      continue;
    }
    const auto candidates = scores.keep_promising(least, left);
    if (candidates.size() > few) {
      CHITTY_DO(each_block(list.term, [&](const Posting& posting) { scores.add_if_seen(posting.entry, posting.worth * list.weight); }));
      continue;
    }
    const std::set<std::int64_t> wanted(candidates.begin(), candidates.end());
    CHITTY_DO(each_posting_of(list.term, candidates, [&](const Posting& posting) {
      if (wanted.contains(posting.entry)) scores.add_if_seen(posting.entry, posting.worth * list.weight);
    }));
  }
  return scores.best(most);
}

Result<IndexScan> TextIndex::scan(const std::set<std::int64_t>& entries) {
  IndexScan found;
  std::map<std::string, std::int64_t, std::less<>> counted;
  const json::object which{{"space", space_}};
  CHITTY_DO(store_.each_text("SELECT term, entries FROM " + prefix_ + "_terms WHERE space = :space AND term <> ''", which, [&](std::string_view text) {
    const RowText row(text);
    counted[row.text("term")] = number_in(row, "entries");
    return ++found.terms > 0;
  }));
  CHITTY_DO(store_.each_text("SELECT term, first, postings FROM " + prefix_ + "_blocks WHERE space = :space", which, [&](std::string_view text) {
    const RowText row(text);
    ++found.blocks;
    auto& left = counted[row.text("term")];
    const bool whole = each_posting(row.text("postings"), number_in(row, "first"), [&](const Posting& posting) {
      ++found.postings, --left;
      if (entries.contains(posting.entry)) ++found.mentions;
    });
    if (!whole) ++found.faults;
    return true;
  }));
  for (const auto& [term, left] : counted)
    if (left != 0) ++found.faults;
  return found;
}

}  // namespace chitty::search
