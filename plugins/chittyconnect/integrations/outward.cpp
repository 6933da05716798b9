#include "outward.hpp"

#include <chitty/members.hpp>

namespace chittyconnect::integrations {

Result<Answer> ask_outside(Service&, const Outward&, std::size_t) { return make_error(Code::not_supported, "not yet"); }
Result<Answer> pass_on(Service&, const Outward&) { return make_error(Code::not_supported, "not yet"); }

std::string words_of(const Answer& answer) {
  boost::system::error_code ec;
  const auto said = json::parse(answer.body, ec);
  if (ec || !said.is_object()) return {};
  for (const auto* member : {"message", "error_description", "detail", "error"})
    if (auto text = text_in(said, member); !text.empty()) return text.substr(0, 500);
  const auto* error = said.get_object().if_contains("error");
  return error ? text_in(*error, "message").substr(0, 500) : std::string();
}

}  // namespace chittyconnect::integrations
