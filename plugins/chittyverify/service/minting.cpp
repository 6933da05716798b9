// chitty verify mint, eligibility, blockchain-status: evidence into a tree, the tree's root into the local ledger.
#include <chitty/hex.hpp>
#include <chitty/merkle.hpp>
#include <chittyverify_names.hpp>
#include <cmath>

#include "anchors.hpp"
#include "custody.hpp"
#include "evidence.hpp"
#include "proof.hpp"
#include "standing.hpp"

namespace chittyverify::routes {

using namespace chitty;

namespace {

json::array reasons_of(const Points& points) {
  json::array reasons;
  for (const auto& one : points.dimensions)
    reasons.push_back(json::value(std::string(one.name) + " " + std::to_string(one.points) + "/" + std::to_string(one.most) + ": " + one.reason));
  return reasons;
}

// Of evidence that may not be minted: what it lacks, the largest piece first to mend.
Error not_eligible(const std::string& id, const Points& points) {
  std::string lacking;
  for (const auto& one : points.dimensions)
    if (one.points < one.most) lacking += (lacking.empty() ? "" : ", ") + std::string(one.name) + " " + std::to_string(one.points) + "/" + std::to_string(one.most);
  return make_error(Code::refused, id + " has " + std::to_string(points.all()) + " of the 70 points that it needs to be minted: " + lacking + ".",
                    "See what counts: chitty verify eligibility " + id);
}

struct Chosen {
  Row evidence;
  std::string leaf;  // 32 bytes
};

Result<Chosen> chosen(Service& service, const std::string& id) {
  CHITTY_TRY(auto evidence, evidence_of_caller(service, id));
  if (text_in(evidence, "minting_status") == "Minted")
    return make_error(Code::conflict, id + " is minted already, in block " + std::to_string(evidence.at("block_number").as_int64()) + ".",
                      "Show its proof: chitty verify blockchain-status " + id);
  if (text_in(evidence, "verify_status") == "Rejected")
    return make_error(Code::refused, id + " was found altered, so it is not minted.", "See what was found: chitty verify evidence chain " + id);
  CHITTY_TRY(const auto standing, standing_of(service, evidence));
  if (const auto points = points_of(standing); !points.enough()) return not_eligible(id, points);
  const auto leaf = leaf_of(service.crypto(), {id, text_in(evidence, "content_hash"), evidence.at("size").as_int64(), text_in(evidence, "custody_head"), text_in(evidence, "salt")});
  return Chosen{std::move(evidence), leaf};
}

// The leaf has the head of the custody as it is before the entry that says so.
Result<void> keep(Service& service, const Chosen& one, std::int64_t position, const MerkleBatch& tree, const Block& block) {
  const auto id = text_in(one.evidence, "artifact_id"), hash = text_in(one.evidence, "content_hash");
  json::array path;
  for (const auto& sibling : tree.path(static_cast<std::uint64_t>(position))) path.push_back(json::value(hex(sibling)));
  CHITTY_DO(service.store().insert("verify_leaves", {{"evidence", id},
                                                     {"block", block.number},
                                                     {"position", position},
                                                     {"custody_entries", one.evidence.at("custody_entries")},
                                                     {"custody_head", one.evidence.at("custody_head")},
                                                     {"leaf", hex(one.leaf)},
                                                     {"path", json::serialize(path)}}));
  CHITTY_DO(service.store().execute("UPDATE verify_evidence SET minting_status = 'Minted' WHERE artifact_id = :id", {{"id", id}}));
  CHITTY_DO(add_custody(service, id,
                        {.action = "MINTED", .hash_before = hash, .hash_after = hash, .notes = "local ledger, block " + std::to_string(block.number) + ", root " + block.root}));
  return service.event("evidence.minted", id, {{"ledger", "local"}, {"block", block.number}, {"root", block.root}});
}

}  // namespace

// All that are named, or none.
Result<Response> mint(Service& service, const Mint& given) {
  CHITTY_TRY(auto answered, service.store().transaction([&]() -> Result<json::object> {
    std::vector<Chosen> all;
    std::vector<std::string> leaves;
    for (const auto& id : given.body.evidenceIds) {
      CHITTY_TRY(auto one, chosen(service, id));
      leaves.push_back(one.leaf);
      all.push_back(std::move(one));
    }
    if (all.empty()) return make_error(Code::invalid_argument, "There is no evidence to mint.");
    const MerkleBatch tree(service.crypto(), leaves);
    CHITTY_TRY(const auto head, head_of_ledger(service));
    const Block block{head.number + 1, hex(tree.root()), static_cast<std::int64_t>(all.size()), rfc3339(service.now())};
    CHITTY_DO(service.store().insert("verify_blocks", {{"number", block.number},
                                                       {"root", block.root},
                                                       {"size", block.size},
                                                       {"minted_at", block.minted_at},
                                                       {"hash", block_hash(service.crypto(), block, head.hash)}}));
    json::array minted;
    for (const auto& one : all) {
      CHITTY_DO(keep(service, one, static_cast<std::int64_t>(minted.size()), tree, block));
      minted.push_back(json::object{{"artifactId", text_in(one.evidence, "artifact_id")}, {"ledger", "local"}, {"blockNumber", block.number}, {"root", block.root}, {"mintedAt", block.minted_at}});
    }
    return json::object{{"ledger", "local"}, {"requested", given.body.network}, {"minted", std::move(minted)}};
  }));
  return answer(service, std::move(answered));
}

Result<Response> eligibility(Service& service, const Eligibility& given) {
  CHITTY_TRY(const auto evidence, evidence_of_caller(service, given.path.id));
  CHITTY_TRY(const auto standing, standing_of(service, evidence));
  const auto found = points_of(standing);
  json::object scores;
  for (const auto& one : found.dimensions) scores[one.name] = static_cast<double>(one.points) / one.most;
  return Response(json::object{{"eligible", found.enough()},
                               {"score", found.all() / 100.0},
                               {"trust", std::round(trust_of(standing) * 10'000) / 10'000},
                               {"reasons", reasons_of(found)},
                               {"sixDScores", std::move(scores)}});
}

// Confirmations are the blocks of the ledger from this one on.
Result<Response> status(Service& service, const Status& given) {
  CHITTY_TRY(const auto evidence, evidence_of_caller(service, given.path.id));
  CHITTY_TRY(const auto standing, standing_of(service, evidence));
  CHITTY_TRY(const auto proof, proof_of(service, evidence));
  CHITTY_TRY(const auto head, head_of_ledger(service));
  json::value anchor;
  if (proof) {
    CHITTY_TRY(anchor, anchor_of_block(service, proof->block.number));
  }
  const auto found = points_of(standing);
  json::object told{{"artifactId", given.path.id},
                    {"verifyStatus", evidence.at("verify_status")},
                    {"verifyTimestamp", evidence.at("verify_timestamp")},
                    {"mintingStatus", evidence.at("minting_status")},
                    {"readyForMinting", !standing.minted && found.enough()},
                    {"isImmutable", proof.has_value()},
                    {"reasons", reasons_of(found)},
                    {"ledger", proof ? json::value("local") : json::value()},
                    {"blockNumber", proof ? json::value(proof->block.number) : json::value()},
                    {"confirmations", proof ? head.number - proof->block.number + 1 : 0},
                    {"anchor", std::move(anchor)},
                    {"proof", proof ? json::value(proof->shown()) : json::value()}};
  return Response(told);
}

}  // namespace chittyverify::routes
