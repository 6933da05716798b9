// chitty os metrics: what the daemon counts, as a table, as JSON, or as Prometheus reads it.
#include "commands.hpp"

#include "../ecosystem/places.hpp"
#include "../metrics/page.hpp"
#include "../metrics/table.hpp"

#include <chitty/members.hpp>

#include <algorithm>

namespace os::commands {

namespace {

using metrics::samples_of;

// The remote of this name that is somewhere else than below the environment's own address; none where the daemon speaks for it.
Result<std::optional<Place>> elsewhere(Host& host, const std::string& name) {
  const auto environment = environment_of(host);
  CHITTY_TRY(const auto all, places(host));
  for (const auto& place : all)
    if (place.name == name && !place.base_url.empty() && (environment.base_url.empty() || !place.base_url.starts_with(environment.base_url + "/")))
      return std::optional(place);
  return std::optional<Place>();
}

// How many requests a service had in each of the last eight stretches of the period, the oldest first: differences of what the gateway
// counted since then. Empty where there is no gateway that counts.
std::map<std::string, std::vector<double>> history(Host& host, std::int64_t period_ms) {
  constexpr int stretches = 8;
  std::map<std::string, std::vector<double>> since;
  for (int i = stretches; i > 0; --i) {
    const auto counted = host.run({"gateway", "analytics", "--by", "service", "--period", std::to_string(period_ms * i / stretches) + "ms"});
    if (!counted) return {};
    for (const auto& row : *counted) {
      auto& of = since[text_in(row, "service")];
      of.resize(stretches);
      const auto* requests = row.is_object() ? row.get_object().if_contains("requests") : nullptr;
      of[static_cast<std::size_t>(stretches - i)] = requests && requests->is_number() ? requests->to_number<double>() : 0;
    }
  }
  for (auto& [service, counts] : since)
    for (std::size_t i = 0; i + 1 < counts.size(); ++i) counts[i] = std::max(0.0, counts[i] - counts[i + 1]);
  return since;
}

void add_history(Host& host, json::array& rows, std::int64_t period_ms) {
  const auto all = history(host, period_ms);
  for (auto& row : rows) {
    const auto found = all.find(text_in(row, "service"));
    if (found == all.end() || row.as_object().contains("route")) continue;
    row.as_object()["history"] = json::array(found->second.begin(), found->second.end());
    row.as_object()["trend"] = metrics::sparkline(found->second);
  }
}

std::string services_in(const std::vector<metrics::Sample>& samples) {
  std::string names;
  for (const auto& row : metrics::rows_of(samples, {})) names += (names.empty() ? "" : ", ") + text_in(row, "service");
  return names;
}

Error no_such(const std::string& name, const std::vector<metrics::Sample>& samples) {
  return make_error(Code::not_found, "no metrics of a service '" + name + "'", "Here: " + services_in(samples));
}

Result<Reply> raw(Host& host, const std::string& page) {
  CHITTY_DO(host.bytes(page));
  return Reply::nothing();
}

}  // namespace

Result<Reply> metrics(const Metrics& args, Host& host) {
  if (!args.service.empty()) {
    CHITTY_TRY(const auto place, elsewhere(host, args.service));
    if (place) {
      CHITTY_TRY(const auto page, metrics::page_of_service(host, place->name, place->base_url));
      return args.prometheus ? raw(host, page) : Reply::records(metrics::plain_rows(samples_of(page)));
    }
  }
  CHITTY_TRY(const auto page, metrics::page_of_daemon(host));
  const auto samples = samples_of(page);
  auto rows = metrics::rows_of(samples, args.service);
  if (!args.service.empty() && rows.empty()) return no_such(args.service, samples);
  if (args.prometheus) return raw(host, args.service.empty() ? page : metrics::lines_of_service(page, args.service));
  if (args.service.empty()) add_history(host, rows, args.period.value_or(86'400'000));
  return Reply::records(std::move(rows));
}

}  // namespace os::commands
