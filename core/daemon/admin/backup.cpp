#include "daemon/admin/backups.hpp"

#include "base/files.hpp"
#include "base/random.hpp"
#include "base/time.hpp"
#include "daemon/blobs/running_hash.hpp"
#include "local/pid_file.hpp"

#include <chitty/time.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

namespace fs = std::filesystem;

bool is_sqlite(const Desk& desk) { return desk.dialect.name() == std::string_view("sqlite"); }

json::object counts_object(const TableCounts& counts) {
  json::object object;
  for (const auto& [table, rows] : counts) object[table] = rows;
  return object;
}

TableCounts counts_of(const json::object& record) {
  TableCounts counts;
  const auto* tables = record.if_contains("tables");
  if (tables && tables->is_object())
    for (const auto& [table, rows] : tables->get_object()) counts.emplace(table, rows.to_number<std::uint64_t>());
  return counts;
}

std::uint64_t sum(const TableCounts& counts) {
  std::uint64_t rows = 0;
  for (const auto& [table, count] : counts) rows += count;
  return rows;
}

// What a run that was killed has left behind. One that runs still holds the lock, so nobody else is here.
void clear_away(const fs::path& folder) {
  std::error_code ec;
  for (const auto& file : fs::directory_iterator(folder, ec))
    if (file.path().filename().string().starts_with("part-")) fs::remove(file.path(), ec);
}

fs::path record_of(const fs::path& copy) { return fs::path(copy).replace_extension(".json"); }

Result<std::string> prove(const Desk& desk, const fs::path& file, const TableCounts& expected) {
  desk.frames.progress(0, 0, "proving the copy");
  return is_sqlite(desk) ? prove_sqlite(desk, file, expected) : prove_postgres(desk, file, expected);
}

// The copy that is meant: its name, or the newest.
Result<json::object> meant(const Desk& desk) {
  const auto backups = kept_backups(desk);
  const auto name = desk.text("name");
  if (backups.empty()) return with_reason(Code::not_found, "There is no backup yet.", "none");
  if (name.empty()) return backups.front();
  for (const auto& one : backups)
    if (text_in(one, "name") == name) return one;
  return with_reason(Code::not_found, "There is no backup '" + name + "'.", "damaged");
}

// Whole as it was made, and then restored to a scratch place.
Result<void> prove_again(const Desk& desk, json::object& record) {
  const fs::path file = backup_folder(desk) / text_in(record, "name");
  const auto hash = sha256_of(file);
  if (!hash) return hash.error();
  if (*hash != text_in(record, "sha256"))
    return with_reason(Code::refused, "The backup " + file.filename().string() + " is damaged: it is not what was written.", "damaged");
  auto proof = prove(desk, file, counts_of(record));
  if (!proof) return proof.error();
  record["provedAt"] = rfc3339(now_ms());
  record["proof"] = *proof;
  return replace_file(record_of(file), json::serialize(record) + "\n");
}

Result<FileLock> lock(const Desk& desk) {
  if (auto made = make_folder(backup_folder(desk)); !made) return made.error();
  return FileLock::take(backup_folder(desk) / "backups", std::chrono::seconds(1));
}

}  // namespace

fs::path backup_folder(const Desk& desk) { return desk.folder().root / "backups"; }

std::vector<json::object> kept_backups(const Desk& desk) {
  std::vector<json::object> records;
  std::error_code ec;
  for (const auto& file : fs::directory_iterator(backup_folder(desk), ec)) {
    if (file.path().extension() != ".json") continue;
    const auto text = read_file(file.path());
    boost::system::error_code wrong;
    auto record = text ? json::parse(*text, wrong) : json::value();
    if (wrong || !record.is_object()) continue;
    if (fs::exists(backup_folder(desk) / text_in(record.get_object(), "name"), ec)) records.push_back(std::move(record.get_object()));
  }
  std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return text_in(a, "createdAt") > text_in(b, "createdAt"); });
  return records;
}

Result<TableCounts> count_rows(OwnerSession& session) {
  const auto tables = session.tables();
  if (!tables) return tables.error();
  TableCounts counts;
  for (const auto& table : *tables) {
    std::string quoted = "\"";
    for (const char c : table) quoted.append(c == '"' ? 2 : 1, c);
    const auto found = session.run("SELECT COUNT(*) FROM " + quoted + "\"", {});
    if (!found) return found.error();
    counts[table] = std::stoull(found->at(0).value_or("0"));
  }
  return counts;
}

Result<std::string> sha256_of(const fs::path& file) {
  const Fd fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return make_error(Code::configuration, "Cannot read " + file.string() + ": " + system_words(errno) + ".");
  RunningHash hash;
  std::string piece(1u << 20, '\0');
  for (;;) {
    const auto got = ::read(fd.get(), piece.data(), piece.size());
    if (got < 0) return make_error(Code::configuration, "Cannot read " + file.string() + ": " + system_words(errno) + ".");
    if (got == 0) return hash.hex();
    hash.add({piece.data(), static_cast<std::size_t>(got)});
  }
}

