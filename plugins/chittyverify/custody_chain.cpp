#include "custody_chain.hpp"

#include <chitty/hex.hpp>
#include <chitty/members.hpp>

namespace chittyverify {

using namespace chitty;

std::string first_link(const Crypto& crypto, std::string_view evidence) {
  return crypto.sha256(std::string("chitty-custody/1\n").append(evidence));
}

std::string next_link(const Crypto& crypto, std::string_view before, std::string_view evidence, const Row& entry) {
  json::array values{"chitty-custody/1", evidence};
  for (const auto column : custody_columns) values.push_back(entry.at(column));
  return crypto.sha256(std::string(before).append(crypto.sha256(json::serialize(values))));
}

CustodyCheck::CustodyCheck(Crypto crypto, std::string evidence)
    : crypto_(crypto), evidence_(std::move(evidence)), link_(first_link(crypto_, evidence_)) {}

bool CustodyCheck::take(const Row& entry) {
  const auto expected = entries() + 1, seq = entry.at("seq").as_int64();
  if (seq != expected) {
    wrong_ = "Entry " + std::to_string(expected) + " of the custody is missing.";
    return false;
  }
  link_ = next_link(crypto_, link_, evidence_, entry);
  if (hex(link_) != text_in(entry, "chain")) {
    wrong_ = "Entry " + std::to_string(expected) + " of the custody is not what was recorded.";
    return false;
  }
  heads_.push_back(hex(link_));
  return true;
}

std::string CustodyCheck::end(std::int64_t entries_said, std::string_view head) {
  if (!wrong_.empty()) return wrong_;
  if (entries() < entries_said) return "The custody ends after entry " + std::to_string(entries()) + ", but there were " + std::to_string(entries_said) + ".";
  if (entries() > entries_said || hex(link_) != head) return "The head of the custody does not fit its last entry, " + std::to_string(entries()) + ".";
  return {};
}

std::string CustodyCheck::head_after(std::int64_t count) const {
  return count >= 1 && count <= entries() ? heads_[static_cast<std::size_t>(count - 1)] : std::string();
}

}  // namespace chittyverify
