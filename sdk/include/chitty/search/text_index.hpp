// A word index in plain tables, for services: which entries have a word and what it is worth there. Every database answers alike, and
// the index is written in the transaction of what is indexed. Entries have numbers that grow and never come again. Each holder has a
// space of its own, so that nobody's ranks tell of others' words.
//
// The migration makes two tables, here for the prefix `notes`:
//
//     CREATE TABLE notes_terms (space BIGINT NOT NULL, term TEXT NOT NULL, entries BIGINT NOT NULL, best BIGINT NOT NULL,
//       last BIGINT NOT NULL, PRIMARY KEY (space, term));
//     CREATE TABLE notes_blocks (space BIGINT NOT NULL, term TEXT NOT NULL, first BIGINT NOT NULL, last BIGINT NOT NULL,
//       postings TEXT NOT NULL, PRIMARY KEY (space, term, first));
//
// The term "" counts the entries of a space, and has no blocks. A term is any text; words that filter (`find`) are told from those of
// texts by a character that no word has, "kind=memory". On the request's thread.
#ifndef CHITTY_SEARCH_TEXT_INDEX_HPP
#define CHITTY_SEARCH_TEXT_INDEX_HPP

#include <chitty/search/posting_block.hpp>
#include <chitty/store.hpp>
#include <map>
#include <set>

namespace chitty::search {

// What an entry says: each term, and what it is worth in it (1 to most_worth; 0 of one that only filters).
using Terms = std::map<std::string, std::uint32_t, std::less<>>;

struct IndexEntry {
  std::int64_t number = 0;
  Terms terms;
};

struct Hit {
  std::int64_t entry = 0, score = 0;
};

struct SearchTerm {
  std::string term;
  std::int64_t weight = 100;  // in hundredths
};

// What a scan of all that is kept has found.
struct IndexScan {
  std::int64_t terms = 0, blocks = 0, postings = 0;
  std::int64_t mentions = 0;  // postings of the entries that were looked for
  std::int64_t faults = 0;    // terms whose counts and blocks differ, blocks that cannot be read
};

class TextIndex {
 public:
  TextIndex(Store store, std::string prefix, std::int64_t space) : store_(store), prefix_(std::move(prefix)), space_(space) {}

  // Entries with numbers above all there were, in their order. Within a transaction.
  Result<void> add(const std::vector<IndexEntry>& entries);
  // The terms that it was added with. Within a transaction.
  Result<void> remove(const std::vector<IndexEntry>& entries);

  // The best `limit` of those that have any of the terms and all of the filters; equal ones by their number, the newest first. Exact: a
  // list that cannot change who is among the best any more is asked only for those that are.
  Result<std::vector<Hit>> find(const std::vector<SearchTerm>& terms, const std::vector<std::string>& filters, std::int64_t limit);

  // Everything is read: is there a posting of one of these entries, and does each term count what its blocks hold?
  Result<IndexScan> scan(const std::set<std::int64_t>& entries);

 private:
  struct Known {
    std::int64_t entries = 0, best = 0, last = 0;
  };
  struct Block {
    std::int64_t first = 0, last = 0;
    std::string postings;
  };
  using Lists = std::map<std::string, std::vector<Posting>, std::less<>>;

  Result<std::map<std::string, Known, std::less<>>> known(const std::vector<std::string>& terms);
  Result<std::map<std::string, Block, std::less<>>> last_blocks(const std::vector<std::string>& terms);
  Result<void> append(const std::vector<std::string>& terms, const Lists& lists);
  Result<void> write_blocks(const std::vector<std::pair<std::string, Block>>& blocks);
  Result<void> forget(const std::string& term, const std::vector<std::int64_t>& entries);
  Result<void> each_block(const std::string& term, const std::function<void(const Posting&)>& take);
  Result<void> each_posting_of(const std::string& term, const std::vector<std::int64_t>& entries, const std::function<void(const Posting&)>& take);

  Store store_;
  std::string prefix_;
  std::int64_t space_;
};

}  // namespace chitty::search

#endif  // CHITTY_SEARCH_TEXT_INDEX_HPP
