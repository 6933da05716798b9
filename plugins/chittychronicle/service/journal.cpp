#include "journal.hpp"

#include <array>
#include <bitset>
#include <boost/json/monotonic_resource.hpp>
#include <charconv>
#include <chitty/answers.hpp>
#include <chitty/hex.hpp>
#include <map>

#include "../event_record.hpp"
#include "checkpoints.hpp"
#include "tree_nodes.hpp"

namespace chittychronicle {

using namespace chitty;

namespace {

constexpr std::size_t rows_at_once = 32;  // of one statement, so that few texts are prepared

// Those columns of an event that are not null, by their number, and the chain: nothing is bound for the others.
using Filled = std::bitset<event_columns.size() + 1>;

std::string_view column_name(std::size_t i) { return i < event_columns.size() ? event_columns[i] : "chain"; }

using Values = std::array<const json::value*, event_columns.size() + 1>;

Values values_of(const Row& event) {
  Values values;
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = &event.at(column_name(i));
  return values;
}

Filled filled_in(const Values& event) {
  Filled filled;
  for (std::size_t i = 0; i < filled.size(); ++i) filled[i] = !event[i]->is_null();
  return filled;
}

using Name = std::array<char, 12>;

// "e17_31", for a column and a row.
std::string_view parameter(Name& name, std::size_t column, std::size_t row) {
  auto* at = name.data();
  *at++ = 'e';
  at = std::to_chars(at, name.end(), column).ptr;
  *at++ = '_';
  at = std::to_chars(at, name.end(), row).ptr;
  return {name.data(), static_cast<std::size_t>(at - name.data())};
}

// "INSERT … VALUES (:e0_0, …), (:e0_1, …)".
std::string insert_of(const Filled& filled, std::size_t rows) {
  std::string columns, sql;
  for (std::size_t i = 0; i < filled.size(); ++i)
    if (filled[i]) columns.append(columns.empty() ? "" : ", ").append(column_name(i));
  Name name;
  for (std::size_t row = 0; row < rows; ++row) {
    std::string values;
    for (std::size_t i = 0; i < filled.size(); ++i)
      if (filled[i]) values.append(values.empty() ? ":" : ", :").append(parameter(name, i, row));
    sql.append(row == 0 ? "(" : ", (").append(values).append(")");
  }
  return "INSERT INTO chronicle_events (" + columns + ") VALUES " + sql;
}

Result<void> write_alike(Service& service, const Filled& filled, const std::vector<Values>& events) {
  const auto many = events.size() >= rows_at_once ? insert_of(filled, rows_at_once) : std::string(), one = insert_of(filled, 1);
  Name name;
  for (std::size_t at = 0; at < events.size();) {
    const std::size_t count = events.size() - at >= rows_at_once ? rows_at_once : 1;
    json::monotonic_resource memory;
    json::object parameters(&memory);
    parameters.reserve(count * filled.count());
    for (std::size_t row = 0; row < count; ++row)
      for (std::size_t i = 0; i < filled.size(); ++i)
        if (filled[i]) parameters.emplace(parameter(name, i, row), json::value(*events[at + row][i], &memory));
    CHITTY_DO(service.store().execute(count == 1 ? one : many, parameters));
    at += count;
  }
  return {};
}

// Alike ones together: few statements, whoever recorded what.
Result<void> write(Service& service, const std::vector<Row>& events) {
  std::map<unsigned long, std::vector<Values>> alike;
  for (const auto& event : events) {
    const auto values = values_of(event);
    alike[filled_in(values).to_ulong()].push_back(values);
  }
  for (const auto& [filled, those] : alike) CHITTY_DO(write_alike(service, filled, those));
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
