// chitty verify evidence export: a bundle that is checked without chitty. That it was exported is the last entry of its custody.
#include <chittyverify_names.hpp>

#include "auditor.hpp"
#include "bundle.hpp"
#include "wire.hpp"

namespace chittyverify::commands {

using namespace chitty;

namespace {

Result<std::string> content_into(Bundle& bundle, const std::string& name, const EvidenceExport& args, std::int64_t size, Host& host) {
  return bundle.payload("content/" + name, [&](const Bundle::Piece& give) -> Result<void> {
    CHITTY_TRY(auto stream, host.open(post("/api/evidence/" + encode(args.evidence) + "/content", {{"as", "export"}, {"purpose", args.purpose}})));
    std::string buffer(256 << 10, '\0');
    for (std::uint64_t done = 0;;) {
      CHITTY_TRY(const auto got, stream.read(buffer.data(), buffer.size()));
      if (got == 0) return {};
      CHITTY_DO(give({buffer.data(), got}));
      host.progress(done += got, static_cast<std::uint64_t>(size), "bytes");
    }
  });
}

// As many as the evidence says, and not what is added while we read.
Result<json::array> custody_of(Host& host, const json::object& evidence) {
  json::array entries;
  const auto most = evidence.at("custodyEntries").as_int64();
  CHITTY_DO(each_entry(host, text_in(evidence, "artifactId"), [&](const json::object& entry) -> Result<void> {
    if (static_cast<std::int64_t>(entries.size()) < most) entries.push_back(entry);
    return {};
  }));
  return entries;
}

std::string lines_of(const json::array& entries) {
  std::string text = "[";
  for (const auto& entry : entries) text += (text.size() == 1 ? "\n" : ",\n") + json::serialize(entry);
  return text + "\n]\n";
}

}  // namespace

Result<Reply> evidence_export(const EvidenceExport& args, Host& host) {
  CHITTY_TRY(const auto before, evidence_record(host, args.evidence));
  const auto id = text_in(before, "artifactId"), hash = text_in(before, "contentHash"), name = plain_name(text_in(before, "originalFilename"));
  const auto folder = args.out.empty() ? plain_name(id) : args.out;
  const auto* size = before.if_contains("size");
  if (!size || !size->is_int64() || hash.empty()) return make_error(Code::malformed, "the service does not say what the evidence is");
  CHITTY_TRY(auto bundle, Bundle::begin(folder));
  CHITTY_TRY(const auto arrived, content_into(bundle, name, args, size->get_int64(), host));
  if (arrived != hash)
    return make_error(Code::refused, "the content is not what was submitted: its SHA-256 is " + arrived, "Look further: chitty verify check " + args.evidence);
  CHITTY_TRY(const auto evidence, evidence_record(host, args.evidence));  // with the entry of this export
  if (!evidence.contains("custodyEntries")) return make_error(Code::malformed, "the service does not say how long the custody is");
  CHITTY_TRY(const auto custody, custody_of(host, evidence));
  CHITTY_TRY(const auto status, minting_status(host, args.evidence));
  const auto proof = proof_status(host.crypto(), status, evidence);
  if (proof != "valid" && proof != "none") return make_error(Code::refused, "the proof is not valid: " + proof, "Look further: chitty verify check " + args.evidence);
  CHITTY_DO(bundle.payload("evidence.json", json::serialize(evidence) + "\n"));
  CHITTY_DO(bundle.payload("custody.json", lines_of(custody)));
  if (proof == "valid") CHITTY_DO(bundle.payload("proof.json", json::serialize(status.at("proof")) + "\n"));
  CHITTY_DO(bundle.payload("verify.py", auditor_program));
  CHITTY_DO(bundle.tag("README.md", auditor_readme(id, name, proof == "valid")));
  CHITTY_DO(bundle.finish({"Bag-Software-Agent: " CHITTY_PLUGIN_NAME " " CHITTY_PLUGIN_VERSION, "External-Identifier: " + id, "Bagging-Date: " + rfc3339(host.now()).substr(0, 10)}));
  host.note("Wrote " + folder + "; to check it: sha256sum -c manifest-sha256.txt && python3 data/verify.py");
  return Reply(json::object{{"artifactId", id}, {"folder", folder}, {"file", "data/content/" + name}, {"size", json::value(*size)}, {"contentHash", hash}, {"proof", proof}});
}

}  // namespace chittyverify::commands
