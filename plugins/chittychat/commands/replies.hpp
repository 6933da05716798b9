// Members of a service's answer, which may be another than was agreed.
#ifndef CHITTYCHAT_COMMANDS_REPLIES_HPP
#define CHITTYCHAT_COMMANDS_REPLIES_HPP

#include <chitty/request.hpp>
#include <chitty/result.hpp>

namespace chittychat {

inline chitty::Result<chitty::json::object> object_of(const chitty::Reply& reply) {
  if (!reply.all().empty() && reply.value().is_object()) return reply.value().get_object();
  return chitty::make_error(chitty::Code::malformed, "the service's answer is not what was agreed");
}

inline chitty::json::array array_in(const chitty::json::object& object, std::string_view member) {
  const auto* found = object.if_contains(member);
  return found && found->is_array() ? found->get_array() : chitty::json::array();
}

inline chitty::json::object object_at(const chitty::json::object& object, std::string_view member) {
  const auto* found = object.if_contains(member);
  return found && found->is_object() ? found->get_object() : chitty::json::object();
}

inline std::int64_t number_in(const chitty::json::object& object, std::string_view member, std::int64_t otherwise = 0) {
  const auto* found = object.if_contains(member);
  return found && found->is_int64() ? found->get_int64() : otherwise;
}

}  // namespace chittychat

#endif  // CHITTYCHAT_COMMANDS_REPLIES_HPP
