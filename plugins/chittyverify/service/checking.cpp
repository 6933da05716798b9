// chitty verify check: content, custody and proof computed anew. Lines of NDJSON say how far it is; the last one is the verdict.
#include <chittyverify_names.hpp>

#include "../custody_chain.hpp"
#include "../sha256.hpp"
#include "custody.hpp"
#include "evidence.hpp"
#include "proof.hpp"

namespace chittyverify::routes {

using namespace chitty;

namespace {

struct Findings {
  std::string blob{}, custody{}, proof{};  // what is wrong, a sentence; empty: nothing
  std::string hash{};                      // of the content, as far as it is there
  bool minted = false;

  std::string broken() const { return !blob.empty() ? "blob" : !custody.empty() ? "custody"
                                                           : !proof.empty()     ? "proof"
                                                                                : ""; }
  std::string message() const { return !blob.empty() ? blob : !custody.empty() ? custody
                                                                               : proof; }
};

Result<void> tell(Service& service, const json::object& line) { return service.write(json::serialize(line) + "\n"); }

// A place that cannot be reached at the moment is no finding: that error ends the check.
Result<void> check_content(Service& service, const Row& evidence, Findings& found) {
  const auto id = text_in(evidence, "artifact_id");
  const auto size = evidence.at("size").as_int64();
  CHITTY_TRY(const auto pieces, service.store().query("SELECT number, address, size FROM verify_pieces WHERE owner = :id ORDER BY number", {{"id", id}}));
  Sha256 hash;
  std::int64_t checked = 0, number = 0;
  for (const auto& piece : pieces) {
    ++number;
    const auto read = service.blobs().get(text_in(piece, "address"), [&](std::string_view content) -> Result<void> {
      hash.add(content);
      checked += static_cast<std::int64_t>(content.size());
      return service.cancelled() ? Result<void>(make_error(Code::cancelled, "Whoever asked has gone.")) : Result<void>();
    });
    if (!read && read.error().code != Code::not_found && read.error().code != Code::host_fault) return read.error();
    if (!read) {
      found.blob = "Part " + std::to_string(number) + " of the content" +
                   (read.error().code == Code::not_found ? " is missing." : ": " + read.error().message + (read.error().message.ends_with('.') ? "" : "."));
      return {};
    }
    CHITTY_DO(tell(service, {{"checked", checked}, {"size", size}}));
    (void)service.flush();
  }
  found.hash = hash.hex();
  if (checked != size)
    found.blob = "The content has " + std::to_string(checked) + " bytes and not the " + std::to_string(size) + " that were submitted.";
  else if (found.hash != text_in(evidence, "content_hash"))
    found.blob = "The SHA-256 of the content is " + found.hash + ", and not what was recorded.";
  return {};
}

Result<void> check_custody(Service& service, const Row& evidence, CustodyCheck& custody, Findings& found) {
  std::string uploaded;
  CHITTY_DO(service.store().each("SELECT * FROM verify_custody WHERE evidence = :id ORDER BY seq", {{"id", evidence.at("artifact_id")}}, [&](Row entry) {
    if (text_in(entry, "action") == "UPLOADED") uploaded = text_in(entry, "hash_after");
    return custody.take(entry);
  }));
  found.custody = custody.end(evidence.at("custody_entries").as_int64(), text_in(evidence, "custody_head"));
  if (found.custody.empty() && uploaded != text_in(evidence, "content_hash"))
    found.custody = "The custody says that the SHA-256 of the content was " + uploaded + " when it was uploaded, and not what is recorded now.";
  return {};
}

// What was found is a deed as well, whatever it is.
Result<void> record(Service& service, const Row& evidence, const Findings& found) {
  const auto id = text_in(evidence, "artifact_id");
  const bool valid = found.broken().empty();
  return service.store().transaction([&]() -> Result<void> {
    CHITTY_DO(add_custody(service, id,
                          {.action = valid ? "VERIFIED" : "CHECK_FAILED", .hash_before = text_in(evidence, "content_hash"), .hash_after = found.hash, .notes = found.message()}));
    CHITTY_DO(service.store().execute("UPDATE verify_evidence SET verify_status = :status, verify_timestamp = :now WHERE artifact_id = :id",
                                      {{"status", valid ? "ChittyVerified" : "Rejected"}, {"now", rfc3339(service.now())}, {"id", id}}));
    return service.event(valid ? "evidence.verified" : "evidence.check_failed", id, {{"broken", text_or_null(found.broken())}});
  });
}

std::string word(const std::string& wrong) { return wrong.empty() ? "unaltered" : "altered"; }

}  // namespace

Result<Response> check(Service& service, const Check& given) {
  CHITTY_TRY(const auto evidence, evidence_of_caller(service, given.path.id));
  CHITTY_DO(service.begin(200, {{"Content-Type", "application/x-ndjson"}}));
  Findings found;
  CHITTY_DO(check_content(service, evidence, found));
  // Entries may have been added since: what is compared is read at once.
  CustodyCheck custody(service.crypto(), given.path.id);
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_TRY(const auto now, evidence_of_caller(service, given.path.id));
    CHITTY_DO(check_custody(service, now, custody, found));
    CHITTY_TRY(const auto proof, proof_of(service, now));
    found.minted = proof.has_value();
    if (proof) found.proof = wrong_in(service.crypto(), *proof, custody.head_after(proof->custody_entries));
    if (!proof || !found.proof.empty()) return {};
    CHITTY_TRY(found.proof, wrong_in_ledger(service));
    return {};
  }));
  CHITTY_DO(record(service, evidence, found));
  CHITTY_DO(tell(service, {{"valid", found.broken().empty()},
                           {"artifactId", given.path.id},
                           {"status", word(found.broken())},
                           {"blob", word(found.blob)},
                           {"custody", word(found.custody)},
                           {"proof", found.minted ? word(found.proof) : "not minted"},
                           {"broken", text_or_null(found.broken())},
                           {"message", text_or_null(found.message())},
                           {"contentHash", text_or_null(found.hash)},
                           {"checkedAt", rfc3339(service.now())}}));
  return Response::done();
}

}  // namespace chittyverify::routes
