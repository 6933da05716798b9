#include "feed.hpp"

#include <algorithm>
#include <chitty/members.hpp>

namespace chittyportal {

using namespace chitty;

namespace {

constexpr std::size_t most_of_data = 400;  // bytes of an event's own data that a page is shown

// Cut where a character begins.
std::string cut(std::string text) {
  if (text.size() <= most_of_data) return text;
  auto end = most_of_data;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

FeedEvent event_of(const json::object& said) {
  FeedEvent event;
  event.seq = said.at("seq").to_number<std::int64_t>(), event.user = text_in(said, "user_id"), event.subject = text_in(said, "subject");
  const auto* data = said.if_contains("metadata");
  const bool has_data = data && data->is_object() && !data->get_object().empty();
  event.text = json::serialize(json::object{{"seq", event.seq}, {"at", text_in(said, "timestamp")}, {"action", text_in(said, "action")}, {"service", text_in(said, "service")}, {"user", event.user}, {"subject", event.subject}, {"status", text_in(said, "status")}, {"data", has_data ? cut(json::serialize(*data)) : ""}});
  return event;
}

}  // namespace

Feed& feed() {
  static Feed one;
  return one;
}

Result<void> Feed::refresh(Service& service) {
  const std::unique_lock asking(asking_, std::try_to_lock);
  if (!asking) return {};
  std::int64_t after = 0;
  bool begun = false;
  {
    const std::lock_guard lock(mutex_);
    const auto now = service.now();
    if (now - asked_at_ < asked_every_ms && now >= asked_at_) return {};
    asked_at_ = now, after = last_locked(), begun = begun_;
  }
  // First the newest, from then on those behind.
  const auto request = begun ? get("/events", {{"order", "asc"}, {"cursor", std::to_string(after)}, {"limit", "1000"}}) : get("/events", {{"limit", "200"}});
  CHITTY_TRY(auto answer, service.ask("chittychronicle", request, Service::As::service));
  if (!answer.is_array()) return make_error(Code::malformed, "The chronicle's answer is not a list of events.");
  auto& list = answer.get_array();
  if (!begun) std::reverse(list.begin(), list.end());
  const std::lock_guard lock(mutex_);
  for (const auto& one : list) {
    auto event = event_of(one.as_object());
    if (!begun_ && events_.empty()) floor_ = event.seq - 1;
    if (event.seq > last_locked()) events_.push_back(std::move(event));
  }
  begun_ = true;
  for (; events_.size() > kept; events_.pop_front()) floor_ = events_.front().seq;
  if (list.size() == 1000) asked_at_ = 0;  // there is more
  return {};
}

Feed::Read Feed::behind(std::int64_t after, std::size_t most) const {
  const std::lock_guard lock(mutex_);
  Read read;
  read.last = after;
  if (after < floor_) read.lost = floor_ - after, read.last = floor_;
  auto next = std::upper_bound(events_.begin(), events_.end(), after, [](std::int64_t seq, const FeedEvent& event) { return seq < event.seq; });
  for (; next != events_.end() && read.events.size() < most; ++next) read.events.push_back(*next), read.last = next->seq;
  return read;
}

Feed::Read Feed::newest(std::size_t most) const {
  const std::lock_guard lock(mutex_);
  Read read;
  const auto from = events_.size() > most ? events_.size() - most : 0;
  read.events.assign(events_.begin() + static_cast<std::ptrdiff_t>(from), events_.end());
  read.last = last_locked();
  return read;
}

}  // namespace chittyportal
