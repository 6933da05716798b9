// A copy of a PostgreSQL database by its own pg_dump, of the snapshot whose rows were counted.
#include "daemon/admin/backups.hpp"

#include "base/files.hpp"
#include "base/random.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace chitty::host::daemon {
namespace {

namespace fs = std::filesystem;

// How to connect, in a file that only the owner can read: a password has no place among a program's words.
class Service {
 public:
  static Result<Service> make(const Desk& desk, const std::vector<std::pair<std::string, std::string>>& settings, const std::string& database = {}) {
    std::string text = "[chitty]\n";
    for (const auto& [keyword, value] : settings) {
      if (value.find('\n') != std::string::npos || keyword == "service" || keyword == "options" || keyword == "client_encoding" || keyword == "application_name") continue;
      text += keyword + "=" + (keyword == "dbname" && !database.empty() ? database : value) + "\n";
    }
    const auto file = backup_folder(desk) / ("part-service-" + database + ".conf");
    if (auto written = replace_file(file, text); !written) return written.error();
    return Service(file);
  }
  explicit Service(fs::path file) : file_(std::move(file)) {}
  Service(Service&& other) noexcept : file_(std::move(other.file_)) { other.file_.clear(); }
  Service& operator=(Service&&) = delete;
  ~Service() {
    std::error_code ec;
    if (!file_.empty()) fs::remove(file_, ec);
  }
  const fs::path& file() const { return file_; }

 private:
  fs::path file_;
};

std::string found_in_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  for (const auto& folder : split(path ? path : "/usr/bin:/bin", ':')) {
    const auto file = folder + "/" + program;
    if (!folder.empty() && ::access(file.c_str(), X_OK) == 0) return file;
  }
  return {};
}

Error not_installed(const std::string& program) {
  return make_error(Code::configuration, "The program " + program + " is not installed, which backups of PostgreSQL are made with.", "Install PostgreSQL's client programs (Debian: postgresql-client).");
}

struct Ran {
  int code = 0;
  std::string out, errors;
};

// A program of PostgreSQL's to its end; SIGTERM to us ends it.
Result<Ran> run(const Desk& desk, const Service& service, std::vector<std::string> words) {
  const auto program = found_in_path(words.front());
  if (program.empty()) return not_installed(words.front());
  const auto out_file = backup_folder(desk) / "part-out", error_file = backup_folder(desk) / "part-errors";
  std::vector<std::string> variables{"PGSERVICEFILE=" + service.file().string(), "PGSERVICE=chitty"};
  for (char** one = environ; *one; ++one)
    if (std::string_view(*one).substr(0, 2) != "PG") variables.emplace_back(*one);
  std::vector<char*> arguments, environment;
  for (auto& word : words) arguments.push_back(word.data());
  for (auto& variable : variables) environment.push_back(variable.data());
  arguments.push_back(nullptr), environment.push_back(nullptr);
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&files, 1, out_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::posix_spawn_file_actions_addopen(&files, 2, error_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, program.c_str(), &files, &attributes, arguments.data(), environment.data());
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&files);
  if (failed != 0) return make_error(Code::host_fault, "Cannot start " + program + ": " + system_words(failed) + ".");
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (desk.interruption.wanted()) ::kill(child, SIGTERM);
    ::usleep(20000);
  }
  const auto text = [](const fs::path& file) {
    auto read = read_file(file);
    return read ? std::move(*read) : std::string();
  };
  Ran ran{WIFEXITED(status) ? WEXITSTATUS(status) : 1, text(out_file), text(error_file)};
  std::error_code ec;
  fs::remove(out_file, ec), fs::remove(error_file, ec);
  if (desk.interruption.wanted()) return make_error(Code::cancelled, "The work was stopped.");
  return ran;
}

Error told_by(const Ran& ran, const std::string& program) {
  const auto line = ran.errors.substr(0, ran.errors.find('\n'));
  return make_error(Code::host_fault, program + " failed: " + (line.empty() ? "exit code " + std::to_string(ran.code) : line) + ".");
}

Result<Service> service_of(const Desk& desk, const std::string& database = {}) {
  auto session = desk.open(true);
  if (!session) return session.error();
  auto made = Service::make(desk, (*session)->settings(), database);
  desk.interruption.watch(nullptr);
  return made;
}

