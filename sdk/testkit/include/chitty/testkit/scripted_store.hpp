// The store of a test: statements are known by a piece of their text. For a test against real SQL, give the host a real
// table instead: testkit::offer(CHITTY_EXT_STORE, &table).
#ifndef CHITTY_TESTKIT_SCRIPTED_STORE_HPP
#define CHITTY_TESTKIT_SCRIPTED_STORE_HPP

#include <boost/json/array.hpp>
#include <chitty/error.hpp>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chitty::testkit {

struct Statement {
  std::string sql;
  json::object parameters;
};

// What a statement that contains a text gives, however often it is run. The first that fits is taken.
struct StoreRule {
  std::string piece;
  std::vector<json::object> given;
  std::uint64_t changed = 0;
  std::optional<Error> failure;

  StoreRule& rows(std::vector<json::object> all) { return given = std::move(all), *this; }
  StoreRule& changes(std::uint64_t count) { return changed = count, *this; }
  StoreRule& fails(Code code, std::string message) { return failure = make_error(code, std::move(message)), *this; }
};

class ScriptedStore {
 public:
  StoreRule& on(std::string piece) {
    return rules_.emplace_back(StoreRule{.piece = std::move(piece), .given = {}, .failure = {}});
  }

  const StoreRule* find(std::string_view sql) const {
    for (const auto& rule : rules_)
      if (sql.find(rule.piece) != std::string_view::npos) return &rule;
    return nullptr;
  }

  std::vector<Statement> statements;      // as they were run, in order
  std::vector<std::string> transactions;  // "begin", "commit", "rollback", in order
  bool open = false;                      // a transaction has begun and not ended

 private:
  std::deque<StoreRule> rules_;
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_SCRIPTED_STORE_HPP
