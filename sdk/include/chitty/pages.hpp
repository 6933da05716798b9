// For commands that list: a service's list, page by page, as records.
#ifndef CHITTY_PAGES_HPP
#define CHITTY_PAGES_HPP

#include <algorithm>
#include <chitty/host.hpp>
#include <chitty/members.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace chitty {

// The request of one page, from its cursor (empty: the first) and how many records it may have.
using PageRequest = std::function<Request(const std::string& cursor, const std::string& limit)>;

// What is done to each record before it is given; may be empty.
using AdjustRecord = std::function<void(json::object& record)>;

// Ask for page after page and give the records one by one, at most `limit` (0: all). The reply keeps them in the array
// `member`, and the next page's cursor in `metadata.nextCursor` (answers.hpp, page_metadata). MALFORMED when there is
// no such array.
inline Result<Reply> give_pages(Host& host, std::string_view member, std::int64_t limit, const PageRequest& request,
                                const AdjustRecord& adjust = {}) {
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
    cursor = metadata ? text_in(*metadata, "nextCursor") : std::string();
  } while (!cursor.empty() && (limit == 0 || given < limit));
  return Reply::nothing();
}

}  // namespace chitty

#endif  // CHITTY_PAGES_HPP
