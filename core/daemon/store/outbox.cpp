#include "daemon/store/outbox.hpp"

#include "base/time.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace chitty::host::daemon {
namespace {

constexpr std::string_view dropped_type = "events.dropped";

// A number of an object that is given as text; 0 where there is none.
std::int64_t number_in(std::string_view text, std::string_view member) {
  boost::system::error_code ec;
  const auto value = json::parse(text, ec);
  const auto* object = ec ? nullptr : value.if_object();
  const auto* number = object ? object->if_contains(member) : nullptr;
  return number && number->is_int64() ? number->get_int64() : 0;
}

// What an earlier row of "events.dropped" has counted: its column `data` is text, or JSON as it is.
std::int64_t counted_in(std::string_view row) {
  boost::system::error_code ec;
  const auto value = json::parse(row, ec);
  if (ec || !value.is_object()) return 0;
  const auto& data = value.get_object().at("data");
  return data.is_string() ? number_in(data.get_string(), "count") : number_in(json::serialize(data), "count");
}

// Both ends of the table: {first id, last id}, {0, 0} when it is empty.
Result<std::pair<std::int64_t, std::int64_t>> ends_of(StoreConnection& connection) {
  std::pair<std::int64_t, std::int64_t> ends{0, 0};
  auto read = connection.run("SELECT MIN(id) AS first, MAX(id) AS last FROM events_outbox", {}, [&](std::string_view row) {
    ends = {number_in(row, "first"), number_in(row, "last")};
    return Result<void>();
  });
  if (!read) return read.error();
  return ends;
}

struct Dropped {
  std::int64_t now = 0, before = 0;  // events that go; those that went earlier, as counted by rows that go
};

Result<Dropped> drop_until(StoreConnection& connection, std::int64_t last) {
  Dropped dropped;
  const json::object until{{"last", last}, {"type", dropped_type}};
  auto earlier = connection.run("SELECT data FROM events_outbox WHERE id <= :last AND type = :type", until, [&](std::string_view row) {
    dropped.before += counted_in(row);
    return Result<void>();
  });
  if (!earlier) return earlier.error();
  auto counts = connection.run("DELETE FROM events_outbox WHERE id <= :last AND type = :type", until);
  if (!counts) return counts.error();
  auto events = connection.run("DELETE FROM events_outbox WHERE id <= :last", {{"last", last}});
  if (!events) return events.error();
  dropped.now = static_cast<std::int64_t>(*events);
  return dropped;
}

Result<std::int64_t> trim(StoreConnection& connection, std::int64_t now_ms, std::int64_t last) {
  auto dropped = drop_until(connection, last);
  if (!dropped) return dropped.error();
  if (dropped->now == 0) return std::int64_t{0};  // another daemon was first
  const json::object data{{"count", dropped->now + dropped->before}};
  auto told = connection.run("INSERT INTO events_outbox (at, service, type, data) VALUES (:at, 'chittyd', :type, :data)",
                             {{"at", rfc3339(now_ms)}, {"type", dropped_type}, {"data", json::serialize(data)}});
  if (!told) return told.error();
  return dropped->now;
}

}  // namespace

Result<std::int64_t> trim_outbox(StoreConnection& connection, std::int64_t now_ms, const OutboxLimit& limit) {
  const auto ends = ends_of(connection);
  if (!ends) return ends.error();
  const auto [first, last] = *ends;
  if (last - first + 1 <= limit.rows + limit.slack) return std::int64_t{0};
  if (auto begun = connection.begin(); !begun) return begun.error();
  auto trimmed = trim(connection, now_ms, last - limit.rows);
  auto ended = trimmed ? connection.commit() : connection.rollback();
  if (trimmed && !ended) return ended.error();
  return trimmed;
}

}  // namespace chitty::host::daemon
