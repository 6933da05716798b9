#include "tree_nodes.hpp"

#include <algorithm>
#include <bit>
#include <chitty/hex.hpp>
#include <chitty/members.hpp>
#include <utility>

#include "../merkle_proof.hpp"

namespace chittychronicle {

using namespace chitty;

namespace {

constexpr unsigned step = 8;
constexpr std::uint64_t wide = 1u << step;
constexpr std::uint64_t most_at_once = 32;  // nodes of an older log that are made up for with what is added
constexpr std::size_t hash_digits = 64;

// The part of a tree behind its last whole 256: its smaller peaks are the part's own.
Merkle last_part(const Crypto& crypto, const Merkle& tree) {
  const auto size = tree.size() % wide;
  const auto peaks = tree.peaks();
  const auto digits = hash_digits * static_cast<std::size_t>(std::popcount(size));
  return Merkle::of(crypto, size, std::string_view(peaks).substr(peaks.size() - digits)).value_or(Merkle(crypto));
}

// With the last of 256, or the first where they come from behind, the node above them is complete, too.
Result<void> write_node(Service& service, unsigned height, std::uint64_t number, const std::string& hash) {
  CHITTY_DO(service.store().execute("INSERT INTO chronicle_nodes (height, number, hash) VALUES (:height, :number, :hash)", {{"height", height}, {"number", number}, {"hash", hex(hash)}}));
  if ((number + 1) % wide != 0 && number % wide != 0) return {};
  const auto first = number / wide * wide;
  std::vector<std::string> row;
  CHITTY_DO(service.store().each("SELECT hash FROM chronicle_nodes WHERE height = :height AND number >= :from AND number < :to ORDER BY number",
                                 {{"height", height}, {"from", first}, {"to", first + wide}}, [&](const Row& one) {
                                   row.push_back(from_hex(text_in(one, "hash")).value_or(std::string()));
                                   return true;
                                 }));
  if (row.size() != wide) return {};
  const auto crypto = service.crypto();
  for (; row.size() > 1; row.resize(row.size() / 2))
    for (std::size_t i = 0; i < row.size() / 2; ++i) row[i] = merkle_node(crypto, row[2 * i], row[2 * i + 1]);
  return write_node(service, height + step, number / wide, row[0]);
}

}  // namespace

NewNodes::NewNodes(const Crypto& crypto, const Merkle& tree) : crypto_(crypto), number_(tree.size() / wide), part_(last_part(crypto, tree)) {}

void NewNodes::add(std::string_view chain) {
  part_.add(chain);
  if (part_.size() < wide) return;
  complete_.emplace_back(number_++, part_.root());
  part_ = Merkle(crypto_);
}

Result<void> NewNodes::write(Service& service) const {
  for (const auto& [number, hash] : complete_) CHITTY_DO(write_node(service, step, number, hash));
  return {};
}

Result<void> write_missing_nodes(Service& service, const LogState& state) {
  CHITTY_TRY(const auto first, service.store().find("SELECT number FROM chronicle_nodes WHERE height = :height ORDER BY number LIMIT 1", {{"height", step}}));
  auto number = first ? static_cast<std::uint64_t>(first->at("number").as_int64()) : state.tree.size() / wide;
  const auto first_kept = (state.removed + wide - 1) / wide;
  for (std::uint64_t left = most_at_once; left > 0 && number > first_kept; --left) {
    --number;
    Merkle part(service.crypto());
    CHITTY_DO(service.store().each("SELECT chain FROM chronicle_events WHERE seq > :from AND seq <= :to ORDER BY seq", {{"from", number * wide}, {"to", (number + 1) * wide}}, [&](const Row& row) {
      part.add(from_hex(text_in(row, "chain")).value_or(std::string()));
      return true;
    }));
    if (part.size() != wide) return {};  // the log is damaged there, which a check will tell
    CHITTY_DO(write_node(service, step, number, part.root()));
  }
  return {};
}

TreeNodes::TreeNodes(Service& service, const LogState& state) : service_(service), crypto_(service.crypto()) {
  // What retention has removed ends within some subtrees; all that is needed to their left are the peaks of its tree.
  const auto peaks = from_hex(state.removed_tree.peaks()).value_or(std::string());
  std::uint64_t start = 0;
  std::size_t at = 0;
  for (auto left = state.removed; left > 0; at += 32) {
    const auto size = std::bit_floor(left);
    known_[{static_cast<unsigned>(std::countr_zero(size)), start / size}] = peaks.substr(at, 32);
    start += size, left -= size;
  }
}

// 256 of a height are read at once: who needs one needs its neighbours.
Result<const std::string*> TreeNodes::kept(unsigned height, std::uint64_t number) {
  const std::pair key(height, number);
  if (const auto found = known_.find(key); found != known_.end()) return &found->second;
  const auto part = number / wide;
  if (height % step != 0 || std::exchange(read_[{height, part}], true)) return nullptr;
  const auto* sql = height == 0 ? "SELECT seq - 1 AS number, chain AS hash FROM chronicle_events WHERE seq > :from AND seq <= :to"
                                : "SELECT number, hash FROM chronicle_nodes WHERE height = :height AND number >= :from AND number < :to";
  json::object parameters{{"from", part * wide}, {"to", (part + 1) * wide}};
  if (height != 0) parameters["height"] = height;
  CHITTY_DO(service_.store().each(sql, parameters, [&](const Row& row) {
    auto hash = from_hex(text_in(row, "hash")).value_or(std::string());
    known_.try_emplace({height, static_cast<std::uint64_t>(row.at("number").as_int64())}, height == 0 ? merkle_leaf(crypto_, hash) : std::move(hash));
    return true;
  }));
  const auto found = known_.find(key);
  return found == known_.end() ? nullptr : &found->second;
}

Result<std::string> TreeNodes::hash(unsigned height, std::uint64_t number) {
  CHITTY_TRY(const auto* there, kept(height, number));
  if (there) return *there;
  if (height == 0)
    return make_error(Code::conflict, "event " + std::to_string(number + 1) + " has been removed, so the log can no longer prove what needs it",
                      "Prove from a newer checkpoint, or check what is left: chitty chronicle query --verify");
  CHITTY_TRY(const auto left, hash(height - 1, 2 * number));
  CHITTY_TRY(const auto right, hash(height - 1, 2 * number + 1));
  return merkle_node(crypto_, left, right);
}

}  // namespace chittychronicle
