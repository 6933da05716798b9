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

}  // namespace chitty
