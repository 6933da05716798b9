// A statement prepared once on a connection, with a place for each parameter's value, to be run many times.
#pragma once

#include <chitty/error.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chitty::host::daemon {

class SqlConnection;

struct Prepared {
  struct Slot {
    std::string name;
    char type = 's';  // i: 64-bit integer, d: double, s: text, n: null
    long long integer = 0;
    double real = 0;
    std::string text;
  };

  virtual ~Prepared() = default;
  void fill(const json::object& parameters);

  std::vector<Slot> slots;  // never resized once prepared: engines keep their addresses
  bool busy = false;        // being read: a statement run from within its rows gets another
  bool changes_data = false;
};

// The statements of one connection, by text and the types of their parameters. Not for two threads at once.
class StatementCache {
 public:
  // Refuses with INVALID_ARGUMENT bad SQL, and a parameter that is missing or is no scalar.
  Result<std::shared_ptr<Prepared>> get(SqlConnection& connection, std::string_view sql, const json::object& parameters);
  void clear() { kept_.clear(), parameters_.clear(); }

 private:
  std::unordered_map<std::string, std::vector<std::string>> parameters_;  // names, by SQL
  std::unordered_map<std::string, std::shared_ptr<Prepared>> kept_;       // by SQL and types
  std::string key_;
};

}  // namespace chitty::host::daemon
