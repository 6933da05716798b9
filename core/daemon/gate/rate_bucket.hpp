// How much of a limit is left to one of those who have it: the generic cell rate algorithm (GCRA). `tat`, its theoretical arrival
// time, is when the limit is whole again; each request moves it on by one interval, and may not move it further than `room`
// (the burst's worth of intervals) from now.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "base/json_pieces.hpp"
#include "daemon/gate/rate_policy.hpp"

namespace chitty::host::daemon {

struct RateBucket {
  RateBucket(std::string of_limit, std::string of_subject, std::uint64_t with_epoch)
      : limit_id(std::move(of_limit)), subject(std::move(of_subject)), epoch(with_epoch) {
    write_key(key, limit_id, epoch, subject);
  }
  static void write_key(std::string& key, std::string_view limit, std::uint64_t epoch, std::string_view subject) {
    append_number(key.assign(limit).append(" "), static_cast<std::int64_t>(epoch));
    key.append(" ").append(subject);
  }

  const std::string limit_id, subject;  // the subject is empty where all have it together
  const std::uint64_t epoch;
  std::string key;  // in the table

  std::mutex mutex;  // for what follows, also while the table is asked: whoever comes meanwhile wants the same answer
  // By this process's clock, in nanoseconds: exact where the bucket is owned, else as the table was last seen.
  std::int64_t tat = 0;
  bool owned = false;           // this daemon is alone: what is here counts, and the table is told once a second
  std::int64_t moved = 0;       // since the table was told, in nanoseconds
  std::uint64_t leased = 0;     // taken from the table and not used yet
  std::int64_t interval = 0;    // at which they were
  std::int64_t down_until = 0;  // the table could not be asked: not before that
  std::int64_t used_at = 0;
  std::uint64_t refused = 0;  // since the table was told

  // What is left at `now`, and the times until one more, and until all.
  struct Left {
    std::uint64_t requests = 0;
    std::int64_t next = 0, whole = 0;
  };
  Left left(const PolicyLimit& limit, std::int64_t now) const;

  // `units` requests, when that many are left; for a bucket that is owned.
  bool take_owned(const PolicyLimit& limit, std::int64_t now, std::uint64_t units);

  // Until when there may be so many again.
  std::int64_t wait_for(const PolicyLimit& limit, std::int64_t now, std::uint64_t units) const;
};

}  // namespace chitty::host::daemon
