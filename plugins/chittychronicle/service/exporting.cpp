// GET /export: any number of events in constant memory, oldest first; `after` goes on behind an event that is there already.
#include <chittychronicle_names.hpp>

#include "../event_record.hpp"
#include "../export_text.hpp"
#include "filter.hpp"

namespace chittychronicle::routes {

using namespace chitty;

Result<Response> export_events(Service& service, const ExportEvents& given) {
  CHITTY_TRY(auto select, Filter::of(given.query).select(service, selected_columns()));
  select.sql += " AND seq > :after ORDER BY seq";
  select.parameters["after"] = given.query.after;
  ExportText text(*export_format(given.query.format), given.query.after == 0);
  CHITTY_DO(service.begin(200, {{"Content-Type", text.content_type()}}));
  Result<void> written = service.write(text.begin());
  CHITTY_DO(service.store().each_text(select.sql, select.parameters, [&](std::string_view row) {
    written = service.write(text.event(row));
    return written.has_value() && !service.cancelled();
  }));
  if (!written) return written.error();
  CHITTY_DO(service.write(text.end()));
  return Response::done();
}

}  // namespace chittychronicle::routes
