// What a command's process left behind, as the result of a tool: the record as structured content and as text, or what went wrong.
#ifndef CHITTYCONNECT_MCP_CALL_RESULT_HPP
#define CHITTYCONNECT_MCP_CALL_RESULT_HPP

#include "pages.hpp"
#include "tool.hpp"

namespace chittyconnect::mcp {

struct Outcome {
  std::string ended = "exited";  // "exited", "signal", "time", "stopped"
  int exit_code = 0, signal = 0;
  std::int64_t duration_ms = 0;
  std::string output, errors;      // what was kept
  std::uint64_t output_bytes = 0;  // what there was
};

// Content for people and models of `structured`; of a page with more behind it a link to that, too.
json::object structured_result(json::object structured);
json::object text_result(std::string text);
json::object error_result(std::string text);

// `departure`: why the structured content is not what the tool's output schema says; empty when it is. Clients drop such a result, or
// fail: so it is an error, told in words with the content.
using Departure = std::function<std::string(const json::object& structured)>;
json::object result_of(const Tool& tool, const Outcome& outcome, Pages& pages, const std::string& caller, std::int64_t now, const Departure& departure);

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_CALL_RESULT_HPP
