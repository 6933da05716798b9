// Holds requests against the limits of the policy (rate_policy.hpp), exactly and for all daemons of the database together.
//
// A daemon that is alone counts in memory and tells the table once a second: a request costs no query, and a crash forgets at most
// that second. Where there are several, each unit is taken from the table before it is used: of a large limit some at once, by all
// daemons together at most 0.5 % of what the limit has at once and in its period; of a small one each by itself. So within any
// time t no more are admitted than burst + t * requests / period, and that 0.5 %. What is taken and not used within a second goes back.
// A daemon that comes to one that was alone waits until that one has told all that it knows.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "daemon/gate/rate_table.hpp"
#include "daemon/wire/known_caller.hpp"

namespace chitty::host::daemon {

class PolicyLimiter {
 public:
  // `id` is this daemon's, the same after a crash of its worker.
  PolicyLimiter(Store& store, std::string id);

  // From now on; null: none. [any-thread]
  void set(std::shared_ptr<const LimitTable> table);
  bool any() const { return any_.load(std::memory_order_relaxed); }
  bool has_paths() const { return has_paths_.load(std::memory_order_relaxed); }

  struct Place {
    std::string_view service;              // may be empty
    const std::vector<std::string>& path;  // as the client sent it, decoded
  };
  // How it stands with the limit that says no, or with the one of which least is left.
  struct Decision {
    bool allowed = true;
    bool unknown = false;                       // the store could not be asked, and the limit is closed then
    std::shared_ptr<const LimitTable> table{};  // of the limit
    const PolicyLimit* limit = nullptr;
    std::uint64_t left = 0, units = 1;
    std::int64_t next_ms = 0, whole_ms = 0;  // until there are enough again, or one more; until all
  };
  // What was taken, to be given back where another limit says no.
  struct Taken {
    boost::container::small_vector<std::shared_ptr<RateBucket>, 4> buckets;
    std::uint64_t units = 0;
    std::shared_ptr<const LimitTable> table;
    LimitTable::Limits limits;
  };
  // So many units of each limit that applies, or none of any. Nothing where none does; the owner has none. [any-thread]
  std::optional<Decision> take(const Place& place, const Caller& who, const std::string& peer, std::uint64_t units, Taken* taken = nullptr);
  void give_back(Taken& taken);

  // Once a second, by one thread: what the table is to know, and who else is there.
  Result<void> synchronise();
  // At the end, by the same: also what was taken and not used.
  Result<void> finish();
  // Before requests are answered: until daemons that were alone have told what they know. A few seconds at most.
  void join();

  std::size_t size() const;
  bool is_alone() const { return alone_; }
  static constexpr std::size_t most = 65536;  // buckets; what does not fit is counted together, as "*"

 private:
  // The limit's one bucket, which lives as long as the table, or that of the subject, which `keep` holds.
  RateBucket& bucket(const PolicyLimit& limit, const LimitTable& table, std::string_view subject, std::shared_ptr<RateBucket>& keep);
  std::shared_ptr<RateBucket> find_or_make(const PolicyLimit& limit, std::string_view subject, std::uint64_t epoch);
  enum class Verdict {
    yes,
    no,
    unknown
  };
  Verdict take_one(const PolicyLimit& limit, RateBucket& bucket, std::uint64_t units, std::int64_t now);
  Verdict ask(const PolicyLimit& limit, RateBucket& bucket, std::uint64_t units);
  Result<RateTable::Taken> asked(const PolicyLimit& limit, RateBucket& bucket, std::uint64_t units, bool alone);
  static std::unique_lock<std::mutex> locked(RateBucket& bucket);
  Result<void> tell(StoreConnection& connection, RateBucket& bucket, std::int64_t now);
  Result<std::size_t> tell_all(StoreConnection& connection, bool last);
  Result<std::size_t> tell_some(StoreConnection& connection, const std::vector<std::shared_ptr<RateBucket>>& all, bool last);
  std::vector<std::shared_ptr<RateBucket>> those_with_news(std::int64_t now, bool last) const;
  Result<void> look_around(StoreConnection& connection);
  const std::shared_ptr<const LimitTable>& table() const;
  std::uint64_t lease_of(const PolicyLimit& limit) const;
  void make_room(std::int64_t now);

  Store& store_;
  const std::string id_;
  const RateTable rates_;
  std::atomic<bool> any_{false}, has_paths_{false}, alone_{false};
  std::atomic<std::size_t> daemons_{1};
  std::int64_t quiet_since_ = 0, swept_at_ = 0;
  std::atomic<std::uint64_t> version_{0};  // of the table, and of no other limiter's
  mutable std::mutex table_mutex_;
  std::shared_ptr<const LimitTable> table_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<RateBucket>> buckets_;
};

}  // namespace chitty::host::daemon
