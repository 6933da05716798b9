#include "commands.hpp"

#include <algorithm>

namespace chitty::id::commands {

namespace {

constexpr std::int64_t page_size = 100;

std::string next_cursor(const json::object& reply) {
  const auto* metadata = reply.if_contains("metadata");
  return metadata ? text_in(*metadata, "nextCursor") : std::string();
}

}  // namespace

std::string text_in(const json::value& reply, std::string_view member) {
  const auto* object = reply.if_object();
  const auto* value = object ? object->if_contains(member) : nullptr;
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

Result<Reply> give_pages(Host& host, std::string_view member, std::int64_t limit, const PageRequest& request) {
  std::string cursor;
  std::int64_t given = 0;
  do {
    const auto wanted = limit > 0 ? std::min(page_size, limit - given) : page_size;
    auto reply = host.send(request(cursor, std::to_string(wanted)));
    if (!reply) return reply;
    const auto* object = reply->value().if_object();
    const auto* records = object ? object->if_contains(member) : nullptr;
    if (!records || !records->is_array())
      return make_error(Code::malformed, "The service's answer has no list of " + std::string(member) + ".");
    for (const auto& record : records->get_array()) {
      if (limit > 0 && given == limit) break;
      if (auto done = host.record(record); !done) return done.error();
      ++given;
    }
    cursor = next_cursor(*object);
  } while (!cursor.empty() && (limit == 0 || given < limit));
  return Reply::nothing();
}

}  // namespace chitty::id::commands
