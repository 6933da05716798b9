// chitty auth login, logout, status, switch: which of one's credentials is in use.
#include <algorithm>
#include <chitty/time.hpp>
#include <chitty/verdict.hpp>

#include "../members.hpp"
#include "own_token.hpp"

namespace chittyauth::commands {

namespace {

std::string names_of(const std::vector<Account>& accounts) {
  std::string names;
  for (const auto& account : accounts) names += (names.empty() ? "" : ", ") + account.name;
  return names;
}

const Account* in_use(const std::vector<Account>& accounts) {
  const auto found = std::find_if(accounts.begin(), accounts.end(), [](const Account& one) { return one.in_use; });
  return found == accounts.end() ? nullptr : &*found;
}

// What leads on for somebody whose credential is worth nothing: another one that they have, else the way to a new one.
std::string way_on(const std::vector<Account>& accounts) {
  for (const auto& account : accounts)
    if (!account.in_use) return "Use another: chitty auth switch " + account.name;
  for (const auto& account : accounts)
    if (!account.fact("chittyId").empty()) return "Ask the owner of this ChittyOS for a new token, then log in with it: chitty auth login";
  return "Get a token: chitty auth register --email YOU@EXAMPLE.COM";
}

Result<Account> named(const std::vector<Account>& accounts, const std::string& name) {
  for (const auto& account : accounts)
    if (account.name == name) return account;
  return make_error(Code::not_found, "no account '" + name + "' in this environment",
                    accounts.empty() ? "Log in: chitty auth login" : "Your accounts: " + names_of(accounts));
}

// Can whoever stays logged in revoke the token of an account that goes? Its own person can, and an administrator.
bool may_revoke(const Account& stays, const Account& goes) {
  if (stays.name == goes.name) return false;
  const auto* scopes = array_in(stays.facts, "scopes");
  const bool is_admin = scopes && std::find(scopes->begin(), scopes->end(), json::value("admin:*")) != scopes->end();
  return is_admin || stays.name == "owner" || (!goes.fact("chittyId").empty() && stays.fact("chittyId") == goes.fact("chittyId"));
}

// What the service says of a token: an object with `valid`.
Result<json::object> look_at(Host& host, const std::string& token, bool is_own = false) {
  CHITTY_TRY(const auto reply, ask_about(host, token, is_own));
  const auto& answer = object_of(reply.value());
  if (const auto* valid = answer.if_contains("valid"); valid && valid->is_bool()) return answer;
  return make_error(Code::malformed, "the service's answer does not say whether the token is valid");
}

// Does the environment take the credential in use? It is sent as with any request: what a token's own service says of it tells
// nothing of the owner's, which is the daemon's.
Result<bool> is_accepted(Host& host) {
  const auto reply = host.send(get("/v1/tokens", {{"limit", "1"}}));
  if (reply && array_in(object_of(reply->value()), "tokens")) return true;
  if (reply)
    return make_error(Code::malformed, "the service's answer does not list tokens, so it does not show whether yours is valid",
                      "Check the service: chitty remote test chittyauth");
  const auto code = reply.error().code;
  if (code == Code::permission_denied) return true;
  if (code == Code::unauthenticated || code == Code::configuration) return false;
  return reply.error();
}

// What the service says of the credential in use, where it says anything.
void look_up(Host& host, Account& account) {
  const auto token = host.secret({}, {});
  const auto answer = token ? look_at(host, *token, true) : token.error();
  if (!answer || !is_true(*answer, "valid")) return;
  for (const auto& [name, value] : facts_of(*answer)) account.facts[name] = value;
}

bool has_expired(const Account& account, Host& host) {
  const auto at = account.fact("expiresAt");
  return !at.empty() && at <= rfc3339(host.now());
}

// Without a state where the service has not been asked.
json::object row_of(const Account& account, std::string_view state) {
  json::object row{{"name", account.name}, {"inUse", account.in_use}, {"from", account.reference}};
  if (!state.empty()) row["state"] = state;
  for (const auto* member : {"chittyId", "tokenId", "scopes", "expiresAt"})
    if (const auto* value = account.facts.if_contains(member)) row[member] = *value;
  return row;
}

Result<void> must_be_new_name(const std::vector<Account>& accounts, const std::string& name) {
  for (const auto& account : accounts)
    if (account.name == name)
      return make_error(Code::conflict, "account '" + name + "' already exists", "Choose another name, or use that account: chitty auth switch " + name);
  const auto plain = free_name({}, name);
  if (plain == name) return {};
  return usage_error("invalid value '" + name + "' for '--as': expected small letters, digits and -", "For example: chitty auth login --as " + plain);
}

Result<std::string> pasted_token(Host& host) {
  auto token = host.question("Paste your token:", true);
  if (token || token.error().code != Code::invalid_argument) return token;
  return usage_error("cannot ask for the token: standard input is not a terminal", "Pipe it in: chitty auth login --with-token < FILE");
}

// The account that has this very token.
const Account* same_token(const std::vector<Account>& accounts, const Account& other) {
  const auto id = other.fact("tokenId");
  const auto found = std::find_if(accounts.begin(), accounts.end(), [&](const Account& one) { return one.fact("tokenId") == id; });
  return id.empty() || found == accounts.end() ? nullptr : &*found;
}

}  // namespace

// A token that one has been given, looked at before it is kept.
Result<Reply> login(const Login& args, Host& host) {
  CHITTY_TRY(const auto accounts, accounts_of(host));
  if (!args.as.empty()) CHITTY_DO(must_be_new_name(accounts, args.as));
  CHITTY_TRY(const auto token, args.with_token ? first_line_of_input(host) : pasted_token(host));
  if (token.empty()) return usage_error("no token given", "No token yet? chitty auth register --email YOU@EXAMPLE.COM");
  CHITTY_TRY(const auto answer, look_at(host, token));
  if (!is_true(answer, "valid"))
    return make_error(Code::unauthenticated, "the service does not accept this token; nothing was changed", way_on(accounts));
  Account account{{}, {}, facts_of(answer), true};
  const auto* same = same_token(accounts, account);
  if (same && !args.as.empty())
    return make_error(Code::conflict, "this token is already saved as '" + same->name + "'", "Use it: chitty auth switch " + same->name);
  account.name = same ? same->name : !args.as.empty() ? args.as
                                                      : free_name(accounts, account.fact("chittyId"));
  CHITTY_DO(keep_account(host, account, token));
  host.note("Logged in as " + account.name);
  return Reply(row_of(account, "valid"));
}

Result<Reply> logout(const Logout& args, Host& host) {
  CHITTY_TRY(const auto accounts, accounts_of(host));
  const auto* used = in_use(accounts);
  if (args.account.empty() && !used) return make_error(Code::not_found, "you are not logged in", way_on(accounts));
  CHITTY_TRY(const auto account, args.account.empty() ? Result<Account>(*used) : named(accounts, args.account));
  CHITTY_DO(forget_account(host, account));
  host.note("Logged out " + account.name);
  if (const auto id = account.fact("tokenId"); used && !id.empty() && may_revoke(*used, account))
    host.note("To revoke its token too: chitty auth token revoke " + id);
  if (account.in_use && accounts.size() > 1) host.note(way_on(accounts));
  return Reply::nothing();
}

// Who one is here. The one in use is asked about; of the others it is told what was known when they came.
Result<Reply> status(Host& host) {
  CHITTY_TRY(auto accounts, accounts_of(host));
  if (accounts.empty()) return make_error(Code::unauthenticated, "you are not logged in", way_on(accounts));
  std::optional<Error> wrong;
  for (auto& account : accounts) {
    std::string state = has_expired(account, host) ? "expired" : "kept";
    if (account.in_use) {
      const auto accepted = is_accepted(host);
      if (!accepted) state = accepted.error().kind() == Kind::unreachable ? "unreachable" : "unknown", wrong = accepted.error();
      else if (!*accepted) state = "invalid", wrong = make_error(Code::unauthenticated, "the token of '" + account.name + "' is no longer valid", way_on(accounts));
      else state = "valid", look_up(host, account);
    }
    CHITTY_DO(host.record(row_of(account, state)));
  }
  if (wrong) return verdict(*wrong);
  if (!in_use(accounts)) return verdict(make_error(Code::unauthenticated, "none of your accounts is in use", way_on(accounts)));
  return Reply::nothing();
}

Result<Reply> switch_(const Switch& args, Host& host) {
  CHITTY_TRY(const auto accounts, accounts_of(host));
  std::vector<Account> others;
  std::copy_if(accounts.begin(), accounts.end(), std::back_inserter(others), [](const Account& one) { return !one.in_use; });
  if (args.account.empty() && others.size() != 1)
    return usage_error(others.empty() ? "there is no other account to switch to" : "choose an account: " + names_of(accounts),
                       others.empty() ? "Log in: chitty auth login" : "For example: chitty auth switch " + others.front().name);
  CHITTY_TRY(auto account, args.account.empty() ? Result<Account>(others.front()) : named(accounts, args.account));
  // What was in use and has no name yet gets one, so that the way back is there.
  if (const auto* used = in_use(accounts); used && used->name != account.name) CHITTY_DO(name_account(host, *used));
  CHITTY_DO(use_account(host, account));
  account.in_use = true;
  host.note("Switched to " + account.name);
  return Reply(row_of(account, has_expired(account, host) ? "expired" : ""));
}

}  // namespace chittyauth::commands
