// chitty certify verify: the document is hashed here; the service looks at the rest.
#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chitty/members.hpp>
#include <chitty/verdict.hpp>
#include <chittycertify_names.hpp>

#include "../pdf/signing_room.hpp"
#include "hashing.hpp"

namespace chittycertify::commands {

using namespace chitty;

namespace {

constexpr std::size_t most_of_a_signature = 131'072, largest_pdf = 256 * 1024 * 1024;

// Of a PDF that carries its signature, that and what it is over: the service takes them where it made such a one.
Result<void> add_embedded(const std::string& path, const Hashed& hashed, json::object& body) {
  if (hashed.size > static_cast<std::int64_t>(largest_pdf)) return {};
  CHITTY_TRY(const auto text, read_file(path, largest_pdf));
  const auto found = pdf::embedded_in(text);
  if (!found || found->cms.size() > most_of_a_signature) return {};
  body["pdfSha256"] = hex(found->digest);
  body["pdfSignature"] = base64(found->cms);
  return {};
}

}  // namespace

Result<Reply> verify(const Verify& args, Host& host) {
  json::object body{{"certificate_id", args.certificate}, {"at", text_or_null(args.at)}};
  if (!args.file.empty()) {
    CHITTY_TRY(const auto hashed, hash_file(args.file, [&] { return host.cancelled(); }));
    body["sha256"] = hashed.sha256;
    CHITTY_DO(add_embedded(args.file, hashed, body));
  }
  if (!args.signature.empty()) {
    CHITTY_TRY(const auto signature, read_file(args.signature, most_of_a_signature));
    body["signature"] = base64(signature);
  }
  auto request = post("/api/v1/verify", std::move(body));
  request.repeatable = true;
  CHITTY_TRY(auto reply, host.send(request));
  const auto* record = reply.value().if_object();
  const auto* valid = record ? record->if_contains("valid") : nullptr;
  if (!valid || !valid->is_bool()) return make_error(Code::malformed, "The service's answer does not say whether the certificate is valid.");
  if (valid->get_bool()) return reply;
  const auto inconclusive = text_in(*record, "result") == "INDETERMINATE";
  const auto message = std::string(inconclusive ? "it cannot be told whether the certificate is valid: " : "the certificate is not valid: ") + text_in(*record, "reason");
  CHITTY_DO(host.record(reply.value()));
  return verdict(make_error(Code::refused, message));
}

}  // namespace chittycertify::commands
