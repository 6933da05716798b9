#include "filter.hpp"

#include <chitty/ownership.hpp>
#include <chitty/time.hpp>

#include "../action_glob.hpp"

namespace chittychronicle {

using namespace chitty;

std::string literally(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

Result<std::string> moment_of(std::string_view text, std::string_view of) {
  if (const auto ms = parse_rfc3339(text)) return rfc3339(*ms);
  auto rest = text;
  const auto day = chitty::detail::calendar_date(rest);
  if (day && day->ok() && rest.empty()) return std::string(text) + "T00:00:00.000Z";
  return usage_error("invalid time '" + std::string(text) + "' for '" + std::string(of) + "'", "Use RFC 3339, such as 2026-11-23T14:25:37Z");
}

Result<Select> Filter::select(const Service& of, const std::string& columns) const {
  const Ownership whose(of, {"user_id"});
  Select select{"SELECT " + columns + " FROM chronicle_events WHERE " + whose.condition(), whose.with()};
  if (!service.empty()) select.where("service = :service", "service", service);
  if (!action.empty()) CHITTY_DO(where_action(select, action));
  if (!userId.empty()) select.where("user_id = :user", "user", userId);
  if (!status.empty()) select.where("status = :status", "status", status);
  if (!startDate.empty()) {
    CHITTY_TRY(const auto moment, moment_of(startDate, "startDate"));
    select.where("timestamp >= :start", "start", moment);
  }
  if (!endDate.empty()) {
    CHITTY_TRY(const auto moment, moment_of(endDate, "endDate"));
    select.where("timestamp < :end", "end", moment);
  }
  if (!query.empty())
    select.where(
        "(lower(metadata) LIKE lower(:words) ESCAPE '\\' OR lower(action) LIKE lower(:words) ESCAPE '\\'"
        " OR lower(COALESCE(subject, '')) LIKE lower(:words) ESCAPE '\\' OR lower(COALESCE(error_message, '')) LIKE lower(:words) ESCAPE '\\')",
        "words", "%" + literally(query) + "%");
  return select;
}

}  // namespace chittychronicle
