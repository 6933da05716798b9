// Writing: postings go behind those of the last block of their term, and are taken out of the block that has them.
#include <algorithm>
#include <chitty/search/text_index.hpp>

#include "statement_list.hpp"

namespace chitty::search {

namespace {

constexpr std::size_t terms_at_once = 64;

Error damaged(const std::string& term) { return make_error(Code::host_fault, "The word index is damaged at '" + term + "'."); }

}  // namespace

Result<std::map<std::string, TextIndex::Known, std::less<>>> TextIndex::known(const std::vector<std::string>& terms) {
  std::map<std::string, Known, std::less<>> all;
  for (std::size_t at = 0; at < terms.size(); at += terms_at_once) {
    json::object parameters{{"space", space_}};
    const auto list = listed(terms, at, terms_at_once, parameters);
    CHITTY_DO(store_.each_text("SELECT term, entries, best, last FROM " + prefix_ + "_terms WHERE space = :space AND term IN (" + list + ")", parameters, [&](std::string_view text) {
      const RowText row(text);
      all[row.text("term")] = {number_in(row, "entries"), number_in(row, "best"), number_in(row, "last")};
      return true;
    }));
  }
  return all;
}

Result<std::map<std::string, TextIndex::Block, std::less<>>> TextIndex::last_blocks(const std::vector<std::string>& terms) {
  std::map<std::string, Block, std::less<>> all;
  json::object parameters{{"space", space_}};
  const auto list = listed(terms, 0, terms.size(), parameters);
  CHITTY_DO(store_.each_text("SELECT t.term AS term, b.first AS first, b.last AS last, b.postings AS postings FROM " + prefix_ + "_terms t JOIN " + prefix_ +
                                 "_blocks b ON b.space = t.space AND b.term = t.term AND b.first = t.last WHERE t.space = :space AND t.term IN (" + list + ")",
                             parameters, [&](std::string_view text) {
                               const RowText row(text);
                               all[row.text("term")] = {number_in(row, "first"), number_in(row, "last"), row.text("postings")};
                               return true;
                             }));
  return all;
}

Result<void> TextIndex::write_blocks(const std::vector<std::pair<std::string, Block>>& blocks) {
  for (std::size_t at = 0; at < blocks.size(); at += terms_at_once) {
    json::object parameters{{"space", space_}};
    std::string rows;
    for (std::size_t i = at; i < std::min(at + terms_at_once, blocks.size()); ++i) {
      const auto n = std::to_string(i - at);
      rows += (i == at ? "(:space, :t" : ", (:space, :t") + n + ", :f" + n + ", :l" + n + ", :p" + n + ")";
      parameters["t" + n] = blocks[i].first, parameters["f" + n] = blocks[i].second.first;
      parameters["l" + n] = blocks[i].second.last, parameters["p" + n] = blocks[i].second.postings;
    }
    CHITTY_DO(store_.execute("INSERT INTO " + prefix_ + "_blocks (space, term, first, last, postings) VALUES " + rows +
                                 " ON CONFLICT (space, term, first) DO UPDATE SET last = excluded.last, postings = excluded.postings",
                             parameters));
  }
  return {};
}

// Of at most terms_at_once terms.
Result<void> TextIndex::append(const std::vector<std::string>& terms, const Lists& lists) {
  CHITTY_TRY(auto blocks, last_blocks(terms));
  std::vector<std::pair<std::string, Block>> written;
  json::object parameters{{"space", space_}};
  std::string rows;
  for (const auto& term : terms) {
    const auto& postings = lists.find(term)->second;
    std::uint32_t best = 0;
    auto found = blocks.find(term);
    Block block = found == blocks.end() ? Block{} : std::move(found->second);
    bool changed = false;
    for (const auto& posting : postings) {
      best = std::max(best, posting.worth);
      if (block.postings.empty() || block.postings.size() >= full_block) {
        if (changed) written.emplace_back(term, block);
        block = {posting.entry, posting.entry, {}};
      }
      append_posting(block.postings, block.last, posting);
      block.last = posting.entry, changed = true;
    }
    const auto i = std::to_string(&term - terms.data());
    rows += (rows.empty() ? "(:space, :t" : ", (:space, :t") + i + ", :e" + i + ", :b" + i + ", :l" + i + ")";
    parameters["t" + i] = term, parameters["e" + i] = static_cast<std::int64_t>(postings.size());
    parameters["b" + i] = best, parameters["l" + i] = block.first;
    written.emplace_back(term, std::move(block));
  }
  CHITTY_DO(write_blocks(written));
  CHITTY_DO(store_.execute("INSERT INTO " + prefix_ + "_terms (space, term, entries, best, last) VALUES " + rows + " ON CONFLICT (space, term) DO UPDATE SET entries = " +
                               prefix_ + "_terms.entries + excluded.entries, last = excluded.last, best = CASE WHEN excluded.best > " + prefix_ +
                               "_terms.best THEN excluded.best ELSE " + prefix_ + "_terms.best END",
                           parameters));
  return {};
}

Result<void> TextIndex::add(const std::vector<IndexEntry>& entries) {
  if (entries.empty()) return {};
  Lists lists;
  for (const auto& entry : entries)
    for (const auto& [term, worth] : entry.terms) lists[term].push_back({entry.number, worth});
  std::vector<std::string> terms;
  for (const auto& [term, postings] : lists) {
    terms.push_back(term);
    if (terms.size() < terms_at_once) continue;
    CHITTY_DO(append(terms, lists));
    terms.clear();
  }
  if (!terms.empty()) CHITTY_DO(append(terms, lists));
  CHITTY_DO(store_.execute("INSERT INTO " + prefix_ + "_terms (space, term, entries, best, last) VALUES (:space, '', :many, 0, 0) ON CONFLICT (space, term) DO UPDATE SET entries = " +
                               prefix_ + "_terms.entries + excluded.entries",
                           {{"space", space_}, {"many", static_cast<std::int64_t>(entries.size())}}));
  return {};
}

// The block that an entry is in keeps its first number, so that whoever reads meanwhile by it is not led astray.
Result<void> TextIndex::forget(const std::string& term, const std::vector<std::int64_t>& entries) {
  const std::set<std::int64_t> gone(entries.begin(), entries.end());
  std::int64_t removed = 0;
  for (auto next = gone.begin(); next != gone.end();) {
    CHITTY_TRY(const auto row, store_.find_text("SELECT first, last, postings FROM " + prefix_ +
                                                    "_blocks WHERE space = :space AND term = :term AND first <= :entry ORDER BY first DESC LIMIT 1",
                                                {{"space", space_}, {"term", term}, {"entry", *next}}));
    if (!row) {  // it is not there: nothing to take out
      ++next;
      continue;
    }
    Block block{number_in(*row, "first"), number_in(*row, "last"), {}};
    const auto until = block.last;
    auto last = block.first;
    const bool whole = each_posting(row->text("postings"), block.first, [&](const Posting& posting) {
      if (gone.contains(posting.entry)) return void(++removed);
      append_posting(block.postings, last, posting);
      last = posting.entry;
    });
    if (!whole) return damaged(term);
    block.last = last;
    if (block.postings.empty()) {
      CHITTY_DO(store_.execute("DELETE FROM " + prefix_ + "_blocks WHERE space = :space AND term = :term AND first = :first", {{"space", space_}, {"term", term}, {"first", block.first}}));
    } else {
      CHITTY_DO(write_blocks({{term, block}}));
    }
    for (++next; next != gone.end() && *next <= until;) ++next;
  }
  json::object which{{"space", space_}, {"term", term}, {"many", removed}};
  CHITTY_DO(store_.execute("UPDATE " + prefix_ + "_terms SET entries = entries - :many, last = COALESCE((SELECT MAX(b.first) FROM " + prefix_ +
                               "_blocks b WHERE b.space = :space AND b.term = :term), 0) WHERE space = :space AND term = :term",
                           which));
  which.erase("many");
  // What nothing has any more is not known any more: a word may tell as much as a text.
  CHITTY_DO(store_.execute("DELETE FROM " + prefix_ + "_terms WHERE space = :space AND term = :term AND entries < 1", which));
  return {};
}

Result<void> TextIndex::remove(const std::vector<IndexEntry>& entries) {
  std::map<std::string, std::vector<std::int64_t>> by_term;
  for (const auto& entry : entries)
    for (const auto& [term, worth] : entry.terms) by_term[term].push_back(entry.number);
  for (const auto& [term, numbers] : by_term) CHITTY_DO(forget(term, numbers));
  CHITTY_DO(store_.execute("UPDATE " + prefix_ + "_terms SET entries = entries - :many WHERE space = :space AND term = ''",
                           {{"space", space_}, {"many", static_cast<std::int64_t>(entries.size())}}));
  return {};
}

}  // namespace chitty::search
