#include "call_result.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/base64.hpp>
#include <chitty/members.hpp>
#include <chitty/utf8.hpp>

namespace chittyconnect::mcp {

using chitty::text_in;

namespace {

constexpr std::size_t most_error_bytes = 8 << 10, most_blob_bytes = 1 << 20;

// Lines of standard error without what a terminal would obey.
std::string plain(std::string_view text) {
  std::string out;
  for (const unsigned char c : text)
    if (c == '\n' || c == '\t' || (c >= 0x20 && c != 0x7F)) out += static_cast<char>(c);
  while (!out.empty() && out.back() == '\n') out.pop_back();
  if (out.size() > most_error_bytes) out = "…" + out.substr(out.size() - most_error_bytes);
  return chitty::is_utf8(out) ? out : std::string();
}

std::string why(const Tool& tool, const Outcome& outcome) {
  if (outcome.ended == "time") return "'chitty " + tool.command + "' did not end within " + std::to_string(outcome.duration_ms / 1000) + " s and was stopped.";
  if (outcome.ended == "signal") return "'chitty " + tool.command + "' crashed (signal " + std::to_string(outcome.signal) + "). Nothing else is affected; the plugin " + tool.plugin + " is at fault.";
  if (outcome.ended == "stopped") return "'chitty " + tool.command + "' was stopped.";
  auto said = plain(outcome.errors);
  return said.empty() ? "'chitty " + tool.command + "' failed with exit code " + std::to_string(outcome.exit_code) + "." : said;
}

// The records of NDJSON; a last line that was cut off is left out.
json::array records_in(const Outcome& outcome) {
  json::array records;
  const std::string_view all = outcome.output;
  for (std::size_t at = 0; at < all.size();) {
    auto end = all.find('\n', at);
    if (end == std::string_view::npos) end = all.size();
    boost::system::error_code ec;
    auto value = json::parse(all.substr(at, end - at), ec);
    if (!ec) records.push_back(std::move(value));
    at = end + 1;
  }
  return records;
}

json::object raw_result(const Outcome& outcome, Pages& pages, const std::string& caller, std::int64_t now) {
  if (chitty::is_utf8(outcome.output)) {
    if (outcome.output.empty()) return text_result("Done.");
    const auto page = pages.first(caller, outcome.output, now);
    auto text = text_in(page, "text");
    if (page.at("more").as_bool()) text += "\n… The text goes on: results_more with cursor " + text_in(page, "nextCursor");
    return text_result(std::move(text));
  }
  if (outcome.output.size() > most_blob_bytes) return error_result("The result has " + std::to_string(outcome.output_bytes) + " bytes that are no text, too many for an answer.");
  json::object resource{{"uri", "chitty://results/bytes"}, {"mimeType", "application/octet-stream"}, {"blob", chitty::base64(outcome.output)}};
  return {{"content", {{{"type", "resource"}, {"resource", std::move(resource)}}}}};
}

void add_text(json::object& result, std::string text) { result["content"].as_array().push_back({{"type", "text"}, {"text", std::move(text)}}); }

}  // namespace

json::object structured_result(json::object structured) {
  json::array content{{{"type", "text"}, {"text", json::serialize(structured)}}};
  if (const auto cursor = text_in(structured, "nextCursor"); !cursor.empty() && structured.contains("more"))
    content.push_back({{"type", "resource_link"}, {"uri", "chitty://results/" + cursor}, {"name", "The next records"}, {"mimeType", "application/json"}});
  return {{"content", std::move(content)}, {"structuredContent", std::move(structured)}};
}

json::object text_result(std::string text) { return {{"content", {{{"type", "text"}, {"text", std::move(text)}}}}}; }

json::object error_result(std::string text) { return {{"content", {{{"type", "text"}, {"text", std::move(text)}}}}, {"isError", true}}; }

json::object result_of(const Tool& tool, const Outcome& outcome, Pages& pages, const std::string& caller, std::int64_t now, const Departure& departure) {
  const bool failed = outcome.ended != "exited" || outcome.exit_code != 0;
  if (failed) {
    auto result = error_result(why(tool, outcome));
    if (!outcome.output.empty() && chitty::is_utf8(outcome.output)) add_text(result, text_in(pages.first(caller, outcome.output, now), "text"));
    return result;
  }
  if (tool.shape == Tool::Shape::text) return raw_result(outcome, pages, caller, now);
  auto records = records_in(outcome);
  const bool cut_off = outcome.output_bytes > outcome.output.size();
  json::object structured;
  if (tool.shape == Tool::Shape::records) {
    structured = pages.first(caller, std::move(records), now);
  } else if (records.empty()) {
    return cut_off ? error_result("The result has " + std::to_string(outcome.output_bytes) + " bytes, too many for an answer.") : text_result("Done.");
  } else if (tool.shape == Tool::Shape::object && records[0].is_object()) {
    structured = std::move(records[0].get_object());
  } else {
    structured["record"] = std::move(records[0]);
  }
  if (const auto wrong = departure ? departure(structured) : std::string(); !wrong.empty()) {
    auto result = error_result("The answer is not what the plugin " + tool.plugin + " declares: " + wrong);
    add_text(result, json::serialize(structured));
    return result;
  }
  auto result = structured_result(std::move(structured));
  if (cut_off) add_text(result, "Only the first " + std::to_string(outcome.output.size()) + " of " + std::to_string(outcome.output_bytes) + " bytes were kept.");
  if (auto said = tool.is_read() ? std::string() : plain(outcome.errors); !said.empty()) add_text(result, std::move(said));
  return result;
}

}  // namespace chittyconnect::mcp
