// GET /v1/analytics/export: a file, piece by piece. GET /v1/analytics/now: the sums of the last minutes.
#include <chittyportal_names.hpp>

#include "answering.hpp"
#include "export_text.hpp"
#include "traffic.hpp"

namespace chittyportal::routes {

using namespace chitty;

namespace {

Error no_gateway() { return make_error(Code::not_found, "Requests are not counted here: chittygateway is not installed.", "List the plugins: chitty plugin list"); }

Result<json::array> counted(Service& service, std::int64_t from, std::int64_t to, std::int64_t step, std::string_view by, bool histogram = false) {
  auto rows = traffic(service, from, to, step, by, histogram);
  if (!rows && rows.error().code == Code::not_found) return no_gateway();
  return rows;
}

}  // namespace

// Asked of the gateway a few steps at a time, so that a year takes no more memory than a day.
Result<Response> export_analytics(Service& service, const ExportAnalytics& given) {
  const auto& query = given.query;
  const auto step = query.step == "minute" ? a_minute : query.step == "day" ? a_day
                                                                            : an_hour;
  const auto window = std::max(step, 6 * an_hour);
  const auto end = service.now(), begin = (end - query.periodMs) - (end - query.periodMs) % step;
  ExportText text(query.format);
  CHITTY_TRY(auto rows, counted(service, begin, std::min(begin + window, end), step, "route"));
  auto headers = safe_headers(text.media_type());
  headers["Content-Disposition"] = "attachment; filename=\"traffic." + query.format + "\"";
  CHITTY_DO(service.begin(200, headers));
  CHITTY_DO(service.write(text.head()));
  for (auto from = begin;;) {
    std::string piece;
    for (const auto& row : rows) piece += text.row(row.as_object());
    CHITTY_DO(service.write(piece));
    from += window;
    if (from >= end || !service.flush()) break;
    CHITTY_TRY(rows, counted(service, from, std::min(from + window, end), step, "route"));
  }
  CHITTY_DO(service.write(text.foot()));
  return Response::done();
}

Result<Response> analytics_now(Service& service) {
  const auto now = service.now();
  CHITTY_TRY(auto rows, counted(service, now - now % a_minute - 3 * a_minute, now + a_minute, a_minute, "all", true));
  return Response(json::object{{"now", now}, {"minutes", std::move(rows)}});
}

Result<Response> health(Service& service) {
  CHITTY_DO(service.store().find("SELECT 1 AS one FROM portal_links LIMIT 1"));
  return Response(json::object{{"status", "ok"}, {"service", service.name()}, {"version", service.version()}});
}

}  // namespace chittyportal::routes
