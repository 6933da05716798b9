#include "consents.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/base64.hpp>
#include <chitty/members.hpp>

namespace chittyconnect::mcp {

namespace {

constexpr std::int64_t good_for_ms = 5 * 60 * 1000;
constexpr std::size_t most_used = 10'000, longest_state = 4096;

// Members in the order of their names: the order in which a client writes them means nothing.
json::value in_order(const json::value& value) {
  if (value.is_array()) {
    json::array out;
    for (const auto& one : value.get_array()) out.push_back(in_order(one));
    return out;
  }
  if (!value.is_object()) return value;
  std::map<std::string, json::value> sorted;
  for (const auto& [name, member] : value.get_object()) sorted.emplace(name, in_order(member));
  json::object out;
  for (auto& [name, member] : sorted) out[name] = std::move(member);
  return out;
}

bool equal(std::string_view a, std::string_view b) {
  unsigned char different = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) different = static_cast<unsigned char>(different | (a[i] ^ b[i]));
  return different == 0;
}

}  // namespace

std::string Consents::seal(std::string_view text) const {
  std::string inner(64, '\x36'), outer(64, '\x5c');
  for (std::size_t i = 0; i < key_.size() && i < 64; ++i) inner[i] = static_cast<char>(inner[i] ^ key_[i]), outer[i] = static_cast<char>(outer[i] ^ key_[i]);
  return sha256_(outer + sha256_(inner + std::string(text)));
}

std::string Consents::subject(const Call& call) const {
  return chitty::base64url(sha256_(json::serialize(in_order(json::array{json::string(call.caller), json::string(call.method), json::string(call.name), call.arguments}))));
}

std::string Consents::issue(const Call& call, const std::string& nonce, std::int64_t now) const {
  const auto payload = chitty::base64url(json::serialize(json::object{{"s", subject(call)}, {"e", now + good_for_ms}, {"n", nonce}}));
  return payload + "." + chitty::base64url(seal(payload));
}

std::string Consents::redeem(const std::string& state, const Call& call, std::int64_t now) {
  const auto dot = state.find('.');
  if (state.size() > longest_state || dot == std::string::npos) return "it is not one of this server";
  const auto payload = state.substr(0, dot);
  const auto given = chitty::from_base64url(state.substr(dot + 1)), text = chitty::from_base64url(payload);
  if (!given || !text || !equal(*given, seal(payload))) return "it is not one of this server";
  const auto said = json::parse(*text).as_object();
  const auto until = said.at("e").to_number<std::int64_t>();
  if (chitty::text_in(said, "s") != subject(call)) return "it was given for another request";
  if (until <= now) return "it has expired";
  std::erase_if(used_, [now](const auto& one) { return one.second <= now; });
  if (used_.size() >= most_used) return "too many requests are waiting for consent";
  if (!used_.emplace(chitty::text_in(said, "n"), until).second) return "it was used already";
  return {};
}

}  // namespace chittyconnect::mcp
