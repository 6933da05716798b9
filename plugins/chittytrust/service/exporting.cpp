// GET /api/network/export: a network as a file, whole or around one entity.
#include <chitty/answers.hpp>
#include <chitty/ownership.hpp>
#include <chittytrust_names.hpp>

#include <unordered_set>

#include "../entity_id.hpp"
#include "connections.hpp"

namespace chittytrust::routes {

using namespace chitty;

namespace {

constexpr std::size_t most_nodes = 100'000;
constexpr std::size_t piece = 65'536;                      // bytes that are gathered before they are written
constexpr const char* media = "application/octet-stream";  // whichever format: a file to be kept

// Every end of a connection once; by name, so that two exports of one network are the same file.
Result<std::vector<Node>> all_nodes(Service& service, const Ownership& whose) {
  const auto ends = [&](const char* column) { return std::string("SELECT c.") + column + " AS id FROM trust_connections c WHERE " + whose.condition(); };
  std::vector<Node> nodes;
  CHITTY_DO(service.store().each(
      "SELECT n.id, (SELECT s.composite FROM trust_scores s WHERE s.entity_id = n.id ORDER BY s.calculated_at DESC, s.id DESC LIMIT 1) AS composite,"
      " (SELECT s.trust_level FROM trust_scores s WHERE s.entity_id = n.id ORDER BY s.calculated_at DESC, s.id DESC LIMIT 1) AS trust_level FROM (" +
          ends("source") + " UNION " + ends("target") + ") n ORDER BY n.id",
      whose.with(), [&](Row row) {
        nodes.push_back(node_of(row));
        return nodes.size() <= most_nodes;
      }));
  if (nodes.size() > most_nodes)
    return make_error(Code::refused, "The network has more than " + std::to_string(most_nodes) + " entities.", "Export a part of it: chitty trust network export --entity ENTITY --depth 2");
  return nodes;
}

// Gathers text into pieces of a size that is worth a write.
class Pieces {
 public:
  explicit Pieces(Service& service) : service_(service) {}
  Result<void> add(std::string_view text) {
    text_ += text;
    return text_.size() < piece ? Result<void>() : write();
  }
  Result<void> write() {
    auto done = service_.write(text_);
    text_.clear();
    return done;
  }

 private:
  Service& service_;
  std::string text_;
};

Response around(const Walk& walk, GraphText& text) {
  std::string all = text.begin();
  for (const auto& one : walk.reached) all += text.node(one.node);
  for (const auto& edge : walk.edges) all += text.edge(edge);
  Response response;
  response.body = all + text.end();
  response.headers["Content-Type"] = media;
  return response;
}

Result<Response> whole(Service& service, GraphText& text) {
  const Ownership whose(service, {"c.source", "c.target"});
  CHITTY_TRY(const auto nodes, all_nodes(service, whose));
  CHITTY_DO(service.begin(200, {{"Content-Type", media}}));
  Pieces pieces(service);
  std::unordered_set<std::string> ids;
  CHITTY_DO(pieces.add(text.begin()));
  for (const auto& node : nodes) {
    ids.insert(node.id);
    CHITTY_DO(pieces.add(text.node(node)));
  }
  std::int64_t number = 0;
  Result<void> told;
  CHITTY_TRY(const auto sql, whose.applied(edge_columns() + " WHERE {own} ORDER BY c.source, c.target, c.type"));
  CHITTY_DO(service.store().each(sql, whose.with(), [&](Row row) {
    auto edge = edge_of(row);
    if (!ids.contains(edge.source) || !ids.contains(edge.target)) return true;  // it came after the entities were read
    edge.number = ++number;
    told = pieces.add(text.edge(edge));
    return told.has_value() && !service.cancelled();
  }));
  CHITTY_DO(told);
  if (service.cancelled()) return make_error(Code::cancelled, "The export was stopped.");
  CHITTY_DO(pieces.add(text.end()));
  CHITTY_DO(pieces.write());
  return Response::done();
}

}  // namespace

Result<Response> export_network(Service& service, const ExportNetwork& given) {
  const auto text = graph_text(given.query.format);
  if (given.query.entity.empty()) {
    if (given.query.depth) return usage_error("depth needs an entity", "Say from where: chitty trust network export --entity ENTITY --depth 2");
    return whole(service, *text);
  }
  CHITTY_TRY(const auto start, entity_of(given.query.entity));
  CHITTY_TRY(const auto all, walk(service, start, given.query.depth.value_or(2)));
  if (all.truncated)
    return make_error(Code::refused, "The network around " + start + " has more than 1000 entities or 5000 connections.", "Export less of it, or all: chitty trust network export");
  return around(all, *text);
}

}  // namespace chittytrust::routes
