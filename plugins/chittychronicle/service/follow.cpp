// GET /events/follow: events as they are recorded, on whichever daemon, as server-sent events. Each has its `seq` as id, by
// which a client that comes again (Last-Event-ID, `after`) misses none.
#include <chittychronicle_names.hpp>

#include <charconv>

#include "../event_record.hpp"
#include "../event_text.hpp"
#include "filter.hpp"
#include "journal.hpp"

namespace chittychronicle::routes {

using namespace chitty;

namespace {

constexpr std::size_t most = 500;                      // events at a time
constexpr auto silence = std::chrono::seconds(15);     // then a comment says that the line is open
constexpr auto pause = std::chrono::milliseconds(20);  // after a change, so that a flood of them is read in pieces worth reading

Result<std::int64_t> begin_behind(Service& service, const std::optional<std::int64_t>& after) {
  if (after) return *after;
  const auto last = service.header("Last-Event-ID");
  std::int64_t seq = 0;
  if (const auto [end, wrong] = std::from_chars(last.data(), last.data() + last.size(), seq); !last.empty() && wrong == std::errc() && end == last.data() + last.size())
    return seq;
  CHITTY_TRY(const auto row, service.store().row("SELECT size FROM chronicle_log", {}, "The state of the chronicle is gone."));
  return row.at("size").as_int64();
}

}  // namespace

Result<Response> follow(Service& service, const Follow& given) {
  CHITTY_TRY(auto seq, begin_behind(service, given.query.after));
  CHITTY_TRY(auto select, Filter::of(given.query).select(service, selected_columns()));
  select.sql += " AND seq > :seq ORDER BY seq LIMIT " + std::to_string(most);
  CHITTY_DO(service.begin(200, {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}}));
  using Clock = std::chrono::steady_clock;
  auto said_at = Clock::now();
  std::uint64_t seen = 0;
  bool more = false;
  do {
    select.parameters["seq"] = seq;
    std::vector<std::string> rows;
    CHITTY_DO(service.store().each_text(select.sql, select.parameters, [&](std::string_view row) {
      rows.emplace_back(row);
      return true;
    }));
    for (const auto& row : rows) {
      const auto number = ObjectView(row).raw("seq");
      std::from_chars(number.data(), number.data() + number.size(), seq);
      CHITTY_DO(service.write("id: " + std::string(number) + "\ndata: " + event_text(row) + "\n\n"));
    }
    const bool silent = rows.empty() && Clock::now() - said_at >= silence;
    if (silent) CHITTY_DO(service.write(": waiting\n\n"));
    if (silent || !rows.empty()) said_at = Clock::now();
    more = rows.size() == most;
  } while (service.wait(pause) && (more || service.wait_for_change(seen, silence)));
  return Response::done();
}

}  // namespace chittychronicle::routes
