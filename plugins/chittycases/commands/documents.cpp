// chitty cases docs upload, analyze.
#include <chitty/base64.hpp>
#include <chitty/members.hpp>
#include <chitty/pages.hpp>
#include <chitty/verdict.hpp>
#include <chittycases_names.hpp>

#include "reading.hpp"
#include "source.hpp"

namespace chittycases::commands {

using namespace chitty;

Result<Reply> docs_upload(const DocsUpload& args, Host& host) {
  CHITTY_TRY(const auto source, Source::open(args.file));
  CHITTY_TRY(const auto digest, source.sha256(host));
  Result<void> reading;
  std::int64_t sent = 0;
  Request request{.method = "POST", .target = get(case_path(args.case_) + "/documents", {{"name", source.name()}, {"type", args.type}, {"description", args.description}}).target, .headers = {{"Content-Type", "application/octet-stream"}, {"Repr-Digest", "sha-256=:" + base64(digest) + ":"}, {"Content-Length", std::to_string(source.size())}}};
  request.source = [&](char* buffer, std::size_t capacity) -> std::size_t {
    if (!reading || sent >= source.size()) return 0;
    const auto got = source.read(buffer, static_cast<std::size_t>(std::min<std::int64_t>(static_cast<std::int64_t>(capacity), source.size() - sent)), sent);
    if (!got) reading = got.error();
    if (!got || *got == 0) return 0;
    sent += static_cast<std::int64_t>(*got);
    host.progress(static_cast<std::uint64_t>(sent), static_cast<std::uint64_t>(source.size()), "bytes");
    return *got;
  };
  auto reply = host.send(request);
  if (!reading) return reading.error();
  if (!reply) return reply.error();
  if (const auto* document = reply->value().if_object()) host.note("Added " + args.file + " as " + text_in(*document, "id"));
  return reply;
}

Result<Reply> docs_analyze(const DocsAnalyze& args, Host& host) {
  CHITTY_TRY(const auto document, read_and_analyze(host, args.case_, args.document, args.again));
  if (text_in(document, "state") == "unreadable")
    return make_error(Code::refused, "cannot read '" + text_in(document, "name") + "': " + text_in(document, "reason"), "It stays in the case as it is; to try again: chitty cases docs analyze " + args.case_ + " " + args.document + " --again");
  std::int64_t after = 0;
  for (;;) {
    CHITTY_TRY(const auto page, host.send(get(document_path(args.case_, args.document) + "/findings", {{"kind", args.kind}, {"limit", "1000"}, {"after", std::to_string(after)}})));
    const auto* body = page.value().if_object();
    const auto* findings = body ? body->if_contains("findings") : nullptr;
    if (!findings || !findings->is_array()) return make_error(Code::malformed, "the service's answer has no findings");
    if (findings->get_array().empty()) return Reply::nothing();
    for (const auto& finding : findings->get_array()) {
      const auto* number = finding.is_object() ? finding.get_object().if_contains("number") : nullptr;
      if (!number || !number->is_int64() || number->get_int64() <= after) return make_error(Code::malformed, "the service's findings are not in order");
      after = number->get_int64();
      CHITTY_DO(host.record(finding));
    }
  }
}

}  // namespace chittycases::commands
