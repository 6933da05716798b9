#include "journal.hpp"

#include <boost/json/serialize.hpp>
#include <chitty/answers.hpp>
#include <chitty/hex.hpp>

#include "../event_record.hpp"
#include "checkpoints.hpp"
#include "tree_nodes.hpp"

namespace chittychronicle {

using namespace chitty;

namespace {

constexpr std::size_t rows_at_once = 32;  // of one statement, so that few texts are prepared

// "INSERT … VALUES (:seq0, …), (:seq1, …)".
std::string insert_of(std::size_t rows) {
  std::string sql = "INSERT INTO chronicle_events (" + selected_columns() + ") VALUES ";
  for (std::size_t row = 0; row < rows; ++row) {
    const auto number = std::to_string(row);
    sql += row == 0 ? "(" : ", (";
    for (const auto column : event_columns) sql.append(":").append(column).append(number).append(", ");
    sql.append(":chain").append(number).append(")");
  }
  return sql;
}

Result<void> write(Service& service, const std::vector<Row>& events) {
  static const std::string many = insert_of(rows_at_once), one = insert_of(1);
  for (std::size_t at = 0; at < events.size();) {
    const std::size_t count = events.size() - at >= rows_at_once ? rows_at_once : 1;
    json::object parameters;
    parameters.reserve(count * (event_columns.size() + 1));
    for (std::size_t row = 0; row < count; ++row)
      for (const auto& [column, value] : events[at + row]) parameters.emplace(std::string(column) + std::to_string(row), value);
    CHITTY_DO(service.store().execute(count == 1 ? one : many, parameters));
    at += count;
  }
  return {};
}

Result<std::string> bytes_of(const Row& row, std::string_view column) {
  auto bytes = from_hex(text_in(row, column));
  if (!bytes || bytes->size() != 32) return make_error(Code::host_fault, "The state of the chronicle is damaged: " + std::string(column) + ".");
  return *bytes;
}

Result<Merkle> tree_of(Service& service, const Row& row, std::string_view size, std::string_view peaks) {
  auto tree = Merkle::of(service.crypto(), static_cast<std::uint64_t>(row.at(size).as_int64()), text_in(row, peaks));
  if (!tree) return make_error(Code::host_fault, "The state of the chronicle is damaged: " + std::string(peaks) + ".");
  return *tree;
}

}  // namespace

Result<void> start(Service& service) {
  return service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto there, service.store().find("SELECT origin FROM chronicle_log"));
    if (there) return {};
    CHITTY_TRY(const auto chance, service.crypto().random(8));
    const auto origin = "chittychronicle/" + hex(chance), now = rfc3339(service.now());
    const auto chain = hex(first_chain(service.crypto(), origin));
    CHITTY_DO(service.store().execute(
        "INSERT INTO chronicle_log (one, origin, size, chain, peaks, before_size, before_chain, before_peaks)"
        " VALUES (1, :origin, 0, :chain, '', 0, :chain, '')",
        {{"origin", origin}, {"chain", chain}}));
    CHITTY_TRY(const auto jwk, service.crypto().generate_key("EdDSA"));
    CHITTY_DO(service.store().execute("INSERT INTO chronicle_keys (kid, jwk, created_at) VALUES (:kid, :jwk, :now)",
                                      {{"kid", text_in(json::parse(jwk), "kid")}, {"jwk", jwk}, {"now", now}}));
    return {};
  });
}

Result<LogState> read_state(Service& service) {
  CHITTY_TRY(const auto row, service.store().row("SELECT * FROM chronicle_log", {}, "The state of the chronicle is gone."));
  CHITTY_TRY(auto chain, bytes_of(row, "chain"));
  CHITTY_TRY(auto tree, tree_of(service, row, "size", "peaks"));
  CHITTY_TRY(auto removed_chain, bytes_of(row, "before_chain"));
  CHITTY_TRY(auto removed_tree, tree_of(service, row, "before_size", "before_peaks"));
  const auto removed = removed_tree.size();
  return LogState{text_in(row, "origin"), std::move(chain), std::move(tree), removed, std::move(removed_chain), std::move(removed_tree)};
}

Result<std::string> chain_before(Service& service, const LogState& state, std::int64_t seq) {
  if (seq == 1) return first_chain(service.crypto(), state.origin);
  if (static_cast<std::uint64_t>(seq) == state.removed + 1) return state.removed_chain;
  CHITTY_TRY(const auto row, service.store().row("SELECT chain FROM chronicle_events WHERE seq = :seq", {{"seq", seq - 1}}, "The chronicle is damaged before event " + std::to_string(seq) + "."));
  return bytes_of(row, "chain");
}

Result<void> append(Service& service, std::vector<Row>& events) {
  if (events.empty()) return {};
  CHITTY_TRY(auto state, read_state(service));
  CHITTY_DO(write_missing_nodes(service, state));
  const auto crypto = service.crypto();
  const auto now = rfc3339(service.now());
  NewNodes nodes(crypto, state.tree);
  for (auto& event : events) {
    CHITTY_TRY(const auto id, new_ordered_id(service));
    event["seq"] = static_cast<std::int64_t>(state.tree.size() + 1);
    event["id"] = id;
    event["created_at"] = now;
    for (const auto column : event_columns) event.emplace(column, nullptr);
    state.chain = chain_of(crypto, state.chain, event);
    state.tree.add(state.chain);
    nodes.add(state.chain);
    event["chain"] = hex(state.chain);
  }
  CHITTY_DO(write(service, events));
  CHITTY_DO(nodes.write(service));
  CHITTY_DO(service.store().execute(
      "UPDATE chronicle_log SET size = :size, chain = :chain, peaks = :peaks",
      {{"size", state.tree.size()}, {"chain", hex(state.chain)}, {"peaks", state.tree.peaks()}}));
  return sign_when_due(service, state);
}

}  // namespace chittychronicle
