// What a route of a manifest takes and gives, compiled, and held against requests and replies. chittyd does so before a
// handler runs, the testkit as chittyd would. Link chitty::manifest.
#ifndef CHITTY_ROUTE_SHAPE_HPP
#define CHITTY_ROUTE_SHAPE_HPP

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <chitty/error.hpp>
#include <chitty/json_schema.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chitty {

// The words of a route as they stand in the record: references in them go to the manifest's `$defs`. Null: not said.
struct RouteWords {
  json::object parameters{};
  json::value query{}, body{}, reply{};
  std::vector<std::string> refusals{};
};
RouteWords words_of(const json::object& route);

// What is sent, by the words of `body` or `reply`.
enum class ContentKind {
  unsaid,
  none,
  json,
  lines,
  events,
  form,
  bytes
};

// All ways in which one request departs from its route. Their values are not told where a schema says "secret": true.
class Departures {
 public:
  // `part` is "path", "query", "body" or "line"; `line` counts from 1, 0 elsewhere.
  void add(std::string_view part, const Departure& departure, std::uint64_t line = 0);
  bool empty() const { return told_.empty(); }
  bool tells_of(std::string_view part, std::string_view at) const;

  // INVALID_ARGUMENT: one sentence that names them all, and in its details, under "departures", each with "in", "line",
  // "at" (JSON pointer), "rule" (JSON pointer into the schema), "keyword", "message".
  Error error() const;

 private:
  json::array told_;
  std::string sentence_;
  std::size_t left_out_ = 0;
};

// Immutable, cheap to copy, any thread.
class RouteShape {
 public:
  // CONFIGURATION when a schema does not compile or the words are none: "the schema of query /properties/a: ...".
  static Result<RouteShape> compile(const RouteWords& words, const json::object& shapes);
  RouteShape();  // of a route that says nothing: everything fits

  using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

  // The path's parameters, decoded, in their types: a JSON object's text.
  std::string parameters(const Pairs& given, Departures& out) const;

  // The query as it came, still encoded: a JSON object's text, in types, defaults filled in. A name with an empty value
  // is as good as absent.
  std::string query(std::string_view encoded, Departures& out) const;

  // A whole body, JSON or form; an empty one is {}. Of another kind nothing is looked at.
  void body(std::string_view text, Departures& out) const;

  // One line of a body of lines; it is told by its number, which is 0 where that is told beside it.
  void line(std::string_view text, std::uint64_t number, Departures& out) const;

  // A reply as it was given; empty: it is as the route says. 401, 403, 429 and all from 500 on are anybody's.
  std::vector<Departure> reply(int status, std::string_view content_type, std::string_view body) const;

  bool says_parameters() const, says_query() const;
  ContentKind body_kind() const, reply_kind() const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace chitty

#endif  // CHITTY_ROUTE_SHAPE_HPP
