// The index of all manifests: one file, mapped, read in place. Little-endian, offsets only, versioned.
//
//   Head | places | rows, in search order | words, sorted | first steps | texts of these | bodies of the rows
//
// Nothing in it is believed: every offset is checked against the end; each row carries a hash over itself and its body,
// the tables one over all of them. So a damaged file costs a rebuild, and never more; and a command reads its own row
// only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/candidate.hpp"
#include "plugin/catalogue.hpp"
#include "plugin/search.hpp"

namespace chitty::host {

// The file's bytes for these candidates, whose claims are settled. `time_ns`: when looking at the files began.
std::string write_index(const std::vector<LookedPlace>& places, const std::vector<Candidate>& candidates,
                        std::int64_t time_ns);

class Index {
 public:
  // Nothing when it is not an index of this host's making. `bytes` must outlive it.
  static std::optional<Index> open(std::string_view bytes);

  // True if no folder changed since indexing, and none was being written then.
  bool is_of(const std::vector<LookedPlace>& places) const;
  bool may_be_racy() const;

  std::size_t size() const;
  std::optional<CatalogueRow> row(std::size_t index) const;  // nothing when it is damaged
  // The same, if the row answers to the word: its name, one of its roots, its file's name without ending.
  std::optional<CatalogueRow> row_for(std::size_t index, std::string_view word) const;
  std::optional<Candidate> candidate(std::size_t index) const;  // the row as it was before its claims were settled

  // One first word.
  struct Word {
    std::string_view word, summary;
    std::uint32_t row = 0;
    bool is_root = false, hands_on = false;
  };
  std::optional<Word> find(std::string_view word) const;
  std::size_t word_count() const;
  std::optional<Word> word(std::size_t index) const;

  // What somebody new may try first.
  std::vector<CatalogueStep> first_steps() const;

  // The hash over all tables: to be asked before "there is no such word" is believed.
  bool is_whole() const;
  // Do all files have the stamps that they had? Of a whole index.
  bool files_are_as_indexed() const;

 private:
  explicit Index(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes_;
};

}  // namespace chitty::host
