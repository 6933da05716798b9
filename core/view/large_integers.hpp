// Integers beyond 2^53 on their way through a filter that counts in doubles. One that comes out as it went in is given its
// digits back; where that cannot be done, it is said.
#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <string>
#include <string_view>

namespace chitty::host {

namespace json = boost::json;

class LargeIntegers {
 public:
  // Remember those of a record that goes in.
  void note(const json::value& input);
  // Remember that a filter has integers which no double can hold: to compare with one is to compare with its neighbour.
  void note_literals(std::string_view filter);
  // In a value that came out: each double that stands for exactly one integer that went in becomes that integer.
  void restore(json::value& output);
  // Text that came out may hold digits that were rounded.
  void look_for_rounded(std::string_view output);
  // One sentence when digits were lost, else empty.
  std::string warning() const;

 private:
  struct Known {
    json::value exact;
    bool ambiguous = false;  // two different integers went in that are one double
  };
  void note_number(const json::value& number);
  void restore_number(json::value& number);

  static constexpr std::size_t most_known = 1u << 20;
  std::map<double, Known> known_;
  bool lost_ = false;
};

}  // namespace chitty::host
