// Who is connected with whom, as the caller may see it: its own connections, or with chittytrust:admin everybody's.
#pragma once

#include <chitty/service.hpp>
#include <map>
#include <string>
#include <vector>

#include "../graph_text.hpp"

namespace chittytrust {

// Step by step from one entity, the nearest first; connections lead both ways, and what was reached is not entered again.
struct Walk {
  struct Reached {
    Node node;
    std::int64_t depth = 0;
    std::string via{}, type{};  // the nearer neighbour by which it was reached, and their connection
  };
  std::vector<Reached> reached;  // the entity itself first
  std::vector<Edge> edges;       // between those that were reached
  bool truncated = false;        // there are more than a thousand entities, or five thousand connections
};

// NOT_FOUND when `start` is somebody else and the caller sees its own only.
chitty::Result<Walk> walk(chitty::Service& service, const std::string& start, std::int64_t depth);

Edge edge_of(const chitty::Row& row);
Node node_of(const chitty::Row& row);

// A SELECT of what edge_of reads, without a WHERE; and of an entity `:id` what node_of reads.
std::string edge_columns();
chitty::Result<Node> find_node(chitty::Service& service, const std::string& id);

}  // namespace chittytrust
