// A network as other programs read it, piece by piece: GraphML (NetworkX, igraph, Gephi), DOT (Graphviz), JSON (NetworkX's node-link
// form). All three say the same nodes, edges and attributes; nothing is ever null.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace chittytrust {

struct Node {
  std::string id, level;
  double score = 0;
};

struct Edge {
  std::int64_t number = 0;  // from 1, unique: "e1"
  std::string source, target, type, since;
  double trust = 0, interactions = 0;
};

class GraphText {
 public:
  virtual ~GraphText() = default;
  virtual std::string begin() const = 0;
  virtual std::string node(const Node& node) = 0;  // all nodes first
  virtual std::string edge(const Edge& edge) = 0;
  virtual std::string end() = 0;
};

// `format`: graphml, dot or json.
std::unique_ptr<GraphText> graph_text(std::string_view format);

}  // namespace chittytrust
