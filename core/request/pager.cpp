#include "request/pager.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>

#include "base/hash.hpp"

namespace chitty::host {

namespace {

// A number that may stand in a header as text.
std::optional<std::int64_t> number_of(const std::optional<json::value>& value) {
  if (!value) return {};
  if (value->is_int64()) return value->get_int64();
  if (!value->is_string()) return {};
  std::int64_t number = 0;
  const std::string_view text = value->get_string();
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

Result<void> Pager::size(Draft& draft, std::optional<std::int64_t> wanted) {
  if (paging_.size) {
    // Counted pages keep one size, or the numbers would not fit together.
    if (asked_ == 0 || !paging_.count) asked_ = wanted ? std::min(*wanted, paging_.most) : paging_.most;
    if (auto set = draft.set(*paging_.size, json::value(asked_)); !set) return set;
  }
  if (!paging_.count || counting_) return {};
  counting_ = true;
  at_ = paging_.count->start;
  return draft.set(paging_.count->to, json::value(at_));
}

Result<void> Pager::not_seen(const std::string& token) {
  if (token == before_ || token == kept_)
    return make_error(Code::malformed, "The service returned the same page twice, so its list would never end.",
                      "The service is at fault; --limit shows the beginning.");
  before_ = token;
  if (++steps_ == until_) {
    kept_ = token;
    until_ *= 2;
  }
  return {};
}

Result<bool> Pager::next_by_token(Draft& draft, const Seen& seen) {
  std::string all;
  for (const auto& one : paging_.next) {
    const auto value = find_place(one.from, seen);
    if (!value) {
      if (!all.empty()) return make_error(Code::malformed, "The service returned only a part of what the next page needs.");
      if (!paging_.more) return false;
      return make_error(Code::malformed, "The service says that there is more, but not where.");
    }
    all += json::serialize(*value) + '\n';
    if (one.to) {
      if (auto set = draft.set(*one.to, *value); !set) return set.error();
      continue;
    }
    if (!value->is_string())
      return make_error(Code::malformed, "The address of the next page is not a string.");
    draft.go_to(std::string(value->get_string()));
  }
  if (auto fresh = not_seen(all); !fresh) return fresh.error();
  return true;
}

Result<bool> Pager::next_by_count(Draft& draft, const Seen& seen, std::size_t records) {
  const auto& count = *paging_.count;
  const auto here = static_cast<std::int64_t>(records);
  given_ += here;
  if (here == 0) return false;
  if (count.end == Paging::Count::End::size && here < asked_) return false;
  if (count.end == Paging::Count::End::total || count.end == Paging::Count::End::pages) {
    const auto end = number_of(find_place(count.at, seen));
    if (!end) return make_error(Code::malformed, "The service does not say how long the list is.");
    if (count.end == Paging::Count::End::total ? given_ >= *end : at_ - count.start + 1 >= *end) return false;
  }
  // A service that does not know the parameter gives its first page for ever.
  if (auto fresh = not_seen(hex(sha256(json::serialize(seen.body)))); !fresh) return fresh.error();
  at_ += count.by_records ? here : 1;
  if (auto set = draft.set(count.to, json::value(at_)); !set) return set.error();
  return true;
}

Result<bool> Pager::next(Draft& draft, const Seen& seen, std::size_t records) {
  if (paging_.more && !find_place(*paging_.more, seen)) return false;
  if (!paging_.next.empty()) return next_by_token(draft, seen);
  return paging_.count ? next_by_count(draft, seen, records) : Result<bool>(false);
}

}  // namespace chitty::host
