// chitty chat models list.
#include <chitty/members.hpp>
#include <chittychat_names.hpp>

#include "../chosen.hpp"
#include "replies.hpp"
#include "talk.hpp"

namespace chittychat::commands {

using namespace chitty;

Result<Reply> models_list(Host& host) {
  CHITTY_TRY(const auto all, models_of(host));
  if (all.empty()) return Reply::records({});
  CHITTY_TRY(const auto settings_reply, host.send(get("/api/v1/settings")));
  CHITTY_TRY(const auto settings, object_of(settings_reply));
  CHITTY_TRY(const auto health, host.send(get("/api/v1/models")));
  const auto chosen = text_in(settings, "model");
  json::array rows;
  std::int64_t place = 0;
  for (const auto& each : chosen_first(all, chosen)) {
    json::object row{{"place", ++place}, {"name", each.name}, {"model", each.model}, {"default", place == 1}, {"baseUrl", each.address}, {"contextTokens", each.context_tokens > 0 ? json::value(each.context_tokens) : json::value(nullptr)}, {"state", "closed"}, {"lastError", ""}};
    if (!health.all().empty() && health.value().is_array())
      for (const auto& fared : health.value().get_array())
        if (text_in(fared, "name") == each.name)
          for (const auto* member : {"state", "lastError"}) row[member] = text_in(fared, member);
    rows.push_back(std::move(row));
  }
  return Reply::records(std::move(rows));
}

}  // namespace chittychat::commands
