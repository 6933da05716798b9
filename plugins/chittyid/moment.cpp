#include "moment.hpp"

#include <chrono>
#include <cstdio>

namespace chitty::id {

namespace {

using namespace std::chrono;

struct Broken {
  year_month_day date;
  std::int64_t in_day;  // milliseconds
};

Broken broken(std::int64_t ms) {
  const auto day = floor<days>(milliseconds(ms));
  return {year_month_day(sys_days(day)), ms - duration_cast<milliseconds>(day).count()};
}

}  // namespace

std::string rfc3339(std::int64_t ms) {
  const auto [date, in_day] = broken(ms);
  char text[48];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(in_day / 3'600'000),
                static_cast<int>(in_day / 60'000 % 60), static_cast<int>(in_day / 1000 % 60), static_cast<int>(in_day % 1000));
  return text;
}

std::optional<std::int64_t> from_rfc3339(std::string_view given) {
  const std::string text(given);
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, used = 0;
  if (std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &y, &mo, &d, &h, &mi, &s, &used) != 6 || used != 19) return {};
  const year_month_day date{year(y), month(static_cast<unsigned>(mo)), day(static_cast<unsigned>(d))};
  if (!date.ok() || h > 23 || mi > 59 || s > 60) return {};
  std::size_t at = 19;
  std::int64_t ms = 0;
  if (at < text.size() && text[at] == '.')
    for (int scale = 100; ++at < text.size() && text[at] >= '0' && text[at] <= '9'; scale /= 10) ms += (text[at] - '0') * scale;
  const std::string zone = text.substr(at);
  int zh = 0, zm = 0;
  if (zone != "Z" && zone != "z") {
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || std::sscanf(zone.c_str() + 1, "%2d:%2d", &zh, &zm) != 2) return {};
    if (zone[0] == '-') zh = -zh, zm = -zm;
  }
  const auto moment = sys_days(date) + hours(h - zh) + minutes(mi - zm) + seconds(s);
  return duration_cast<milliseconds>(moment.time_since_epoch()).count() + ms;
}

std::string year_month(std::int64_t ms) {
  const auto date = broken(ms).date;
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
