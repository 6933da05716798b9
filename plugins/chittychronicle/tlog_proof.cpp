#include "tlog_proof.hpp"

#include <algorithm>
#include <charconv>
#include <chitty/base64.hpp>

namespace chittychronicle {

using namespace chitty;

namespace {

constexpr std::string_view title = "c2sp.org/tlog-proof@v1", extra = "extra ", index_word = "index ";
constexpr std::size_t hash_size = 32, most_hashes = 63;

std::string_view take_line(std::string_view& text) {
  const auto line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

Error no_proof(const std::string& why) { return usage_error("this is not a proof of an event: " + why, "Save one: chitty chronicle proof EVENT-ID > FILE"); }

}  // namespace

std::string tlog_proof_text(const TlogProof& proof) {
  auto text = std::string(title) + "\n" + std::string(extra) + base64(proof.before + proof.text) + "\n" + std::string(index_word) + std::to_string(proof.index) + "\n";
  for (const auto& hash : proof.hashes) text += base64(hash) + "\n";
  return text + "\n" + proof.checkpoint;
}

Result<TlogProof> read_tlog_proof(std::string_view text) {
  TlogProof proof;
  if (take_line(text) != title) return no_proof("its first line is not " + std::string(title));
  auto line = take_line(text);
  if (!line.starts_with(extra)) return no_proof("it has no event in it");
  const auto event = from_base64(line.substr(extra.size()));
  if (!event || event->size() <= hash_size) return no_proof("it has no event in it");
  proof.before = event->substr(0, hash_size), proof.text = event->substr(hash_size);
  line = take_line(text);
  if (!line.starts_with(index_word)) return no_proof("it has no index");
  line.remove_prefix(index_word.size());
  const auto [end, wrong] = std::from_chars(line.data(), line.data() + line.size(), proof.index);
  if (wrong != std::errc() || end != line.data() + line.size()) return no_proof("its index is not a number");
  for (line = take_line(text); !line.empty(); line = take_line(text)) {
    auto hash = from_base64(line);
    if (!hash || hash->size() != hash_size || proof.hashes.size() == most_hashes) return no_proof("a line of it is not a hash");
    proof.hashes.push_back(std::move(*hash));
  }
  proof.checkpoint = text;
  return proof;
}

}  // namespace chittychronicle
