#include <chitty/pages.hpp>

namespace chitty {

namespace {

// A text, or the number of a list in the order of numbers; empty: there is no other page.
std::string cursor_in(const json::value& metadata) {
  const auto* object = metadata.if_object();
  const auto* next = object ? object->if_contains("nextCursor") : nullptr;
  return next && next->is_number() ? json::serialize(*next) : text_in(metadata, "nextCursor");
}

}  // namespace

Result<Reply> give_pages(Host& host, std::string_view member, std::int64_t limit, const PageRequest& request,
                         const AdjustRecord& adjust) {
  constexpr std::int64_t page_size = 100;
  std::string cursor;
  std::int64_t given = 0;
  do {
    const auto wanted = limit > 0 ? std::min(page_size, limit - given) : page_size;
    auto reply = host.send(request(cursor, std::to_string(wanted)));
    if (!reply) return reply;
    auto* object = reply->value().if_object();
    auto* records = object ? object->if_contains(member) : nullptr;
    if (!records || !records->is_array())
      return make_error(Code::malformed, "The service's answer has no list of " + std::string(member) + ".");
    for (auto& record : records->get_array()) {
      if (limit > 0 && given == limit) break;
      if (adjust && record.is_object()) adjust(record.get_object());
      if (auto done = host.record(record); !done) return done.error();
      ++given;
    }
    const auto* metadata = object->if_contains("metadata");
    cursor = metadata ? cursor_in(*metadata) : std::string();
  } while (!cursor.empty() && (limit == 0 || given < limit));
  return Reply::nothing();
}

}  // namespace chitty
