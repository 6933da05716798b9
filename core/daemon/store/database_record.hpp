// Which database is this daemon's? Remembered outside of it, in a small file, so that one that was deleted, emptied, exchanged or
// put back from a backup is not taken for it: services would begin anew in it, under the same names, and give numbers twice.
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace chitty::host::daemon {

// What the database says of itself, in its table chitty_database.
struct DatabaseFacts {
  std::string id;             // made with its first tables, random
  std::int64_t sequence = 0;  // grows while there are writes, once a second at most
  std::int64_t clock = 0;     // the latest time that was seen, milliseconds since 1970
};

class DatabaseRecord {
 public:
  // `file` need not be there: then whatever database there is becomes this daemon's. CONFIGURATION: it cannot be read.
  static Result<DatabaseRecord> open(std::filesystem::path file);

  bool is_known() const { return known_.has_value(); }

  // Is that the database? `found` is nothing where it has no such table; `shown` names it for the sentence. CONFIGURATION says
  // what is wrong and how to go on.
  Result<void> judge(const std::optional<DatabaseFacts>& found, const std::string& shown) const;
  Error is_missing(const std::string& shown) const;

  // After the database has it: never the other way round, so that what is remembered was there.
  Result<void> keep(const DatabaseFacts& facts);

  const std::filesystem::path& file() const { return file_; }

 private:
  Error refused(std::string what) const;

  std::filesystem::path file_;
  std::optional<DatabaseFacts> known_;
};

}  // namespace chitty::host::daemon
