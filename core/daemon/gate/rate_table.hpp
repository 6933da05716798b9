// The tables chitty_rates and chitty_daemons: what all daemons of a database have admitted, by the database's own clock.
#pragma once

#include <chitty/error.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/gate/rate_bucket.hpp"
#include "daemon/store/store.hpp"

namespace chitty::host::daemon {

class RateTable {
 public:
  // `now` is what stands for the clock of a database without one, in nanoseconds since 1970.
  RateTable(const Dialect& dialect, std::int64_t (*now)());

  // At least `need` and at most `want` units, in one statement; none when there are not so many. `owed`: nanoseconds until the
  // limit is whole again.
  struct Taken {
    std::uint64_t granted = 0;
    std::int64_t owed = 0;
  };
  Result<Taken> take(StoreConnection& connection, const PolicyLimit& limit, const RateBucket& bucket, std::uint64_t need, std::uint64_t want) const;

  // What the table knows of it: nothing granted.
  Result<Taken> look(StoreConnection& connection, const RateBucket& bucket) const;

  // The bucket owes at least so much, and has refused so many more.
  Result<void> tell(StoreConnection& connection, const RateBucket& bucket, std::int64_t owed, std::uint64_t refused) const;

  // Units that were taken and not used.
  Result<void> give_back(StoreConnection& connection, const RateBucket& bucket, std::uint64_t units) const;

  // What is whole again for so long that nobody asks for it any more.
  Result<void> sweep(StoreConnection& connection) const;

  // This daemon is there, and leaves nothing untold (`shares`); which others are, and how many of them say the same.
  struct Others {
    std::size_t there = 0, sharing = 0;
  };
  Result<Others> beat(StoreConnection& connection, const std::string& id, bool shares) const;
  Result<void> leave(StoreConnection& connection, const std::string& id) const;

  static constexpr std::int64_t silence = 3'000'000'000;  // a daemon that has not been heard of for so long is not there

 private:
  json::object with_clock(json::object parameters) const;

  std::int64_t (*now_)();
  bool own_clock_;
  std::string take_, look_, tell_, give_back_, sweep_, beat_, others_;
};

}  // namespace chitty::host::daemon
