#include "daemon/gate/rate_table.hpp"

#include <boost/json/parse.hpp>

namespace chitty::host::daemon {
namespace {

// The row's `tat`, not in the past and not further than a whole burst away: a clock set back, or a limit made smaller.
constexpr const char* base =
    "(CASE WHEN r.tat <= excluded.at THEN excluded.at WHEN r.tat > excluded.at + :room THEN excluded.at + :room ELSE r.tat END)";

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
  return text;
}

json::value text(const std::string& value) { return json::value(value); }
json::value number(std::uint64_t value) { return json::value(static_cast<std::int64_t>(value)); }

}  // namespace

RateTable::RateTable(const Dialect& dialect, std::int64_t (*now)()) : now_(now), own_clock_(std::string_view(dialect.clock()).empty()) {
  const std::string clock = own_clock_ ? "CAST(:clock AS BIGINT)" : dialect.clock();
  const auto statement = [&](std::string sql) { return replaced(replaced(std::move(sql), "{base}", base), "{clock}", clock); };
  take_ = statement(
      "INSERT INTO chitty_rates AS r (key, limit_id, subject, epoch, tat, at, granted, refused)"
      " SELECT CAST(:key AS TEXT), CAST(:limit AS TEXT), CAST(:subject AS TEXT), CAST(:epoch AS BIGINT),"
      " c.at + CAST(:want AS BIGINT) * CAST(:interval AS BIGINT), c.at, CAST(:want AS BIGINT), 0 FROM (SELECT {clock} AS at) AS c WHERE 1 = 1"
      " ON CONFLICT (key) DO UPDATE SET at = excluded.at,"
      " granted = CASE WHEN excluded.at + :room - {base} < :want * :interval THEN (excluded.at + :room - {base}) / :interval ELSE :want END,"
      " tat = CASE WHEN excluded.at + :room - {base} < :want * :interval"
      " THEN {base} + ((excluded.at + :room - {base}) / :interval) * :interval ELSE {base} + :want * :interval END"
      " WHERE {base} + :need * :interval <= excluded.at + :room RETURNING granted, tat - at AS owed");
  look_ = statement("SELECT tat - {clock} AS owed FROM chitty_rates WHERE key = :key");
  tell_ = statement(
      "INSERT INTO chitty_rates AS r (key, limit_id, subject, epoch, tat, at, granted, refused)"
      " SELECT CAST(:key AS TEXT), CAST(:limit AS TEXT), CAST(:subject AS TEXT), CAST(:epoch AS BIGINT), c.at + CAST(:owed AS BIGINT), c.at, 0,"
      " CAST(:refused AS BIGINT) FROM (SELECT {clock} AS at) AS c WHERE 1 = 1"
      " ON CONFLICT (key) DO UPDATE SET at = excluded.at, refused = r.refused + excluded.refused,"
      " tat = CASE WHEN r.tat > excluded.tat THEN r.tat ELSE excluded.tat END");
  give_back_ = "UPDATE chitty_rates SET tat = tat - CAST(:back AS BIGINT) WHERE key = :key";
  sweep_ = statement("DELETE FROM chitty_rates WHERE tat < {clock} - 3600000000000 AND at < {clock} - 3600000000000");
  beat_ = statement(
      "INSERT INTO chitty_daemons (id, at, shares) SELECT CAST(:id AS TEXT), c.at, CAST(:shares AS BIGINT) FROM (SELECT {clock} AS at) AS c WHERE 1 = 1"
      " ON CONFLICT (id) DO UPDATE SET at = excluded.at, shares = excluded.shares");
  others_ = statement("SELECT COUNT(*) AS there, COALESCE(SUM(shares), 0) AS sharing FROM chitty_daemons WHERE id <> :id AND at > {clock} - :silence");
}

json::object RateTable::with_clock(json::object parameters) const {
  if (own_clock_) parameters["clock"] = now_();
  return parameters;
}

Result<RateTable::Taken> RateTable::take(StoreConnection& connection, const PolicyLimit& limit, const RateBucket& bucket, std::uint64_t need,
                                         std::uint64_t want) const {
  Taken taken;
  const auto read = [&](std::string_view row) -> Result<void> {
    const auto said = json::parse(row).as_object();
    taken.granted = static_cast<std::uint64_t>(said.at("granted").as_int64());
    taken.owed = said.at("owed").as_int64();
    return {};
  };
  auto asked = connection.run(take_, with_clock({{"key", text(bucket.key)}, {"limit", text(bucket.limit_id)}, {"subject", text(bucket.subject)}, {"epoch", number(bucket.epoch)}, {"want", number(want)}, {"need", number(need)}, {"interval", limit.interval()}, {"room", limit.room()}}), read);
  if (!asked) return asked.error();
  return taken.granted > 0 ? Result<Taken>(taken) : look(connection, bucket);
}

Result<RateTable::Taken> RateTable::look(StoreConnection& connection, const RateBucket& bucket) const {
  Taken taken;
  auto looked = connection.run(look_, with_clock({{"key", text(bucket.key)}}), [&](std::string_view row) -> Result<void> {
    taken.owed = json::parse(row).as_object().at("owed").as_int64();
    return {};
  });
  if (!looked) return looked.error();
  return taken;
}

Result<void> RateTable::tell(StoreConnection& connection, const RateBucket& bucket, std::int64_t owed, std::uint64_t refused) const {
  auto told = connection.run(tell_, with_clock({{"key", text(bucket.key)}, {"limit", text(bucket.limit_id)}, {"subject", text(bucket.subject)}, {"epoch", number(bucket.epoch)}, {"owed", owed}, {"refused", number(refused)}}));
  return told ? Result<void>() : Result<void>(told.error());
}

Result<void> RateTable::give_back(StoreConnection& connection, const RateBucket& bucket, std::uint64_t units) const {
  auto given = connection.run(give_back_, {{"key", text(bucket.key)}, {"back", static_cast<std::int64_t>(units) * bucket.interval}});
  return given ? Result<void>() : Result<void>(given.error());
}

Result<void> RateTable::sweep(StoreConnection& connection) const {
  auto swept = connection.run(sweep_, with_clock({}));
  return swept ? Result<void>() : Result<void>(swept.error());
}

Result<RateTable::Others> RateTable::beat(StoreConnection& connection, const std::string& id, bool shares) const {
  if (auto beaten = connection.run(beat_, with_clock({{"id", text(id)}, {"shares", shares ? 1 : 0}})); !beaten) return beaten.error();
  Others others;
  auto read = connection.run(others_, with_clock({{"id", text(id)}, {"silence", silence}}), [&](std::string_view row) -> Result<void> {
    const auto said = json::parse(row).as_object();
    others.there = static_cast<std::size_t>(said.at("there").to_number<std::int64_t>());
    others.sharing = static_cast<std::size_t>(said.at("sharing").to_number<std::int64_t>());
    return {};
  });
  if (!read) return read.error();
  return others;
}

Result<void> RateTable::leave(StoreConnection& connection, const std::string& id) const {
  auto left = connection.run("DELETE FROM chitty_daemons WHERE id = :id", {{"id", text(id)}});
  return left ? Result<void>() : Result<void>(left.error());
}

}  // namespace chitty::host::daemon
