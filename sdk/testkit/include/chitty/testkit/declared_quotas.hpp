// The quotas of the tested plugin, by its manifest: counted in the test's database as chittyd counts them.
#ifndef CHITTY_TESTKIT_DECLARED_QUOTAS_HPP
#define CHITTY_TESTKIT_DECLARED_QUOTAS_HPP

#include <chitty/quota.hpp>
#include <chitty/testkit/sqlite_store.hpp>
#include <map>
#include <string>

namespace chitty::testkit {

class DeclaredQuotas {
 public:
  explicit DeclaredQuotas(const json::object& manifest) : plugin_(manifest.at("name").as_string()) {
    const auto* service = manifest.if_contains("service");
    const auto* quotas = service ? service->as_object().if_contains("quotas") : nullptr;
    if (!quotas) return;
    for (const auto& [kind, said] : quotas->as_object()) declared_[kind] = quota_of(kind, said.as_object());
  }

  // `most` instead of what the manifest says, for those that `set` names: as the operator's configuration.
  Result<void> hold(const FakeHost& host, std::string_view kind, std::uint64_t more, std::string_view holder,
                    const std::map<std::string, std::uint64_t>& set) const {
    const auto found = declared_.find(std::string(kind));
    if (found == declared_.end())
      return make_error(Code::plugin_fault, "The manifest declares no quota " + std::string(kind) + ".");
    auto quota = found->second;
    if (const auto other = set.find(quota.kind); other != set.end()) quota.most = other->second;
    const auto& caller = host.incoming.caller;
    const auto* subject = caller.if_contains("subject");
    if (holder.empty() && subject) holder = subject->as_string();
    if (holder.empty() || holder.starts_with("service:") || is_unbounded(caller)) return {};
    std::uint64_t used = 0;
    auto take = [&](std::string_view row) -> chitty_status {
      used = static_cast<std::uint64_t>(json::parse(row).at("used").as_int64());
      return CHITTY_OK;
    };
    const auto sink = abi::sink_to_function(take);
    auto counted = run_sql(used_sql(quota), {{"holder", holder}, {"now", host.now_ms}}, &sink);
    return counted ? hold_to(quota, plugin_, used, more) : counted;
  }

 private:
  static bool is_unbounded(const json::object& caller) {
    const auto* subject = caller.if_contains("subject");
    if (subject && std::string_view(subject->as_string()).starts_with("service:")) return true;
    if (const auto* owner = caller.if_contains("owner"); owner && *owner == json::value(true)) return true;
    const auto* scopes = caller.if_contains("scopes");
    if (scopes)
      for (const auto& scope : scopes->as_array())
        if (scope == json::value("admin:*")) return true;
    return false;
  }

  std::string plugin_;
  std::map<std::string, Quota> declared_;
};

}  // namespace chitty::testkit

#endif  // CHITTY_TESTKIT_DECLARED_QUOTAS_HPP
