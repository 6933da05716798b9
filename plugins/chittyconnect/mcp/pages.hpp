// What did not fit into one answer, kept for a while. A client has it page by page, by a cursor that nobody can guess; it is its own.
#ifndef CHITTYCONNECT_MCP_PAGES_HPP
#define CHITTYCONNECT_MCP_PAGES_HPP

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <string>

namespace chittyconnect::mcp {

namespace json = boost::json;

// Claude Code takes 25,000 tokens of a result; JSON has two to three characters a token.
constexpr std::size_t page_bytes = 48 << 10;

class Pages {
 public:
  using Random = std::function<std::string()>;  // a text that nobody can guess

  explicit Pages(Random random) : random_(std::move(random)) {}

  // One page of {"records":[…],"more":…,"nextCursor"?}; what is left of them is kept for `caller`.
  json::object first(std::string caller, json::array records, std::int64_t now);
  // The same of a text: {"text":…,"more":…,"nextCursor"?}, cut between characters.
  json::object first(std::string caller, std::string text, std::int64_t now);

  // The page that a cursor stands for, any number of times. None: unknown, another caller's, or gone.
  std::optional<json::object> next(const std::string& caller, const std::string& cursor, std::int64_t now);

 private:
  struct Rest {
    std::string id, caller, text;
    json::array records;
    std::size_t bytes;
    std::int64_t until;
  };
  json::object page(Rest& rest, std::size_t from);
  json::object begin(Rest rest, std::int64_t now);
  void forget(std::int64_t now, std::size_t room);

  Random random_;
  std::list<Rest> kept_;  // the oldest first
  std::size_t bytes_ = 0;
};

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_PAGES_HPP
