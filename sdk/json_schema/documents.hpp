// The schema documents of one compilation: their resources ($id), anchors, and what a reference leads to.
#pragma once

#include <chitty/json_schema.hpp>

#include <deque>
#include <map>
#include <string>
#include <unordered_map>

#include "dialect.hpp"
#include "problems.hpp"

namespace chitty::json_schema {

// A schema with an identity of its own: a document, or a part of one that has an $id.
struct Resource {
  std::string uri;  // without fragment
  const json::value* root = nullptr;
  std::string place{};  // of the root, for messages
  Dialect dialect{};
  std::map<std::string, const json::value*, std::less<>> anchors{}, dynamic_anchors{};
  std::uint32_t number = 0;
};

// A schema, where it belongs, and how a message calls it.
struct Place {
  const json::value* schema = nullptr;
  Resource* resource = nullptr;
  std::string name{};
};

class Documents {
 public:
  Documents(const JsonSchema::Options& options, Problems& problems) : options_(options), problems_(problems) {}

  // The schema to compile; problems are told.
  Place open(const json::value& document);

  // What `reference` in `from` leads to; without a schema when a problem was told.
  Place find(const std::string& reference, const Place& from);

  // A schema below one that is known: where it belongs.
  Place part(Place place) {
    scan(place);
    place.resource = seen_.at(place.schema);
    return place;
  }

  // All resources so far, in the order of their numbers.
  const std::deque<Resource>& resources() const { return resources_; }

  static constexpr int deepest = 256;
  static bool is_too_deep(const json::value& value, int left = deepest);

 private:
  Resource* add(const std::string& base, const Place& root, const Dialect& before);
  void scan(const Place& place);
  void scan_below(const Place& place, const json::object& schema);
  Resource* identify(const Place& place, const json::object& schema);
  Dialect dialect_of(const json::object& schema, const Dialect& before, const std::string& name);
  Resource* load(const std::string& uri, const Place& from);
  Place walk(Place at, std::string_view pointer);

  const JsonSchema::Options& options_;
  Problems& problems_;
  std::deque<Resource> resources_;
  std::map<std::string, Resource*, std::less<>> by_uri_;
  std::unordered_map<const json::value*, Resource*> seen_;  // each schema that was scanned
};

// A metaschema of draft 7 or 2020-12, or one of its parts; null: `uri` is none.
const json::value* find_metaschema(std::string_view uri);

}  // namespace chitty::json_schema
