// What comes back of a declared request, against what its command shows.
#include "content.hpp"
#include "declared_request.hpp"
#include "reach.hpp"

namespace chitty {

using namespace manifest_words;

namespace {

// The schema of what comes back, or of each event of it; null: not said.
std::optional<json::value> schema_of_reply(const DeclaredRequest& of) {
  const auto content = of.route && of.route->contains("reply") ? content_of(of.route->at("reply")) : std::nullopt;
  if (content && (content->kind == ContentKind::json || content->kind == ContentKind::lines || content->kind == ContentKind::events))
    return content->schema;
  return {};
}

// The pointer to one record inside the reply.
std::string record_pointer(const DeclaredRequest& of) {
  if (of.request.contains("record")) return text_at(of.request, "record");
  const json::object& from = of.request.contains("records") || !of.route ? of.request : *of.route;
  return from.contains("records") && from.at("records").is_string() ? text_at(from, "records") + "/0" : std::string();
}

void prove_columns_of(const DeclaredRequest& of, const json::value& record) {
  const auto& columns = list_at(object_at(of.command, "view"), "columns");
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const auto& value = columns[c].as_object().at("value");
    const auto prove_one = [&](std::string_view at) {
      if (!reach(record, at, of.whole))
        of.wrong(".view.columns[" + std::to_string(c) + "].value", "\"" + std::string(at) + "\" is not in the route's reply");
    };
    if (value.is_string()) prove_one(value.get_string());
    else if (value.is_array())
      for (const auto& at : value.get_array()) prove_one(at.as_string());
  }
}

}  // namespace

void prove_reply(const DeclaredRequest& of) {
  const bool is_list = !of.request.contains("record") && of.has_records();
  const auto kind = text_at(object_at(of.command, "view"), "kind");
  if (kind == "list" && !is_list && !of.request.contains("stream")) of.wrong(".view.kind", "is list, but neither the request nor its route has `records`");
  const auto reply = schema_of_reply(of);
  if (!reply) return;
  for (const auto& one : list_at(of.request, "expect"))
    if (!reach(*reply, std::string_view(one.as_string()), of.whole)) of.wrong(".request.expect", "\"" + std::string(one.as_string()) + "\" is not in the route's reply");
  const auto pointer = record_pointer(of);
  const auto* record = reach(*reply, pointer, of.whole);
  if (!record) return of.wrong(".request." + std::string(of.request.contains("record") ? "record" : "records"), "\"" + pointer + "\" is not in the route's reply");
  prove_columns_of(of, *record);
}

}  // namespace chitty
