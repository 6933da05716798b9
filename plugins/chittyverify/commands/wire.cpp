#include "wire.hpp"

#include <chitty/members.hpp>

#include "../custody_chain.hpp"

namespace chittyverify {

using namespace chitty;

namespace {

constexpr std::string_view page_size = "1000";

Result<json::object> object_at(Host& host, const std::string& target) {
  CHITTY_TRY(auto reply, host.send(get(target)));
  if (!reply.value().is_object()) return make_error(Code::malformed, "the service's answer is not an object");
  return std::move(reply.value().get_object());
}

// performed_by as performedBy.
std::string camel(std::string_view column) {
  std::string name;
  for (std::size_t i = 0; i < column.size(); ++i) {
    if (column[i] == '_' && i + 1 < column.size())
      name += static_cast<char>(column[++i] - 'a' + 'A');
    else
      name += column[i];
  }
  return name;
}

}  // namespace

Result<json::object> evidence_record(Host& host, const std::string& id) { return object_at(host, "/api/evidence/" + encode(id)); }

Result<json::object> minting_status(Host& host, const std::string& id) {
  return object_at(host, "/api/evidence/" + encode(id) + "/chitty-verify-status");
}

Result<void> each_entry(Host& host, const std::string& id, const std::function<Result<void>(const json::object&)>& take) {
  std::int64_t after = 0;
  for (;;) {
    CHITTY_TRY(const auto page, host.send(get("/api/evidence/" + encode(id) + "/custody", {{"limit", std::string(page_size)}, {"after", std::to_string(after)}})));
    const auto* entries = page.value().if_array();
    if (!entries) return make_error(Code::malformed, "the service's answer is not a list of entries");
    if (entries->empty()) return {};
    for (const auto& entry : *entries) {
      const auto* object = entry.if_object();
      const auto* seq = object ? object->if_contains("seq") : nullptr;
      if (!seq || !seq->is_int64() || seq->get_int64() <= after) return make_error(Code::malformed, "the service's entries are not in order");
      after = seq->get_int64();
      CHITTY_DO(take(*object));
    }
  }
}

Result<Row> row_of_entry(const json::object& entry) {
  Row row{{"chain", text_in(entry, "chain")}};
  for (const auto column : custody_columns) {
    const auto* value = entry.if_contains(camel(column));
    if (!value) return make_error(Code::malformed, "an entry of the custody has no '" + camel(column) + "'");
    row[column] = *value;
  }
  return row;
}

std::string proof_status(const Crypto& crypto, const json::object& status, const json::object& evidence) {
  const auto* shown = status.if_contains("proof");
  if (!shown || !shown->is_object()) return "none";
  const auto proof = Proof::of(shown->get_object());
  if (!proof) return proof.error().message;
  if (proof->leaf.evidence != text_in(evidence, "artifactId") || proof->leaf.content_hash != text_in(evidence, "contentHash")) return "The proof is of other evidence.";
  const auto wrong = wrong_in(crypto, *proof, nullptr);
  return wrong.empty() ? "valid" : wrong;
}

}  // namespace chittyverify
