#include "accounts.hpp"

#include <algorithm>
#include <cstdlib>

#include "../members.hpp"

namespace chitty::auth {

namespace {

// What the configuration says at a key; null where it says nothing.
Result<json::value> present_at(Host& host, const std::string& key) {
  auto value = host.config(key);
  if (!value && value.error().code == Code::not_found) return json::value();
  return value;
}

// The part of the configuration that is the environment's: at the top if it is the one in use, else in its own block.
Result<std::string> place_of(Host& host, std::string_view part) {
  CHITTY_TRY(const auto remote, host.remote());
  const auto environment = text_in(remote, "environment");
  CHITTY_TRY(const auto named, present_at(host, "chittyos.environment"));
  const bool is_named = environment == (named.is_string() ? std::string_view(named.get_string()) : std::string_view("local"));
  const std::string block = "chittyos.environments." + environment + ".";
  CHITTY_TRY(const auto address, present_at(host, block + "baseUrl"));
  return (!is_named || !address.is_null() ? block : "chittyos.") + std::string(part);
}

bool is_reference(std::string_view text) {
  const auto kind = text.substr(0, text.find(':'));
  return kind.size() < text.size() && (kind == "env" || kind == "file" || kind == "keyring" || kind == "exec");
}

bool is_owners(std::string_view reference) {
  constexpr std::string_view file = "/owner.token";
  return reference.size() > file.size() && reference.ends_with(file);
}

Account account_of(std::string_view name, json::object entry) {
  Account account{std::string(name), text_in(entry, "token"), std::move(entry)};
  account.facts.erase("token");
  return account;
}

// A variable counts before what is kept: then nothing would change for the person.
void warn_of_variable(Host& host) {
  if (const char* set = std::getenv("CHITTY_AUTH_TOKEN"); set && *set)
    host.note("warning: CHITTY_AUTH_TOKEN overrides your saved credentials");
}

}  // namespace

std::string Account::fact(std::string_view member) const { return text_in(facts, member); }

json::object facts_of(const json::object& answer) {
  json::object facts;
  for (const auto* member : {"chittyId", "tokenId", "expiresAt"})
    if (auto text = text_in(answer, member); !text.empty()) facts[member] = text;
  if (const auto* scopes = array_in(answer, "scope"); scopes && !scopes->empty()) facts["scopes"] = *scopes;
  return facts;
}

Result<std::vector<Account>> accounts_of(Host& host) {
  CHITTY_TRY(const auto place, place_of(host, ""));
  CHITTY_TRY(const auto listed, present_at(host, place + "accounts"));
  CHITTY_TRY(const auto token, present_at(host, place + "token"));
  const std::string used = token.is_string() ? std::string(token.get_string()) : std::string();
  std::vector<Account> all;
  for (const auto& [name, entry] : object_of(listed))
    if (entry.is_object()) all.push_back(account_of(name, entry.get_object()));
  for (auto& account : all) account.in_use = !used.empty() && account.reference == used;
  const bool known = std::any_of(all.begin(), all.end(), [](const Account& one) { return one.in_use; });
  if (!used.empty() && !known) {
    Account unnamed{free_name(all, is_owners(used) ? "owner" : "earlier"), used, {}, true};
    all.push_back(std::move(unnamed));
  }
  std::sort(all.begin(), all.end(), [](const Account& a, const Account& b) { return a.name < b.name; });
  return all;
}

std::string free_name(const std::vector<Account>& accounts, const std::string& wish) {
  std::string name;
  for (const char c : wish) {
    const char small = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    const bool plain = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9' && !name.empty());
    if (plain) name += small;
    else if (!name.empty() && name.back() != '-') name += '-';
  }
  while (!name.empty() && name.back() == '-') name.pop_back();
  if (name.empty()) name = "account";
  const auto taken = [&](const std::string& one) {
    return std::any_of(accounts.begin(), accounts.end(), [&](const Account& account) { return account.name == one; });
  };
  if (!taken(name)) return name;
  for (int number = 2;; ++number)
    if (const auto numbered = name + "-" + std::to_string(number); !taken(numbered)) return numbered;
}

Result<void> name_account(Host& host, const Account& account) {
  CHITTY_TRY(const auto place, place_of(host, "accounts."));
  if (!is_reference(account.reference)) return {};  // it stands in the configuration itself, and cannot be referred to
  json::object entry{{"token", account.reference}};
  for (const auto& [name, value] : account.facts) entry[name] = value;
  return host.set_config(place + account.name, entry);
}

Result<void> use_account(Host& host, const Account& account) {
  CHITTY_TRY(const auto place, place_of(host, "token"));
  warn_of_variable(host);
  return host.set_config(place, json::string(account.reference));
}

Result<void> keep_account(Host& host, const Account& account, const std::string& token) {
  CHITTY_TRY(const auto before, accounts_of(host));
  for (const auto& one : before)
    if (one.in_use && one.name != account.name) CHITTY_DO(name_account(host, one));
  CHITTY_TRY(const auto remote, host.remote());
  Account kept = account;
  CHITTY_TRY(kept.reference, host.keep_secret(text_in(remote, "environment") + ".accounts." + account.name + ".token", token));
  CHITTY_DO(name_account(host, kept));
  return use_account(host, kept);
}

Result<void> become(Host& host, const Account& account, const std::string& token) {
  auto kept = keep_account(host, account, token);
  if (kept) return kept;
  Error error = kept.error();
  error.hint =
      "The new token was created but could not be saved, so it is lost. Fix this, then ask an administrator for another: "
      "chitty auth token provision --for " +
      account.fact("chittyId") + " --scopes ..." + (error.hint.empty() ? "" : " " + error.hint);
  return error;
}

Result<void> forget_account(Host& host, const Account& account) {
  CHITTY_TRY(const auto place, place_of(host, ""));
  if (is_owners(account.reference)) CHITTY_DO(name_account(host, account));
  if (account.in_use) CHITTY_DO(host.set_config(place + "token", nullptr));
  if (is_owners(account.reference)) return {};
  return host.set_config(place + "accounts." + account.name, nullptr);
}

}  // namespace chitty::auth
