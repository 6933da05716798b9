#include "evidence.hpp"

#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chittyverify_names.hpp>

#include "custody.hpp"

namespace chittyverify {

using namespace chitty;

Result<Row> evidence_of_caller(Service& service, const std::string& id) {
  return row_of_caller(service, std::string(select_evidence) + " WHERE artifact_id = :id AND {own}", {{"id", id}}, Ownership(service, {"user_binding"}),
                       "There is no evidence " + id + " of yours.", "List it: chitty verify evidence list");
}

Response list_of(const std::vector<RowText>& rows, Shape shape) {
  ListText records;
  for (const auto& row : rows) records.add(record_of(row, shape));
  Response response;
  response.body = records.whole();
  return response;
}

namespace routes {

namespace {

Result<Response> list(Service& service, std::string_view case_id, std::string_view cursor, std::int64_t limit) {
  const Ownership whose(service, {"user_binding"});
  auto select = Select::own(std::string(select_evidence), whose);
  select.where_given("case_binding = :case_id", "case_id", case_id);
  select.where_given("artifact_id < :cursor", "cursor", cursor);
  select.parameters["limit"] = limit;
  CHITTY_TRY(const auto rows, service.store().query_text(select.sql + " ORDER BY artifact_id DESC LIMIT :limit", select.parameters));
  return list_of(rows, shapes::evidence);
}

// For a header: what stands in quotes without anything that ends them.
std::string quoted(std::string_view name) {
  std::string text;
  for (const char c : name) text += c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e ? '_' : c;
  return '"' + text + '"';
}

}  // namespace

Result<Response> list_evidence(Service& service, const ListEvidence& given) {
  return list(service, given.query.caseId, given.query.cursor, given.query.limit);
}

Result<Response> list_evidence_of_case(Service& service, const ListEvidenceOfCase& given) {
  return list(service, given.path.caseId, given.query.cursor, given.query.limit);
}

Result<Response> show_evidence(Service& service, const ShowEvidence& given) {
  CHITTY_TRY(const auto row, evidence_of_caller(service, given.path.id));
  return Response(record_of(row, shapes::evidence));
}

// It is recorded before the first byte goes out: a reader that breaks off has read, too.
Result<Response> read_content(Service& service, const ReadContent& given) {
  const auto& id = given.path.id;
  CHITTY_TRY(const auto row, service.store().transaction([&]() -> Result<Row> {
    CHITTY_TRY(auto evidence, evidence_of_caller(service, id));
    const auto hash = text_in(evidence, "content_hash");
    CHITTY_DO(add_custody(service, id,
                          {.action = given.body.as == "export" ? "EXPORTED" : "READ", .purpose = given.body.purpose, .hash_before = hash, .hash_after = hash, .notes = "from " + std::string(service.client())}));
    return evidence;
  }));
  CHITTY_TRY(const auto pieces, service.store().query("SELECT address, size FROM verify_pieces WHERE owner = :id ORDER BY number", {{"id", id}}));
  std::int64_t size = 0;
  for (const auto& piece : pieces) size += piece.at("size").as_int64();
  if (size != row.at("size").as_int64()) return make_error(Code::host_fault, "The content of " + id + " is not complete any more.");
  const json::object headers{{"Content-Type", "application/octet-stream"},
                             {"Content-Disposition", "attachment; filename=" + quoted(text_in(row, "original_filename"))},
                             {"Repr-Digest", "sha-256=:" + base64(*from_hex(text_in(row, "content_hash"))) + ":"}};
  for (const auto& piece : pieces)
    CHITTY_DO(service.blobs().get(text_in(piece, "address"), [&](std::string_view content) -> Result<void> {
      if (!service.begun()) CHITTY_DO(service.begin(200, headers));
      return service.write(content);
    }));
  return Response::done();
}

}  // namespace routes
}  // namespace chittyverify