// A database of that name for the time of a proof.
class Scratch {
 public:
  explicit Scratch(std::unique_ptr<OwnerSession> session) : session_(std::move(session)) {}
  ~Scratch() {
    if (made_) (void)session_->script("DROP DATABASE IF EXISTS " + name_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  bool make() {
    unsigned char random[8];
    if (!fill_random(random, sizeof random)) return false;
    name_ = "chitty_proof_";
    for (const auto byte : random) name_ += static_cast<char>('a' + byte % 26);
    made_ = static_cast<bool>(session_->script("CREATE DATABASE " + name_ + " TEMPLATE template0"));
    return made_;
  }
  const std::string& name() const { return name_; }

 private:
  std::unique_ptr<OwnerSession> session_;
  std::string name_;
  bool made_ = false;
};

}  // namespace

Result<TableCounts> copy_postgres(const Desk& desk, const fs::path& file) {
  if (found_in_path("pg_dump").empty()) return not_installed("pg_dump");
  auto session = desk.open(true);
  if (!session) return session.error();
  const auto service = Service::make(desk, (*session)->settings());
  if (!service) return service.error();
  if (auto begun = (*session)->begin_snapshot(); !begun) return begun.error();
  const auto snapshot = (*session)->run("SELECT pg_export_snapshot()", {});
  if (!snapshot) return snapshot.error();
  auto rows = count_rows(**session);
  if (!rows) return rows.error();
  desk.interruption.watch(nullptr);
  desk.frames.progress(0, 0, "copying");
  const auto ran = run(desk, *service, {"pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--snapshot=" + snapshot->at(0).value_or(""), "--file=" + file.string()});
  if (!ran) return ran.error();
  if (ran->code != 0) return told_by(*ran, "pg_dump");
  (void)(*session)->rollback();
  return rows;
}

Result<std::string> prove_postgres(const Desk& desk, const fs::path& file, const TableCounts& expected) {
  const auto own = service_of(desk);
  if (!own) return own.error();
  const auto damaged = [&](const Ran& ran) { return make_error(Code::refused, "The backup " + file.filename().string() + " is not whole: " + told_by(ran, "pg_restore").message); };
  const auto read = run(desk, *own, {"pg_restore", "--file=/dev/null", file.string()});
  if (!read) return read.error();
  if (read->code != 0) return damaged(*read);
  auto session = desk.dialect.owner_session(false);
  if (!session) return session.error();
  Scratch scratch(std::move(*session));
  if (!scratch.make()) return std::string("read to its end; not restored, for the database's user may not create databases");
  const auto there = service_of(desk, scratch.name());
  if (!there) return there.error();
  const auto restored = run(desk, *there, {"pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", "--dbname=" + scratch.name(), file.string()});
  if (!restored) return restored.error();
  if (restored->code != 0) return damaged(*restored);
  std::string sql;
  for (const auto& [table, count] : expected) {
    (void)count;
    sql += (sql.empty() ? "" : " UNION ALL ") + std::string("SELECT '") + table + " ' || COUNT(*) FROM \"" + table + "\"";
  }
  const auto counted = sql.empty() ? Result<Ran>(Ran{}) : run(desk, *there, {"psql", "-XAtq", "--dbname=" + scratch.name(), "-c", sql});
  if (!counted) return counted.error();
  const auto lines = split(counted->out, '\n');
  for (const auto& [table, count] : expected)
    if (std::find(lines.begin(), lines.end(), table + " " + std::to_string(count)) == lines.end())
      return make_error(Code::refused, "The backup " + file.filename().string() + " is not whole: the table " + table + " has not the rows that it had.");
  return std::string("restored into a database of its own, foreign keys and rows of every table as they were");
}

Result<void> put_back_postgres(const Desk& desk, const fs::path& file) {
  auto session = desk.open(true);
  if (!session) return session.error();
  const auto settings = (*session)->settings();
  const auto service = Service::make(desk, settings);
  desk.interruption.watch(nullptr);
  session->reset();
  if (!service) return service.error();
  std::string database;
  for (const auto& [keyword, value] : settings)
    if (keyword == "dbname") database = value;
  const auto ran = run(desk, *service, {"pg_restore", "--clean", "--if-exists", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--dbname=" + database, file.string()});
  if (!ran) return ran.error();
  return ran->code == 0 ? Result<void>() : told_by(*ran, "pg_restore");
}

}  // namespace chitty::host::daemon
