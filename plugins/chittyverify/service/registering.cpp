#include "registering.hpp"

#include <chitty/answers.hpp>
#include <chitty/hex.hpp>

#include "../custody_chain.hpp"
#include "../tier.hpp"
#include "custody.hpp"
#include "evidence.hpp"

namespace chittyverify {

using namespace chitty;

namespace {

Error duplicate_of(const std::string& id) {
  auto error = make_error(Code::conflict, "This content is evidence already: " + id + ".", "Show it: chitty verify evidence get " + id);
  error.details = {{"artifactId", id}};
  return error;
}

// What was said where the file was collected, and what arrived here: two entries, for these are two times, hosts and tools.
Result<void> begin_custody(Service& service, const std::string& id, const json::object& said, const std::string& hash) {
  const auto modified = text_in(said, "modifiedAt");
  CHITTY_DO(add_custody(service, id,
                        {.action = "COLLECTED",
                         .location = text_in(said, "location"),
                         .purpose = text_in(said, "purpose"),
                         .authority = text_in(said, "authority"),
                         .reason = text_in(said, "reason"),
                         .tool = text_in(said, "tool"),
                         .host = text_in(said, "host"),
                         .hash_after = hash,
                         .notes = modified.empty() ? std::string() : "file last modified " + modified}));
  CHITTY_DO(add_custody(service, id, {.action = "UPLOADED", .hash_before = hash, .hash_after = hash, .notes = "from " + std::string(service.client())}));
  return {};
}

std::string case_of(const json::object& said, const json::object& metadata) {
  if (const auto given = text_in(said, "caseId"); !given.empty()) return given;
  const auto of_metadata = text_in(metadata, "case");
  return of_metadata.empty() ? text_in(metadata, "caseId") : of_metadata;
}

}  // namespace

Result<Row> register_evidence(Service& service, const Row& upload) {
  const auto said = object_in_text(upload.at("described"));
  const auto upload_id = text_in(upload, "id"), holder = text_in(upload, "holder"), hash = text_in(upload, "content_hash");
  CHITTY_TRY(const auto metadata, object_in(said, "metadata"));
  const auto case_id = case_of(said, metadata);
  const auto said_tier = text_in(said, "evidenceTier");
  const auto& tier = tier_of(said_tier);
  CHITTY_TRY(const auto first, service.store().find("SELECT artifact_id FROM verify_evidence WHERE user_binding = :holder AND content_hash = :hash",
                                                    {{"holder", holder}, {"hash", hash}}));
  if (first) return duplicate_of(text_in(*first, "artifact_id"));
  CHITTY_DO(service.quota("evidence", 1, holder));
  CHITTY_TRY(const auto ordered, new_ordered_id(service));
  CHITTY_TRY(const auto salt, service.crypto().random(32));
  const auto id = "ART-" + ordered;
  CHITTY_DO(service.store().insert("verify_evidence", {{"artifact_id", id},
                                                       {"user_binding", holder},
                                                       {"case_binding", text_or_null(case_id)},
                                                       {"evidence_type", text_in(said, "evidenceType")},
                                                       {"evidence_tier", tier.name},
                                                       {"evidence_weight", tier.trust},
                                                       {"original_filename", text_in(said, "filename")},
                                                       {"size", upload.at("size")},
                                                       {"content_hash", hash},
                                                       {"metadata", json::serialize(metadata)},
                                                       {"modified_at", text_or_null(text_in(said, "modifiedAt"))},
                                                       {"received_at", rfc3339(service.now())},
                                                       {"salt", hex(salt)},
                                                       {"verify_status", "Unverified"},
                                                       {"minting_status", "Pending"},
                                                       {"custody_entries", 0},
                                                       {"custody_head", hex(first_link(service.crypto(), id))}}));
  CHITTY_DO(service.store().execute("UPDATE verify_pieces SET owner = :id WHERE owner = :upload", {{"id", id}, {"upload", upload_id}}));
  CHITTY_DO(service.store().execute("DELETE FROM verify_uploads WHERE id = :upload", {{"upload", upload_id}}));
  CHITTY_DO(begin_custody(service, id, said, hash));
  CHITTY_DO(service.event("evidence.submitted", id, {{"case", text_or_null(case_id)}, {"contentHash", hash}, {"size", upload.at("size")}}));
  return service.store().row(std::string(select_evidence) + " WHERE artifact_id = :id", {{"id", id}}, "The evidence is gone.");
}

}  // namespace chittyverify
