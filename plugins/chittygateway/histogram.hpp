// Times in buckets that grow by 2 % (plugin.h, chitty.policy/1): the i-th ends at 1.02^i microseconds. They add exactly, over minutes,
// routes and daemons; a percentile read off the sum is wrong by 1 % at most.
#pragma once

#include <boost/json/array.hpp>
#include <chitty/error.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace chittygateway {

class Histogram {
 public:
  void add(const chitty::json::array& pairs);  // [[412,7],[413,2]]
  void add(std::string_view text);             // "412:7,413:2"
  void add(const Histogram& other);
  std::string text() const;

  std::int64_t count() const { return count_; }
  // The time, in milliseconds, that `share` of all took at most; the middle of its bucket. 0 of none.
  double percentile(double share) const;

 private:
  void add(std::int64_t bucket, std::int64_t count);
  std::map<std::int64_t, std::int64_t> buckets_;
  std::int64_t count_ = 0;
};

}  // namespace chittygateway
