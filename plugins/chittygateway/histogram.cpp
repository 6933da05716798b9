#include "histogram.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace chittygateway {

using namespace chitty;

namespace {

constexpr double growth = 1.02;

std::int64_t take_number(std::string_view& text) {
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  if (!text.empty()) text.remove_prefix(1);  // ':' or ','
  return value;
}

}  // namespace

void Histogram::add(std::int64_t bucket, std::int64_t count) {
  if (count <= 0) return;
  buckets_[bucket] += count;
  count_ += count;
}

void Histogram::add(const json::array& pairs) {
  for (const auto& pair : pairs) add(pair.at(0).to_number<std::int64_t>(), pair.at(1).to_number<std::int64_t>());
}

void Histogram::add(std::string_view text) {
  while (!text.empty()) {
    const auto bucket = take_number(text), count = take_number(text);
    add(bucket, count);
  }
}

void Histogram::add(const Histogram& other) {
  for (const auto& [bucket, count] : other.buckets_) add(bucket, count);
}

std::string Histogram::text() const {
  std::string all;
  for (const auto& [bucket, count] : buckets_) all.append(all.empty() ? "" : ",").append(std::to_string(bucket)).append(":").append(std::to_string(count));
  return all;
}

double Histogram::percentile(double share) const {
  if (count_ == 0) return 0;
  const auto wanted = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(share * static_cast<double>(count_))));
  std::int64_t seen = 0;
  for (const auto& [bucket, count] : buckets_) {
    seen += count;
    if (seen < wanted) continue;
    const auto upper = std::pow(growth, static_cast<double>(bucket)), middle = bucket == 0 ? 1 : 2 * upper / (growth + 1);
    return std::round(middle) / 1000;
  }
  return 0;
}

}  // namespace chittygateway
