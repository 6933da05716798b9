// valijson behind a plain face: does a value fit a JSON Schema (draft 7)? Its templates cost a compiler more than any other
// file here, so they stand in one file, for chitty-manifest and for the host.
#pragma once

#include <boost/json/value.hpp>

#include <memory>
#include <string>
#include <vector>

namespace chitty {

// One departure in valijson's words: {"<root>", "[commands]", "[3]"} and "Missing required property 'path'."
struct Departure {
  std::vector<std::string> context;
  std::string description;
};

// A schema, read once; `check` from any thread.
class Draft7 {
 public:
  // Throws std::exception when the schema is none, or names one elsewhere: nothing is fetched.
  explicit Draft7(const boost::json::value& schema);

  // Every departure of `instance`, or nothing: it fits. Throws std::exception when a rule of the schema cannot be held
  // against it (a pattern that is none).
  struct Verdict {
    bool fits = true;
    std::vector<Departure> departures{};
  };
  Verdict check(const boost::json::value& instance) const;

 private:
  struct Parsed;
  std::shared_ptr<const Parsed> parsed_;
};

}  // namespace chitty
