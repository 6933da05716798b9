#include <chitty/lines.hpp>
#include <chitty/members.hpp>
#include <chitty/verdict.hpp>

namespace chitty {

Result<Reply> judged(const Reply& reply, const std::string& thing, std::string_view why) {
  const auto* record = reply.value().if_object();
  const auto* valid = record ? record->if_contains("valid") : nullptr;
  if (!valid || !valid->is_bool())
    return make_error(Code::malformed, "The service's answer does not say whether the " + thing + " is valid.");
  if (valid->get_bool()) return reply;
  auto error = make_error(Code::refused, text_in(*record, why));
  if (error.message.empty()) error.message = "The service says that the " + thing + " is not valid.";
  error.details = *record;
  return error;
}

Result<std::optional<json::object>> judged_to_the_end(Host& host, const Request& request, std::string_view unit) {
  CHITTY_TRY(auto stream, host.open(request));
  Lines lines(stream);
  json::value last;
  for (;;) {
    CHITTY_TRY(const auto line, lines.next());
    if (!line) break;
    CHITTY_TRY(last, line->value());
    const auto* object = last.if_object();
    const auto* checked = object ? object->if_contains("checked") : nullptr;
    const auto* size = object ? object->if_contains("size") : nullptr;
    if (checked && size && checked->is_int64() && size->is_int64())
      host.progress(static_cast<std::uint64_t>(checked->get_int64()), static_cast<std::uint64_t>(size->get_int64()), unit);
  }
  const auto* found = last.if_object();
  const auto* valid = found ? found->if_contains("valid") : nullptr;
  return valid && valid->is_bool() ? std::optional(*found) : std::nullopt;
}

}  // namespace chitty
