#include "connections.hpp"

#include <chitty/answers.hpp>
#include <chitty/ownership.hpp>
#include <chittytrust_names.hpp>

#include <set>

#include "../entity_id.hpp"
#include "../score/score_text.hpp"

namespace chittytrust {

using namespace chitty;

namespace {

constexpr std::size_t most_nodes = 1000, most_edges = 5000;

constexpr const char* last_score =
    "(SELECT s.composite FROM trust_scores s WHERE s.entity_id = c.target ORDER BY s.calculated_at DESC, s.id DESC LIMIT 1)";

class Walker {
 public:
  Walker(Service& service, std::int64_t depth) : service_(service), depth_(depth), whose_(service, {"c.source", "c.target"}) {}

  Result<Walk> from(const std::string& start) {
    CHITTY_DO(reach(start, 0, {}, {}));
    for (std::size_t i = 0; i < walk_.reached.size(); ++i) {
      if (service_.cancelled()) return make_error(Code::cancelled, "The network was not walked to its end.");
      if (walk_.reached[i].depth < depth_) CHITTY_DO(around(walk_.reached[i].node.id, walk_.reached[i].depth + 1));
    }
    return std::move(walk_);
  }

 private:
  Result<void> reach(const std::string& id, std::int64_t depth, const std::string& via, const std::string& type) {
    if (!seen_.insert(id).second) return {};
    CHITTY_TRY(auto node, find_node(service_, id));
    walk_.reached.push_back({std::move(node), depth, via, type});
    return {};
  }

  // A copy of the id, for what was reached moves as it grows. Both ways, in a fixed order; a connection between two that were reached is found from both and told once.
  Result<void> around(const std::string id, std::int64_t depth) {
    CHITTY_TRY(const auto sql, whose_.applied(edge_columns() + " WHERE (c.source = :id OR c.target = :id) AND {own} ORDER BY c.source, c.target, c.type LIMIT :most"));
    CHITTY_TRY(const auto rows, service_.store().query(sql, whose_.with({{"id", id}, {"most", most_edges + 1}})));
    for (const auto& row : rows) {
      auto edge = edge_of(row);
      if (!told_.insert(edge.source + " " + edge.target + " " + edge.type).second) continue;
      const auto& other = edge.source == id ? edge.target : edge.source;
      const bool is_full = walk_.edges.size() == most_edges || (walk_.reached.size() == most_nodes && !seen_.contains(other));
      walk_.truncated = walk_.truncated || is_full;
      if (is_full) continue;
      CHITTY_DO(reach(other, depth, id, edge.type));
      edge.number = static_cast<std::int64_t>(walk_.edges.size()) + 1;
      walk_.edges.push_back(std::move(edge));
    }
    return {};
  }

  Service& service_;
  std::int64_t depth_;
  Ownership whose_;
  Walk walk_;
  std::set<std::string> seen_, told_;
};

json::object shown(const Walk::Reached& one) {
  json::object record{{"id", one.node.id}, {"depth", one.depth}, {"score", one.node.score}, {"level", one.node.level}};
  record["via"] = text_or_null(one.via);
  record["type"] = text_or_null(one.type);
  return record;
}

json::object shown(const Edge& edge) {
  return {{"id", "e" + std::to_string(edge.number)}, {"source", edge.source}, {"target", edge.target}, {"type", edge.type}, {"since", edge.since}, {"trust", edge.trust}, {"interactions", edge.interactions}};
}

}  // namespace

std::string edge_columns() {
  return std::string("SELECT c.source, c.target, c.type, c.since_ms, c.interactions, COALESCE(c.trust, ") + last_score + ", 0) AS trust FROM trust_connections c";
}

Edge edge_of(const Row& row) {
  return {0, text_in(row, "source"), text_in(row, "target"), text_in(row, "type"), rfc3339(row.at("since_ms").to_number<std::int64_t>()), points(row.at("trust").to_number<std::int64_t>()), row.at("interactions").to_number<double>()};
}

Node node_of(const Row& row) {
  if (row.at("composite").is_null()) return {text_in(row, "id"), "L0_ANONYMOUS", 0};
  return {text_in(row, "id"), text_in(row, "trust_level"), points(row.at("composite").to_number<std::int64_t>())};
}

Result<Node> find_node(Service& service, const std::string& id) {
  CHITTY_TRY(const auto row, service.store().find("SELECT entity_id AS id, composite, trust_level FROM trust_scores WHERE entity_id = :id ORDER BY calculated_at DESC, id DESC LIMIT 1", {{"id", id}}));
  return row ? node_of(*row) : Node{id, "L0_ANONYMOUS", 0};
}

Result<Walk> walk(Service& service, const std::string& start, std::int64_t depth) {
  if (start != service.caller().subject && !service.sees_all())
    return make_error(Code::not_found, "There is no network of " + start + " for you.", "Show your own: chitty trust network " + service.caller().subject);
  return Walker(service, depth).from(start);
}

namespace routes {

// Entities with too low a score are left out with their connections; what lies behind them stays.
Result<Response> network(Service& service, const Network& given) {
  CHITTY_TRY(const auto start, entity_of(given.body.entityId));
  CHITTY_TRY(const auto all, walk(service, start, given.body.depth));
  CHITTY_DO(service.charge(all.reached.size() / 100));
  json::array nodes, edges;
  std::set<std::string> shown_ids;
  for (const auto& one : all.reached) {
    if (one.depth > 0 && one.node.score < given.body.minScore.value_or(0)) continue;
    shown_ids.insert(one.node.id);
    nodes.push_back(shown(one));
  }
  for (const auto& edge : all.edges)
    if (shown_ids.contains(edge.source) && shown_ids.contains(edge.target)) edges.push_back(shown(edge));
  return answer(service, {{"nodes", std::move(nodes)}, {"edges", std::move(edges)}, {"truncated", all.truncated}});
}

}  // namespace routes
}  // namespace chittytrust
