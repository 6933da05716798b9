// Resumable uploads, in the shape of draft-ietf-httpbis-resumable-upload: Upload-Offset, Upload-Complete; 409 with the right offset.
#include <charconv>
#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chitty/lists.hpp>
#include <chittyverify_names.hpp>
#include <optional>

#include "receiving.hpp"
#include "registering.hpp"

namespace chittyverify::routes {

using namespace chitty;

namespace {

constexpr std::int64_t expires_after = 86'400'000;  // a day after it was last written to

Result<Row> upload_of_caller(Service& service, const std::string& id) {
  return row_of_caller(service, "SELECT * FROM verify_uploads WHERE id = :id AND expires_at > :now AND {own}",
                       {{"id", id}, {"now", rfc3339(service.now())}}, Ownership(service, {"holder"}), "There is no upload " + id + " of yours.",
                       "It has expired, or it was completed. Look, and else submit the file again: chitty verify evidence list");
}

Response shown(const Row& upload, int status = 200) {
  Response response(status, record_of(upload, shapes::upload));
  response.headers["Upload-Offset"] = std::to_string(upload.at("received").as_int64());
  response.headers["Upload-Complete"] = "?0";
  response.headers["Cache-Control"] = "no-store";
  return response;
}

Result<void> forget(Service& service, const std::string& id) {
  CHITTY_DO(service.store().execute("DELETE FROM verify_pieces WHERE owner = :id", {{"id", id}}));
  CHITTY_DO(service.store().execute("DELETE FROM verify_uploads WHERE id = :id", {{"id", id}}));
  return {};
}

Result<void> forget_expired(Service& service) {
  const json::object now{{"now", rfc3339(service.now())}};
  CHITTY_DO(service.store().execute("DELETE FROM verify_pieces WHERE owner IN (SELECT id FROM verify_uploads WHERE expires_at <= :now)", now));
  CHITTY_DO(service.store().execute("DELETE FROM verify_uploads WHERE expires_at <= :now", now));
  return {};
}

// A sha-256 of RFC 9530, in hex.
std::optional<std::string> digest_in(std::string_view header) {
  constexpr std::string_view begins = "sha-256=:";
  const auto at = header.find(begins);
  if (at == std::string_view::npos) return std::nullopt;
  const auto rest = header.substr(at + begins.size());
  const auto bytes = from_base64(rest.substr(0, rest.find(':')));
  return bytes && bytes->size() == 32 ? std::optional(hex(*bytes)) : std::nullopt;
}

Result<std::int64_t> offset_said(const Service& service) {
  const auto text = service.header("Upload-Offset");
  std::int64_t offset = -1;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), offset);
  if (wrong != std::errc() || end != text.data() + text.size() || offset < 0)
    return make_error(Code::invalid_argument, "The header Upload-Offset must say at which byte the body begins.");
  return offset;
}

Result<Row> registered(Service& service, const Row& upload, const std::string& sent) {
  if (const auto hash = text_in(upload, "content_hash"); sent != hash)
    return make_error(Code::refused, "What arrived is not what was sent: its SHA-256 is " + hash + " and not " + sent + ".",
                      "The file may have changed while it was sent. Submit it again.");
  return register_evidence(service, upload);
}

// What is refused, or there already, will not be evidence by being asked again.
Error given_up(Service& service, const std::string& id, const Error& error) {
  if (error.code != Code::conflict && error.code != Code::refused) return error;
  const auto done = service.store().transaction([&] { return forget(service, id); });
  return done ? error : done.error();
}

Result<Response> completed(Service& service, const Row& upload) {
  if (text_in(upload, "content_hash").empty())
    return make_error(Code::conflict, "The upload has " + std::to_string(upload.at("received").as_int64()) + " of " +
                                          std::to_string(upload.at("size").as_int64()) + " bytes, so it cannot be completed.");
  const auto sent = digest_in(service.header("Repr-Digest"));
  if (!sent) return make_error(Code::invalid_argument, "The header Repr-Digest must say the SHA-256 of the file.");
  const auto evidence = service.store().transaction([&] { return registered(service, upload, *sent); });
  if (!evidence) return given_up(service, text_in(upload, "id"), evidence.error());
  return Response(201, record_of(*evidence, shapes::evidence));
}

}  // namespace

