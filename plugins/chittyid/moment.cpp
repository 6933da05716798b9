#include "moment.hpp"

#include <chrono>
#include <cstdio>

namespace chitty::id {

std::string year_month(std::int64_t ms) {
  using namespace std::chrono;
  const year_month_day date{floor<days>(sys_time<milliseconds>(milliseconds(ms)))};
  char text[24];
  std::snprintf(text, sizeof text, "%02d%02u", static_cast<int>(date.year()) % 100, static_cast<unsigned>(date.month()));
  return text;
}

std::string uuid_v7(std::int64_t ms, unsigned counter, std::string_view random) {
  std::uint64_t low = 0;
  for (const char c : random.substr(0, 8)) low = low << 8 | static_cast<unsigned char>(c);
  char text[40];
  std::snprintf(text, sizeof text, "%08llx-%04llx-7%03x-%04llx-%012llx", static_cast<unsigned long long>(ms >> 16 & 0xffffffff),
                static_cast<unsigned long long>(ms & 0xffff), counter & 0xfff,
                static_cast<unsigned long long>(0x8000 | (low >> 48 & 0x3fff)),
                static_cast<unsigned long long>(low & 0xffff'ffff'ffffULL));
  return text;
}

}  // namespace chitty::id
