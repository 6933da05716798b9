#include "daemon/process/policy_keeper.hpp"

#include "daemon/watch/shared_state.hpp"

#include <boost/json/parse.hpp>

namespace chitty::host::daemon {
namespace {

Error not_understood(std::string why) { return make_error(Code::plugin_fault, std::move(why)); }

Result<json::array> routes_of(const json::object& document) {
  const auto* routes = document.if_contains("routes");
  if (routes && !routes->is_array()) return not_understood("Its routes are no array.");
  return routes ? routes->get_array() : json::array();
}

}  // namespace

void PolicyKeeper::look() {
  const InService here(provider_.number);
  ServiceCall call(world_, provider_);
  const auto document = provider_.code->policy(call.handle(), known_);
  say_once(document ? Result<void>() : Result<void>(document.error()), silent_, "the policy could not be asked for", "the policy can be asked for again");
  if (!document || document->empty()) return;
  if (auto taken = take(*document); !taken)
    log_.error(provider_.name + ": the policy of version " + std::to_string(known_) + " is not in force, the one before it still is: " + taken.error().message);
}

// The version is known from now on in either case: the same document is not looked at again.
Result<void> PolicyKeeper::take(const std::string& text) {
  boost::system::error_code ec;
  const auto value = json::parse(text, ec);
  if (ec || !value.is_object()) return not_understood("It is no JSON object.");
  const auto& document = value.get_object();
  const auto* version = document.if_contains("version");
  if (!version || !version->is_int64() || version->get_int64() < 1) return not_understood("It has no version.");
  known_ = static_cast<std::uint64_t>(version->get_int64());
  auto list = routes_of(document);
  if (!list) return list.error();
  auto routes = RouteTable::parse(*list);
  if (!routes) return routes.error();
  auto limits = LimitTable::parse(document);
  if (!limits) return limits.error();
  dispatcher_.set_routes(std::move(*routes));
  limiter_.set(std::move(*limits));
  log_.info("policy " + std::to_string(known_) + " is in force: " + std::to_string(list->size()) + " routes, " +
            std::to_string(limiter_.any() ? document.at("limits").as_array().size() : 0) + " limits");
  return {};
}

void PolicyKeeper::tell() {
  for (auto& array : traffic_.take()) waiting_.push_back(std::move(array));
  while (waiting_.size() > most_waiting) waiting_.pop_front();
  while (!waiting_.empty()) {
    const InService here(provider_.number);
    ServiceCall call(world_, provider_);
    const auto done = provider_.code->measured(call.handle(), waiting_.front());
    say_once(done, deaf_, "the sums of requests wait, since they could not be told", "the sums of requests that waited are told");
    if (!done) return;
    waiting_.pop_front();
  }
}

void PolicyKeeper::say_once(const Result<void>& done, bool& told, std::string_view what, std::string_view over) {
  if (!done && !told) log_.warn(std::string(what) + ": " + done.error().message);
  if (done && told) log_.info(std::string(over));
  told = !done;
}

}  // namespace chitty::host::daemon
