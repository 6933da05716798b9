// The limits of the policy in force (plugin.h, chitty.policy/1): how many requests, of whom, where to. Never changes; a new policy is
// another table.
#pragma once

#include <chitty/error.hpp>

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "daemon/wire/known_caller.hpp"

namespace chitty::host::daemon {

struct RateBucket;

// `requests` in each `period`, evenly; `burst` of them at once. Within any time t at most burst + t * requests / period.
struct PolicyLimit {
  std::string id, target;         // a service, a path or "*"
  std::vector<std::string> path;  // its segments
  std::string user;               // its requests alone; empty: anybody's
  bool each = false;              // everybody has it for themselves
  std::uint64_t requests = 0, burst = 0;
  std::int64_t period_ns = 0;
  bool shadow = false;                           // counts, and refuses nothing
  bool closed = false;                           // refuses while the store cannot be asked
  std::uint64_t epoch = 0;                       // of the target: each new one is a fresh start
  std::string fields;                            // what a reply says of it, up to what is left (rate_fields.hpp)
  mutable std::shared_ptr<RateBucket> together;  // where one bucket is for all; the limiter's

  std::int64_t interval_ns = 0;  // from one to the next: period by requests
  std::int64_t interval() const { return interval_ns; }
  std::int64_t room() const { return interval_ns * static_cast<std::int64_t>(burst); }
};

class LimitTable {
 public:
  static constexpr std::size_t most = 1000;

  // The members `limits` and `resets` of the document. PLUGIN_FAULT names what cannot be understood.
  static Result<std::shared_ptr<const LimitTable>> parse(const json::object& document);

  // Those that a request to this service (may be empty) and path (decoded segments) by this subject is held against.
  using Limits = boost::container::small_vector<const PolicyLimit*, 4>;
  Limits of(std::string_view service, const std::vector<std::string>& path, std::string_view subject) const;

  bool empty() const { return limits_.empty(); }
  bool has_paths() const { return has_paths_; }      // some are of paths
  bool tells_apart() const { return tells_apart_; }  // some are of one subject or of each
  const std::vector<PolicyLimit>& all() const { return limits_; }
  std::uint64_t epoch_of(std::string_view subject) const;

 private:
  std::vector<PolicyLimit> limits_;
  std::unordered_map<std::string, Limits> of_service_;
  Limits of_path_;  // and of everything
  bool has_paths_ = false, tells_apart_ = false;
  std::unordered_map<std::string, std::uint64_t> epochs_;
};

}  // namespace chitty::host::daemon