// The same file of the same holder goes on where it was; what is said of it now is what counts.
Result<Response> begin_upload(Service& service, const BeginUpload& given) {
  CHITTY_TRY(auto body, service.body());
  const auto holder = service.caller().subject;
  int status = 200;
  CHITTY_TRY(const auto upload, service.store().transaction([&]() -> Result<Row> {
    CHITTY_DO(forget_expired(service));
    const auto expires = rfc3339(service.now() + expires_after), described = json::serialize(body);
    auto found = service.store().find("SELECT id FROM verify_uploads WHERE holder = :holder AND fingerprint = :print AND size = :size",
                                      {{"holder", holder}, {"print", given.body.fingerprint}, {"size", given.body.size}});
    if (!found) return found.error();
    std::string id;
    if (*found && !given.body.fingerprint.empty()) {
      id = text_in(**found, "id");
      CHITTY_DO(service.store().execute("UPDATE verify_uploads SET described = :described, expires_at = :expires WHERE id = :id",
                                        {{"described", described}, {"expires", expires}, {"id", id}}));
    } else {
      CHITTY_DO(service.quota("uploads"));
      CHITTY_TRY(id, new_ordered_id(service));
      status = 201;
      CHITTY_DO(service.store().insert("verify_uploads", {{"id", id},
                                                          {"holder", holder},
                                                          {"fingerprint", given.body.fingerprint},
                                                          {"size", given.body.size},
                                                          {"received", 0},
                                                          {"described", described},
                                                          {"writer", ""},
                                                          {"created_at", rfc3339(service.now())},
                                                          {"expires_at", expires}}));
    }
    return service.store().row("SELECT * FROM verify_uploads WHERE id = :id", {{"id", id}}, "The upload is gone.");
  }));
  auto response = shown(upload, status);
  response.headers["Location"] = std::string(service.base_url()) + "/api/evidence/uploads/" + text_in(upload, "id");
  return response;
}

Result<Response> show_upload(Service& service, const ShowUpload& given) {
  CHITTY_TRY(const auto upload, upload_of_caller(service, given.path.id));
  return shown(upload);
}

Result<Response> cancel_upload(Service& service, const CancelUpload& given) {
  CHITTY_TRY(const auto upload, service.store().transaction([&]() -> Result<Row> {
    CHITTY_TRY(auto row, upload_of_caller(service, given.path.id));
    CHITTY_DO(forget(service, given.path.id));
    return row;
  }));
  return shown(upload);
}

Result<Response> append_upload(Service& service, const AppendUpload& given) {
  CHITTY_TRY(const auto offset, offset_said(service));
  CHITTY_TRY(auto upload, upload_of_caller(service, given.path.id));
  if (const auto received = upload.at("received").as_int64(); received != offset) {
    auto wrong = make_error(Code::conflict, "The upload is at byte " + std::to_string(received) + ", and not at " + std::to_string(offset) + ".");
    wrong.details = {{"uploadOffset", received}};
    return wrong;
  }
  const bool completes = service.header("Upload-Complete") == "?1";
  const auto sent = completes ? digest_in(service.header("Repr-Digest")) : std::nullopt;
  std::optional<Result<Row>> evidence;
  const auto at_end = [&](const Row& whole) -> Result<void> {
    evidence = registered(service, whole, *sent);
    return *evidence ? Result<void>() : Result<void>(evidence->error());
  };
  const auto received = receive(service, upload, rfc3339(service.now() + expires_after), sent ? AtEnd(at_end) : AtEnd());
  if (evidence && !*evidence) return given_up(service, given.path.id, evidence->error());
  if (!received) return received.error();
  if (evidence) return Response(201, record_of(**evidence, shapes::evidence));
  CHITTY_TRY(upload, upload_of_caller(service, given.path.id));
  return completes ? completed(service, upload) : Result<Response>(shown(upload));
}

}  // namespace chittyverify::routes
