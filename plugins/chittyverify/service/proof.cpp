#include "proof.hpp"

#include <chitty/answers.hpp>

namespace chittyverify {

using namespace chitty;

namespace {

Block block_in(const Row& row) {
  return {row.at("number").as_int64(), text_in(row, "root"), row.at("size").as_int64(), text_in(row, "minted_at")};
}

}  // namespace

Result<std::optional<Proof>> proof_of(Service& service, const Row& evidence) {
  const auto id = text_in(evidence, "artifact_id");
  CHITTY_TRY(const auto leaf, service.store().find("SELECT * FROM verify_leaves WHERE evidence = :id", {{"id", id}}));
  if (!leaf) return std::optional<Proof>();
  const auto number = leaf->at("block").as_int64();
  CHITTY_TRY(const auto block, service.store().find("SELECT * FROM verify_blocks WHERE number = :number", {{"number", number}}));
  CHITTY_TRY(const auto before, service.store().find("SELECT hash FROM verify_blocks WHERE number = :number", {{"number", number - 1}}));
  Proof proof;
  proof.leaf = {id, text_in(evidence, "content_hash"), evidence.at("size").as_int64(), text_in(*leaf, "custody_head"), text_in(evidence, "salt")};
  proof.custody_entries = leaf->at("custody_entries").as_int64();
  proof.index = leaf->at("position").as_int64();
  proof.leaf_hash = text_in(*leaf, "leaf");
  boost::system::error_code wrong;
  const auto path = json::parse(text_in(*leaf, "path"), wrong);
  if (const auto* siblings = path.if_array())
    for (const auto& sibling : *siblings) proof.path.emplace_back(sibling.is_string() ? std::string(sibling.get_string()) : std::string());
  proof.block.number = number;
  if (block) proof.block = block_in(*block), proof.block_hash = text_in(*block, "hash");
  proof.before = before ? text_in(*before, "hash") : std::string(before_first_block);
  return std::optional(std::move(proof));
}

Result<std::string> wrong_in_ledger(Service& service) {
  std::string before(before_first_block), wrong;
  std::int64_t expected = 0;
  CHITTY_DO(service.store().each("SELECT * FROM verify_blocks ORDER BY number", {}, [&](Row row) {
    const auto block = block_in(row);
    if (block.number != ++expected)
      wrong = "Block " + std::to_string(expected) + " of the ledger is missing.";
    else if (block_hash(service.crypto(), block, before) != text_in(row, "hash"))
      wrong = "Block " + std::to_string(block.number) + " of the ledger is not what was recorded.";
    before = text_in(row, "hash");
    return wrong.empty();
  }));
  return wrong;
}

Result<Head> head_of_ledger(Service& service) {
  CHITTY_TRY(const auto last, service.store().find("SELECT number, hash FROM verify_blocks ORDER BY number DESC LIMIT 1"));
  return last ? Head{last->at("number").as_int64(), text_in(*last, "hash")} : Head{};
}

}  // namespace chittyverify
