#include "standing.hpp"

#include <chitty/members.hpp>
#include <map>
#include <mutex>

namespace chittyportal {

using namespace chitty;

namespace {

constexpr std::int64_t believed_ms = 1000;
constexpr std::size_t most_known = 1000;

struct Known {
  std::int64_t at = 0;
  bool good = false, suspended = false;
  std::string reason{};
};
std::mutex mutex;
std::map<std::string, Known> all;  // of this process

Result<void> as_result(const Known& known) {
  if (known.good) return {};
  if (known.suspended) return make_error(Code::permission_denied, known.reason, "Ask an administrator to resume it.");
  return make_error(Code::unauthenticated, known.reason, "Sign in again: chitty portal dashboard open");
}

// Nobody knows tokens here but the daemon, and it knows its owner's alone.
Result<Known> asked(Service& service, const std::string& subject, const std::string& token_id) {
  Known known{service.now()};
  const auto answer = service.ask("chittyauth", get("/v1/standing", {{"subject", subject}, {"token", token_id}}), Service::As::service);
  if (!answer && answer.error().code == Code::not_found) {
    known.good = token_id.empty();
    known.reason = "The service that knows your token is not installed any more.";
    return known;
  }
  if (!answer) return answer.error();
  const auto& said = answer->as_object();
  known.good = said.at("good").as_bool(), known.suspended = said.at("suspended").as_bool(), known.reason = text_in(said, "reason");
  return known;
}

}  // namespace

Result<void> still_good(Service& service, const std::string& subject, const std::string& token_id) {
  const auto key = subject + "\n" + token_id;
  const auto now = service.now();
  {
    const std::lock_guard lock(mutex);
    const auto found = all.find(key);
    if (found != all.end() && now - found->second.at < believed_ms && found->second.at <= now) return as_result(found->second);
  }
  CHITTY_TRY(auto known, asked(service, subject, token_id));
  const std::lock_guard lock(mutex);
  if (all.size() >= most_known) all.clear();
  all[key] = known;
  return as_result(known);
}

void forget_standing() {
  const std::lock_guard lock(mutex);
  all.clear();
}

}  // namespace chittyportal
