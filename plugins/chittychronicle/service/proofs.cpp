// GET /events/{id}/proof, the same as text, and /checkpoint/consistency: what whoever has the log's key checks without asking anybody.
#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chitty/ownership.hpp>
#include <chittychronicle_names.hpp>

#include "../event_record.hpp"
#include "../merkle_proof.hpp"
#include "../tlog_proof.hpp"
#include "checkpoints.hpp"
#include "tree_nodes.hpp"

namespace chittychronicle::routes {

using namespace chitty;

namespace {

struct Proven {
  TlogProof proof;
  std::string id;
  std::uint64_t size = 0;
};

Subtrees subtrees_of(TreeNodes& nodes) {
  return [&nodes](unsigned height, std::uint64_t number) { return nodes.hash(height, number); };
}

json::array in_base64(const std::vector<std::string>& hashes) {
  json::array all;
  for (const auto& hash : hashes) all.push_back(json::value(base64(hash)));
  return all;
}

// In the tree of the checkpoint of this moment.
Result<Proven> prove(Service& service, const std::string& id) {
  return service.store().transaction([&]() -> Result<Proven> {
    CHITTY_TRY(const auto event, row_of_caller(service, "SELECT " + selected_columns() + " FROM chronicle_events WHERE id = :id AND {own}", {{"id", id}}, Ownership(service, {"user_id"}),
                                               "no such event: " + id, "List events: chitty chronicle query"));
    CHITTY_TRY(const auto state, read_state(service));
    CHITTY_TRY(auto note, checkpoint_of(service, state));
    const auto seq = event.at("seq").as_int64();
    CHITTY_TRY(auto before, chain_before(service, state, seq));
    TreeNodes nodes(service, state);
    Proven proven{{std::move(before), text_of(event), static_cast<std::uint64_t>(seq - 1), {}, std::move(note)}, id, state.tree.size()};
    CHITTY_TRY(proven.proof.hashes, inclusion_proof(service.crypto(), proven.proof.index, proven.size, subtrees_of(nodes)));
    return proven;
  });
}

}  // namespace

Result<Response> proof(Service& service, const Proof& given) {
  CHITTY_TRY(const auto proven, prove(service, given.path.id));
  const auto& proof = proven.proof;
  return Response(json::object{{"id", proven.id}, {"index", proof.index}, {"size", proven.size}, {"before", hex(proof.before)}, {"text", proof.text}, {"hashes", in_base64(proof.hashes)}, {"signedNote", proof.checkpoint}});
}

Result<Response> proof_text(Service& service, const ProofText& given) {
  CHITTY_TRY(const auto proven, prove(service, given.path.id));
  Response response;
  response.body = tlog_proof_text(proven.proof);
  response.headers["Content-Type"] = "text/plain; charset=utf-8";
  return response;
}

// From an earlier size to the checkpoint of this moment.
Result<Response> consistency(Service& service, const Consistency& given) {
  if (!given.query.from) return usage_error("missing parameter 'from': the size that an earlier checkpoint says");
  auto answer = service.store().transaction([&]() -> Result<json::object> {
    CHITTY_TRY(const auto state, read_state(service));
    const auto from = static_cast<std::uint64_t>(*given.query.from), size = state.tree.size();
    if (from > size)
      return make_error(Code::conflict, "the log has " + std::to_string(size) + " events and never had " + std::to_string(from),
                        "If it had, events were cut off. Check it: chitty chronicle query --verify --checkpoint FILE");
    CHITTY_TRY(auto note, checkpoint_of(service, state));
    TreeNodes nodes(service, state);
    CHITTY_TRY(const auto hashes, consistency_proof(service.crypto(), from, size, subtrees_of(nodes)));
    return json::object{{"from", from}, {"size", size}, {"hashes", in_base64(hashes)}, {"signedNote", std::move(note)}};
  });
  if (!answer) return answer.error();
  return Response(*std::move(answer));
}

}  // namespace chittychronicle::routes
