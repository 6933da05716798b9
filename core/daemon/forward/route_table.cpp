#include "daemon/forward/route_table.hpp"

#include "daemon/forward/request_path.hpp"

#include <algorithm>

namespace chitty::host::daemon {
namespace {

constexpr std::int64_t hour = 3'600'000;

bool is_word(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return !text.empty() && text.size() <= 64 && text.find_first_not_of(letters) == text.npos;
}

// One entry of the document, read member by member; `wrong` is the first thing that is.
struct Entry {
  const json::object& object;
  std::string wrong{};

  void fail(const char* name, const std::string& why) {
    if (wrong.empty()) wrong = std::string("'") + name + "' " + why;
  }
  std::string text(const char* name) {
    const auto* value = object.if_contains(name);
    if (!value) return {};
    if (!value->is_string()) return fail(name, "must be a text"), std::string();
    return std::string(value->get_string());
  }
  bool flag(const char* name) {
    const auto* value = object.if_contains(name);
    if (!value) return false;
    if (!value->is_bool()) return fail(name, "must be true or false"), false;
    return value->get_bool();
  }
  std::int64_t number(const char* name, std::int64_t usual, std::int64_t least, std::int64_t most) {
    const auto* value = object.if_contains(name);
    if (!value) return usual;
    boost::system::error_code ec;
    const auto number = value->is_number() ? value->to_number<std::int64_t>(ec) : least - 1;
    if (!ec && number >= least && number <= most) return number;
    fail(name, "must be a number from " + std::to_string(least) + " to " + std::to_string(most));
    return usual;
  }
};

void read_prefix(Entry& entry, ForwardRoute& route) {
  route.prefix = entry.text("prefix");
  if (route.prefix.size() > RouteTable::longest_prefix) return entry.fail("prefix", "is too long");
  if (route.prefix.find_first_of("?#") != std::string::npos) return entry.fail("prefix", "must be a path alone");
  auto path = normalised_path(route.prefix);
  if (!path) return entry.fail("prefix", "must be a path like /api/orders");
  while (path->size() > 1 && path->ends_with('/')) path->pop_back();
  route.prefix = std::move(*path);
  const auto first = std::string_view(route.prefix).substr(1, route.prefix.find('/', 1) - 1);
  if (first == "health" || first == "metrics" || first == "quotas")
    entry.fail("prefix", "is a page of the daemon's own, which no route can take");
}

void read_url(Entry& entry, ForwardRoute& route) {
  auto url = parse_url(entry.text("url"));
  if (!url) return entry.fail("url", "must be an http or https address");
  if (url->target.find('?') != std::string::npos) return entry.fail("url", "must be without a query");
  auto path = normalised_path(url->target);
  if (!path) return entry.fail("url", "has a path that could be read in two ways");
  while (path->ends_with('/')) path->pop_back();
  url->target = std::move(*path);
  route.url = std::move(*url);
}

void read_patience(Entry& entry, ForwardRoute& route) {
  route.timeout = ForwardRoute::ms(entry.number("timeoutMs", route.timeout.count(), 1, hour));
  route.idle = ForwardRoute::ms(entry.number("idleMs", route.idle.count(), 1, 24 * hour));
  route.retries = static_cast<unsigned>(entry.number("retries", 0, 0, 10));
  const auto* breaker = entry.object.if_contains("breaker");
  if (!breaker) return;
  if (!breaker->is_object()) return entry.fail("breaker", "must be an object");
  Entry rule{breaker->get_object()};
  route.breaker.failures = static_cast<unsigned>(rule.number("failures", route.breaker.failures, 1, 1000));
  route.breaker.open = ForwardRoute::ms(rule.number("openMs", route.breaker.open.count(), 1, hour));
  if (!rule.wrong.empty()) entry.fail("breaker", "has a member that is wrong: " + rule.wrong);
}

ForwardRoute read_route(Entry& entry) {
  ForwardRoute route;
  route.id = entry.text("id");
  if (!is_word(route.id)) entry.fail("id", "must be a word of at most 64 letters, digits, _ and -");
  read_prefix(entry, route);
  route.service = entry.text("service");
  if (entry.object.contains("url") == entry.object.contains("service")) entry.fail("url", "or 'service' must be there, and not both");
  else if (entry.object.contains("service") && !is_word(route.service)) entry.fail("service", "must be the name of a service");
  else if (entry.object.contains("url")) read_url(entry, route);
  route.keep_prefix = entry.flag("keepPrefix");
  route.is_public = entry.flag("public");
  route.allow_private = entry.flag("allowPrivate");
  route.health_path = entry.text("healthPath");
  if (!route.health_path.empty() && !normalised_path(route.health_path)) entry.fail("healthPath", "must be a path like /health");
  read_patience(entry, route);
  return route;
}

Error wrong_route(const ForwardRoute& route, std::size_t number, const std::string& why) {
  const std::string name = is_word(route.id) ? route.id : "number " + std::to_string(number);
  return usage_error("The route " + name + " cannot be used: " + why + ".");
}

}  // namespace

std::string ForwardRoute::path_there(std::string_view path) const {
  if (!keep_prefix && prefix != "/") path.remove_prefix(prefix.size());
  std::string there = to_service() ? "/" + service : url->target;
  there.append(path);
  return there.empty() ? "/" : there;
}

Result<std::shared_ptr<const RouteTable>> RouteTable::parse(const json::array& document) {
  auto table = std::make_shared<RouteTable>();
  if (document.size() > most_routes) return usage_error("There are more than " + std::to_string(most_routes) + " routes.");
  table->routes_.reserve(document.size());  // never moved: by_prefix_ has views of them
  std::vector<std::string_view> ids;
  for (const auto& value : document) {
    const std::size_t number = table->routes_.size() + 1;
    if (!value.is_object()) return usage_error("The route number " + std::to_string(number) + " is not an object.");
    Entry entry{value.get_object()};
    auto route = read_route(entry);
    if (!entry.wrong.empty()) return wrong_route(route, number, entry.wrong);
    if (std::find(ids.begin(), ids.end(), route.id) != ids.end()) return wrong_route(route, number, "another has the same 'id'");
    if (table->by_prefix_.contains(route.prefix)) return wrong_route(route, number, "another has the prefix " + route.prefix);
    const auto& kept = table->routes_.emplace_back(std::move(route));
    ids.push_back(kept.id);
    table->by_prefix_.emplace(kept.prefix, &kept);
    table->longest_ = std::max(table->longest_, kept.prefix.size());
  }
  return std::shared_ptr<const RouteTable>(std::move(table));
}

const ForwardRoute* RouteTable::find(std::string_view path) const {
  if (by_prefix_.empty()) return nullptr;
  // From the longest beginning that may be a prefix to the shortest, each time less one segment.
  std::size_t end = path.size();
  while (end > longest_ && end > 0) end = path.rfind('/', end - 1);
  for (; end != path.npos && end > 0; end = path.rfind('/', end - 1))
    if (const auto found = by_prefix_.find(path.substr(0, end)); found != by_prefix_.end()) return found->second;
  const auto all = by_prefix_.find("/");
  return all == by_prefix_.end() ? nullptr : all->second;
}

}  // namespace chitty::host::daemon
