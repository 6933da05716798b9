#include "daemon/store/database_record.hpp"

#include "base/files.hpp"
#include "base/time.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::host::daemon {

Result<DatabaseRecord> DatabaseRecord::open(std::filesystem::path file) {
  DatabaseRecord record;
  record.file_ = std::move(file);
  std::error_code ec;
  if (!std::filesystem::exists(record.file_, ec) && !ec) return record;
  auto text = read_file(record.file_);
  if (!text) return text.error();
  boost::system::error_code wrong;
  const auto read = json::parse(*text, wrong);
  const auto* id = !wrong && read.is_object() ? read.get_object().if_contains("id") : nullptr;
  const auto* sequence = id ? read.get_object().if_contains("sequence") : nullptr;
  const auto* clock = id ? read.get_object().if_contains("clock") : nullptr;
  if (!sequence || !clock || !id->is_string() || !sequence->is_int64() || !clock->is_int64())
    return make_error(Code::configuration, "The file that names this daemon's database cannot be read: " + record.file_.string(),
                      "If the database is the right one, remove that file and start again.");
  record.known_ = DatabaseFacts{std::string(id->get_string()), sequence->get_int64(), clock->get_int64()};
  return record;
}

Error DatabaseRecord::refused(std::string what) const {
  return make_error(Code::configuration, std::move(what),
                    "Restore the right one (from a backup, with the files beside it) and start again. If this is the right one, remove " +
                        file_.string() + " and start again: what was stored since is lost, and its numbers may be issued a second time.");
}

Error DatabaseRecord::is_missing(const std::string& shown) const {
  return refused("The database is gone: " + shown + ". It was last written at " + rfc3339(known_->clock) + ".");
}

Result<void> DatabaseRecord::judge(const std::optional<DatabaseFacts>& found, const std::string& shown) const {
  if (!known_) return {};
  if (!found) return refused("The database is new and empty, or not this daemon's: " + shown + ".");
  if (found->id != known_->id) return refused("The database is not this daemon's: " + shown + ".");
  if (found->sequence < known_->sequence)
    return refused("The database is older than what this daemon has kept in it: " + shown + ". It was last written at " +
                   rfc3339(found->clock) + ", and the one that is missed at " + rfc3339(known_->clock) + ".");
  return {};
}

Result<void> DatabaseRecord::keep(const DatabaseFacts& facts) {
  if (known_ && known_->id == facts.id && known_->sequence == facts.sequence && known_->clock == facts.clock) return {};
  const json::object text{{"id", facts.id}, {"sequence", facts.sequence}, {"clock", facts.clock}};
  if (auto written = replace_file(file_, json::serialize(text) + "\n", 0600); !written) return written;
  known_ = facts;
  return {};
}

}  // namespace chitty::host::daemon
