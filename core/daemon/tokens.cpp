#include "daemon/tokens.hpp"

#include "daemon/owner_token.hpp"

#include <boost/json/serialize.hpp>

#include <atomic>

namespace chitty::daemon {
namespace {

bool same(const Digest& a, const Digest& b) {  // in constant time
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned>(a[i] ^ b[i]);
  return difference == 0;
}

}  // namespace

KnownCaller::KnownCaller(std::string who, std::vector<std::string> may, std::string token, bool is_owner)
    : subject(std::move(who)), scopes(std::move(may)), token_id(std::move(token)), owner(is_owner) {
  json::array list;
  for (const auto& scope : scopes) list.emplace_back(scope);
  json = json::serialize(json::object{{"subject", subject}, {"scopes", list}, {"token_id", token_id}, {"owner", owner}});
}

bool KnownCaller::may(std::string_view scope) const {
  if (owner) return true;
  const std::string_view area = scope.substr(0, scope.find(':') + 1);
  for (const auto& own : scopes)
    if (own == scope || (own.size() == area.size() + 1 && own.back() == '*' && own.compare(0, area.size(), area) == 0)) return true;
  return false;
}

OwnerTokenCheck::OwnerTokenCheck(std::filesystem::path file)
    : file_(std::move(file)), owner_(std::make_shared<const KnownCaller>("owner", std::vector<std::string>{}, "owner", true)) {
  refresh();
}

Result<std::shared_ptr<const KnownCaller>> OwnerTokenCheck::check(std::string_view token) {
  const Digest given = sha256(token);
  const auto known = std::atomic_load_explicit(&digest_, std::memory_order_acquire);
  if (known && same(given, *known)) return owner_;
  return make_error(Code::unauthenticated, "Nobody is known by this token.",
                    "Use the owner's token of this machine, from " + file_.string());
}

void OwnerTokenCheck::refresh() {
  const std::lock_guard guard(mutex_);
  std::error_code ec;
  const auto changed = std::filesystem::last_write_time(file_, ec);
  if (!ec && changed == read_at_) return;
  auto token = read_owner_token(file_);
  std::atomic_store_explicit(&digest_, token ? std::make_shared<const Digest>(sha256(*token)) : std::shared_ptr<const Digest>(),
                             std::memory_order_release);
  read_at_ = ec ? std::filesystem::file_time_type() : changed;
}

}  // namespace chitty::daemon
