// GET /routes/test: where a path would lead. Nothing is sent.
#include <array>
#include <algorithm>
#include <chitty/answers.hpp>
#include <chittygateway_names.hpp>

#include "../prefix.hpp"
#include "destination.hpp"
#include "limit_state.hpp"

namespace chittygateway::routes {

using namespace chitty;

namespace {

struct Found {
  std::string by = "nothing", to, service;
};

Result<Found> found_for(Service& service, const std::string& path) {
  constexpr std::array pages{"health", "metrics", "quotas"};
  const auto first = first_segment(path);
  if (std::find(pages.begin(), pages.end(), first) != pages.end()) return Found{"page", "/" + first, {}};
  CHITTY_TRY(const auto installed, service.scopes_of_services());
  if (installed && installed->contains(first)) return Found{"service", first, first};
  CHITTY_TRY(const auto rows, service.store().query("SELECT * FROM gateway_routes ORDER BY length(prefix) DESC"));
  for (const auto& row : rows) {
    const auto prefix = text_in(row, "prefix");
    if (!leads(prefix, path)) continue;
    const auto rest = row.at("keep_prefix") == 1 && row.at("service").is_null() ? path : prefix == "/" ? path
                                                                                                       : path.substr(prefix.size());
    const auto name = text_in(row, "service");
    return Found{"route", (name.empty() ? text_in(row, "url") : "/" + name) + rest, name};
  }
  return Found{};
}

}  // namespace

Result<Response> test_route(Service& service, const TestRoute& given) {
  CHITTY_TRY(const auto path, prefix_of(given.query.path));
  CHITTY_TRY(const auto found, found_for(service, path));
  json::array limits;
  CHITTY_TRY(const auto rows, service.store().query("SELECT * FROM gateway_limits ORDER BY target, user_id, of_each"));
  for (const auto& row : rows) {
    const auto target = text_in(row, "target");
    const bool counts = target == "*" || (target.front() == '/' ? leads(target, path) : target == found.service);
    if (counts && found.by != "page") limits.emplace_back(text_in(row, "rate") + " of " + of_whom(row) + " to " + target);
  }
  return answer(service, {{"path", path}, {"by", found.by}, {"to", text_or_null(found.to)}, {"limits", std::move(limits)}});
}

}  // namespace chittygateway::routes
