#include "fetched.hpp"

#include <chitty/members.hpp>

#include "../documents/checking.hpp"

namespace chittyschema {

using namespace chitty;

bool names_file(const std::string& said) { return said.find('/') != std::string::npos || said.ends_with(".json"); }

Result<json::value> json_file(const std::string& path) {
  CHITTY_TRY(auto read, open_documents(path, {}));
  Reader reader(std::move(read), path, As::document, false);
  CHITTY_TRY(const auto document, reader.next());
  boost::system::error_code failed;
  json::parse_options options;
  options.max_depth = 256;
  auto value = json::parse(document->text, failed, {}, options);
  if (!failed) return value;
  const auto problems = Checking(JsonSchema::compile(true).value()).check(*document);
  const auto& first = problems.at(0);
  return usage_error("'" + path + "' " + text_in(first, "message") + " (line " + json::serialize(first.at("line")) + ", column " + json::serialize(first.at("column")) + ")");
}

Result<json::array> list_in(const Reply& reply, std::string_view name) {
  const auto* list = !reply.all().empty() && reply.value().is_object() ? reply.value().get_object().if_contains(name) : nullptr;
  if (!list || !list->is_array()) return make_error(Code::malformed, "the service's answer has no list of " + std::string(name));
  return list->get_array();
}

Result<Named> fetch_schema(Host& host, const std::string& said, const std::string& version) {
  if (names_file(said)) {
    CHITTY_TRY(const auto value, json_file(said));
    if (!value.is_object()) return usage_error("'" + said + "' is not a JSON Schema: it is no object");
    return Named{said, "", value.get_object()};
  }
  CHITTY_TRY(const auto reply, host.send(get("/api/v1/schemas/" + encode(said), {{"version", version}})));
  const auto* record = reply.value().is_object() ? reply.value().get_object().if_contains("schema") : nullptr;
  const auto* document = record && record->is_object() ? record->get_object().if_contains("document") : nullptr;
  if (!document || !document->is_object()) return make_error(Code::malformed, "the service's answer has no schema");
  return Named{text_in(*record, "name"), text_in(*record, "version"), document->get_object()};
}

}  // namespace chittyschema
