// Two stores become one: what is there is never changed, what is new is added, and what one has deleted goes from both. So it is all the
// same in which order changes come, how often, and by which way: clocks decide nothing.
#pragma once

#include <chittycontextual_names.hpp>

#include "version_rows.hpp"

namespace chittycontextual {

struct Merged {
  std::int64_t added = 0, removed = 0, known = 0;
};

class Merge {
 public:
  explicit Merge(chitty::Service& service) : service_(service), holder_(holder_of(service)) {}

  // A line of an export. INVALID_ARGUMENT says what is wrong with it.
  chitty::Result<void> take(const shapes::ChangeLine& line);
  // What was taken and not yet written, in one transaction.
  chitty::Result<void> flush();
  bool is_full() const { return lines_ >= 1000 || bytes_ > (4u << 20); }

  Merged memories, sessions;

 private:
  using Ids = std::set<std::string>;
  struct Removed {
    std::string id, kind, at;
  };
  struct Parts {
    Version version;
    std::int64_t next = 0, parts = 0;
  };

  chitty::Result<void> take_memory(const shapes::ChangeLine& line);
  chitty::Result<void> take_version(const shapes::ChangeLine& line);
  // Which of these ids the table has.
  chitty::Result<Ids> having(const std::string& table, const std::vector<std::string>& ids);
  chitty::Result<void> write_removed();
  chitty::Result<void> write_memories();
  chitty::Result<void> write_versions();

  chitty::Service& service_;
  std::string holder_;
  std::vector<Memory> new_memories_;
  std::vector<Version> new_versions_;
  std::vector<Removed> removed_;
  std::optional<Parts> open_;  // a version of which not all pieces have come
  std::size_t lines_ = 0, bytes_ = 0;
};

}  // namespace chittycontextual
