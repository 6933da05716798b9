// Services that have sessions, asked as the caller.
#include <algorithm>
#include <array>
#include <chitty/members.hpp>

#include "saving.hpp"

namespace chittycontextual {

using namespace chitty;

namespace {

// Where a session stands at a service, and where in the answer.
struct Source {
  std::string_view service, before, behind, member;  // path before and behind the id
};
constexpr std::array<Source, 2> sources{{{"chittychat", "/session/", "/export", ""}, {"chittyid", "/api/v2/session/", "", "/session"}}};

// What is new with each answer and is nothing of the session's.
void without_envelope(json::object& object) {
  for (const auto* member : {"success", "service", "timestamp", "exportedAt"}) object.erase(member);
}

}  // namespace

bool has_sessions(std::string_view service) {
  return std::any_of(sources.begin(), sources.end(), [&](const Source& source) { return source.service == service; });
}

Result<json::value> ask_one(Service& service, const std::string& origin, const std::string& session) {
  const auto source = std::find_if(sources.begin(), sources.end(), [&](const Source& one) { return one.service == origin; });
  if (source == sources.end()) return make_error(Code::not_found, "The service '" + origin + "' has no sessions.");
  CHITTY_TRY(auto answer, service.ask(source->service, get(std::string(source->before).append(encode(session)).append(source->behind)), Service::As::caller));
  if (auto* object = answer.if_object()) without_envelope(*object);
  if (source->member.empty()) return answer;
  boost::system::error_code none;
  const auto* inner = answer.find_pointer(source->member, none);
  if (!inner) return make_error(Code::malformed, origin + " does not say the session.");
  return *inner;
}

Result<Saved> ask_for(Service& service, const std::string& session) {
  std::string asked, troubles;
  for (const auto& source : sources) {
    auto answer = ask_one(service, std::string(source.service), session);
    if (answer) return Saved{*std::move(answer), std::string(source.service), "", "", {}, false};
    const auto code = answer.error().code;
    asked += (asked.empty() ? "" : ", ") + std::string(source.service);
    // Without the service, or the right to ask it, it has none for this caller; what else there is, is told.
    if (code != Code::not_found && code != Code::permission_denied) troubles += (troubles.empty() ? "" : "; ") + std::string(source.service) + ": " + answer.error().message;
  }
  return make_error(Code::not_found, "No service here has a session '" + session + "' that you may see (" + (troubles.empty() ? asked : troubles) + ").",
                    "Save it from a file: chitty contextual save --session " + session + " --file FILE");
}

}  // namespace chittycontextual
