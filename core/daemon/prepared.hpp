// A statement prepared once on a connection, with a place for each parameter's value, to be run many times.
#pragma once

#include <chitty/error.hpp>

#include <soci/soci.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chitty::daemon {

struct Prepared {
  struct Place {
    std::string name;
    char type = 's';  // i: 64-bit integer, d: double, s: text, n: null
    long long integer = 0;
    double real = 0;
    std::string text;
    soci::indicator indicator = soci::i_ok;
  };

  explicit Prepared(soci::session& session) : statement(session) {}
  void fill(const json::object& parameters);

  soci::statement statement;
  std::vector<Place> places;  // never resized once bound: SOCI keeps their addresses
  bool busy = false;          // being read: a statement run from within its rows gets another
  bool changes_data = false;
};

// The statements of one connection, by text and the types of their parameters. Not for two threads at once.
class StatementCache {
 public:
  // Throws what SOCI throws for bad SQL; refuses with INVALID_ARGUMENT when a parameter is missing or is no scalar.
  Result<std::shared_ptr<Prepared>> get(soci::session& session, std::string_view sql, const json::object& parameters);
  void clear() { kept_.clear(), parameters_.clear(); }

 private:
  std::unordered_map<std::string, std::vector<std::string>> parameters_;  // names, by SQL
  std::unordered_map<std::string, std::shared_ptr<Prepared>> kept_;       // by SQL and types
  std::string key_;
};

}  // namespace chitty::daemon
