// Documents: their content goes to the blobs as it comes, hashed on the way.
#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chittycases_names.hpp>
#include <optional>

#include "case_rows.hpp"

namespace chittycases::routes {

using namespace chitty;

namespace {

constexpr std::uint64_t most_bytes = std::uint64_t(4) << 30;
constexpr std::string_view prefix = "sha256:";

// A sha-256 of RFC 9530, in hex.
std::optional<std::string> digest_in(std::string_view header) {
  constexpr std::string_view begins = "sha-256=:";
  const auto at = header.find(begins);
  if (at == std::string_view::npos) return std::nullopt;
  const auto rest = header.substr(at + begins.size());
  const auto bytes = from_base64(rest.substr(0, rest.find(':')));
  return bytes && bytes->size() == 32 ? std::optional(hex(*bytes)) : std::nullopt;
}

Error duplicate_of(const Row& first, const Row& of) {
  auto error = make_error(Code::conflict, "This content is in the case already: " + text_in(first, "id") + " (" + text_in(first, "name") + ").", "List its documents: chitty cases docs list " + text_in(of, "case_number"));
  error.details = {{"documentId", first.at("id")}};
  return error;
}

// What names a file in a header: without anything that would end the quotes.
std::string quoted(std::string_view name) {
  std::string text;
  for (const char c : name) text += c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e ? '_' : c;
  return '"' + text + '"';
}

}  // namespace

Result<Response> add_document(Service& service, const AddDocument& given) {
  CHITTY_TRY(const auto of, case_of_caller(service, given.path.id));
  std::uint64_t room = most_bytes;
  CHITTY_TRY(const auto kept, service.blobs().put([&](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    CHITTY_TRY(const auto got, service.read(buffer, capacity));
    if (got > room) return make_error(Code::refused, "The document is larger than 4 GiB.", "Add it in parts.");
    room -= got;
    return got;
  }));
  if (kept.size == 0) return make_error(Code::refused, "The document is empty.", "Check that it was saved.");
  const auto hash = kept.address.substr(prefix.size());
  if (const auto sent = digest_in(service.header("Repr-Digest")); sent && *sent != hash)
    return make_error(Code::refused, "What arrived is not what was sent: its SHA-256 is " + hash + " and not " + *sent + ".", "The file may have changed while it was sent. Upload it again.");
  CHITTY_TRY(const auto made, service.store().transaction([&]() -> Result<Row> {
    CHITTY_TRY(const auto first, service.store().find("SELECT id, name FROM cases_documents WHERE case_id = :case AND content_hash = :hash", {{"case", of.at("id")}, {"hash", hash}}));
    if (first) return duplicate_of(*first, of);
    CHITTY_DO(service.quota("documents"));
    CHITTY_TRY(const auto ordered, new_ordered_id(service));
    const auto id = "DOC-" + ordered;
    CHITTY_DO(service.store().insert("cases_documents", {{"id", id}, {"case_id", of.at("id")}, {"name", given.query.name}, {"document_type", text_or_null(given.query.type)}, {"description", text_or_null(given.query.description)}, {"size", kept.size}, {"content_hash", hash}, {"state", "uploaded"}, {"pages_read", 0}, {"findings", 0}, {"uploaded_by", service.caller().subject}, {"uploaded_at", rfc3339(service.now())}}));
    CHITTY_DO(service.store().execute("UPDATE cases_cases SET documents = documents + 1 WHERE id = :case", {{"case", of.at("id")}}));
    CHITTY_DO(service.event("case.document_uploaded", id, {{"case", of.at("id")}, {"contentHash", hash}, {"size", kept.size}}));
    return document_row(service, id);
  }));
  return Response(201, record_of(made, shapes::document));
}

Result<Response> list_documents(Service& service, const ListDocuments& given) {
  CHITTY_TRY(const auto of, case_of_caller(service, given.path.id));
  const auto page = Page{given.query.limit, 0, given.query.cursor};
  Select select{"SELECT * FROM cases_documents WHERE case_id = :case", {{"case", of.at("id")}}};
  return answer_page(service, page, "documents", select.newest_first(page), shapes::document);
}

Result<Response> show_document(Service& service, const ShowDocument& given) {
  CHITTY_TRY(const auto found, document_of_caller(service, given.path.id, given.path.document));
  return Response(record_of(found.document, shapes::document));
}

Result<Response> read_document(Service& service, const ReadDocument& given) {
  CHITTY_TRY(const auto found, document_of_caller(service, given.path.id, given.path.document));
  const auto hash = text_in(found.document, "content_hash");
  const json::object headers{{"Content-Type", "application/octet-stream"},
                             {"Content-Disposition", "attachment; filename=" + quoted(text_in(found.document, "name"))},
                             {"Repr-Digest", "sha-256=:" + base64(*from_hex(hash)) + ":"}};
  CHITTY_DO(service.blobs().get(std::string(prefix) + hash, [&](std::string_view content) -> Result<void> {
    if (!service.begun()) CHITTY_DO(service.begin(200, headers));
    return service.write(content);
  }));
  return Response::done();
}

}  // namespace chittycases::routes
