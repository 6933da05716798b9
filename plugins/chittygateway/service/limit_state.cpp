#include "limit_state.hpp"

#include <algorithm>
#include <chitty/members.hpp>
#include <chitty/time.hpp>
#include <chittygateway_names.hpp>

namespace chittygateway {

using namespace chitty;

namespace {

// As the daemon counts (its interval between two requests, in nanoseconds).
struct Counted {
  std::int64_t interval, burst, owed;
  std::int64_t used() const { return std::min(burst, (owed + interval - 1) / interval); }
};

Counted counted(const Row& limit, const Row* state, std::int64_t now_ms) {
  const auto requests = limit.at("requests").as_int64(), period_ns = limit.at("period_ms").as_int64() * 1'000'000;
  Counted result{(period_ns + requests - 1) / requests, limit.at("burst").as_int64(), 0};
  if (state) result.owed = std::max<std::int64_t>(0, state->at("tat").as_int64() - now_ms * 1'000'000);
  return result;
}

}  // namespace

std::string of_whom(const Row& limit) {
  const auto user = text_in(limit, "user_id");
  return !user.empty() ? "user " + user : limit.at("of_each") == 1 ? "each"
                                                                   : "all together";
}

json::object shown_limit(const Row& limit) {
  Row row = limit;
  row["of"] = of_whom(limit);
  row["user"] = limit.at("user_id");
  row["each"] = limit.at("of_each");
  return record_of(row, shapes::limit);
}

json::object shown_with_state(const Row& limit, const Row* state, std::int64_t now_ms) {
  auto shown = shown_limit(limit);
  const auto now = counted(limit, state, now_ms);
  shown["used"] = now.used();
  shown["left"] = now.burst - now.used();
  shown["wholeAt"] = now.owed > 0 ? json::value(rfc3339(now_ms + now.owed / 1'000'000)) : json::value(nullptr);
  shown["refused"] = state ? state->at("refused") : json::value(0);
  if (state && limit.at("of_each") == 1) shown["of"] = text_in(*state, "subject");
  return shown;
}

Result<Rows> states_of(Service& service, const Row& limit, std::int64_t most) {
  CHITTY_TRY(const auto epoch, epoch_of(service, text_in(limit, "target")));
  CHITTY_TRY(auto rows, service.store().query("SELECT r.subject, r.tat, r.refused, r.epoch - COALESCE(e.epoch, 0) AS epoch FROM chitty_rates AS r"
                                              " LEFT JOIN gateway_resets AS e ON e.subject = r.subject"
                                              " WHERE r.limit_id = :id ORDER BY r.tat DESC, r.subject LIMIT :most",
                                              {{"id", limit.at("id")}, {"most", most}}));
  std::erase_if(rows, [&](const Row& row) { return row.at("epoch") != epoch; });
  return rows;
}

Result<std::int64_t> epoch_of(Service& service, const std::string& subject) {
  CHITTY_TRY(const auto row, service.store().find("SELECT epoch FROM gateway_resets WHERE subject = :subject", {{"subject", subject}}));
  return row ? row->at("epoch").as_int64() : 0;
}

}  // namespace chittygateway