Result<void> make_durable(const fs::path& file) {
  for (const auto& path : {file, file.parent_path()}) {
    const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd || ::fsync(fd.get()) != 0) return make_error(Code::host_fault, "Cannot write " + path.string() + " to the disk: " + system_words(errno) + ".", "Free some space on the disk and try again.");
  }
  return {};
}

Result<json::object> create_backup(const Desk& desk) {
  const auto held = lock(desk);
  if (!held) return held.error();
  clear_away(backup_folder(desk));
  const auto moment = now_ms();
  std::string stamp = rfc3339(moment);
  for (const auto* sign : {"-", ":", "."})
    for (auto at = stamp.find(sign); at != std::string::npos; at = stamp.find(sign)) stamp.erase(at, 1);
  const std::string ending = is_sqlite(desk) ? ".db" : ".dump";
  const auto part = backup_folder(desk) / ("part-" + stamp + ending), file = backup_folder(desk) / ("chittyos-" + stamp + ending);
  const auto fail = [&](const Error& error) {
    clear_away(backup_folder(desk));
    return error;
  };
  auto counts = is_sqlite(desk) ? copy_sqlite(desk, part) : copy_postgres(desk, part);
  if (!counts) return fail(counts.error());
  auto proof = prove(desk, part, *counts);
  if (!proof) return fail(proof.error());
  auto hash = sha256_of(part);
  if (!hash) return fail(hash.error());
  std::error_code ec;
  json::object record{{"name", file.filename().string()}, {"createdAt", rfc3339(moment)}, {"provedAt", rfc3339(now_ms())}, {"proof", *proof}, {"engine", desk.dialect.name()}, {"sizeBytes", fs::file_size(part, ec)}, {"rows", sum(*counts)}, {"sha256", *hash}, {"tables", counts_object(*counts)}};
  if (auto durable = make_durable(part); !durable) return fail(durable.error());
  if (auto kept = replace_file(record_of(file), json::serialize(record) + "\n"); !kept) return fail(kept.error());
  fs::rename(part, file, ec);
  if (ec) return fail(make_error(Code::host_fault, "Cannot rename " + part.string() + ": " + ec.message() + "."));
  if (auto durable = make_durable(file); !durable) return durable.error();
  record["file"] = file.string();
  if (auto session = desk.open(false); session && (*session)->begin("chittyd")) {
    const json::object data{{"name", text_in(record, "name")}, {"rows", sum(*counts)}, {"sha256", *hash}};
    if (desk.event(**session, "database.backed_up", data)) (void)(*session)->commit();
    desk.interruption.watch(nullptr);
  }
  return record;
}

Result<json::object> list_backups(const Desk& desk) {
  auto backups = kept_backups(desk);
  std::uint64_t damaged = 0;
  const bool proves = desk.flag("prove");
  const auto held = proves ? lock(desk) : Result<FileLock>(make_error(Code::conflict, ""));
  if (proves && !held) return held.error();
  for (auto& record : backups) {
    if (proves)
      if (auto proved = prove_again(desk, record); !proved) {
        record["problem"] = proved.error().message;
        ++damaged;
      }
    record["file"] = (backup_folder(desk) / text_in(record, "name")).string();
    if (auto told = desk.frames.record(json::serialize(record)); !told) return told.error();
  }
  if (damaged > 0) return with_reason(Code::refused, std::to_string(damaged) + (damaged == 1 ? " backup is" : " backups are") + " not whole.", "none");
  return json::object{{"backups", backups.size()}};
}

Result<json::object> restore_backup(const Desk& desk) {
  auto record = meant(desk);
  if (!record) return record.error();
  if (text_in(*record, "engine") != desk.dialect.name())
    return make_error(Code::conflict, "The backup is of " + text_in(*record, "engine") + ", and the database is " + std::string(desk.dialect.name()) + ".", "Use export and import to go from one to the other.");
  if (running_daemon(desk.folder().pid_file())) return with_reason(Code::conflict, "chittyd is running, and would write into what is restored.", "running");
  auto alone = PidFile::take(desk.folder().pid_file());  // nobody starts it meanwhile
  if (!alone) return alone.error();
  const auto held = lock(desk);
  if (!held) return held.error();
  if (auto proved = prove_again(desk, *record); !proved) return proved.error();
  const auto file = backup_folder(desk) / text_in(*record, "name");
  if (desk.flag("dryRun")) return record;
  auto done = is_sqlite(desk) ? put_back_sqlite(desk, file) : put_back_postgres(desk, file);
  if (!done) return done.error();
  // What the daemon remembers of its database is of the one that was there.
  std::error_code ec;
  fs::remove(desk.folder().database_record(), ec);
  if (auto session = desk.open(false); session && (*session)->begin("chittyd")) {
    if (desk.event(**session, "database.restored", {{"name", text_in(*record, "name")}, {"sha256", text_in(*record, "sha256")}})) (void)(*session)->commit();
    desk.interruption.watch(nullptr);
  }
  return record;
}

}  // namespace chitty::host::daemon
