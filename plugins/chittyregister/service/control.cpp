#include "control.hpp"

#include <chitty/members.hpp>
#include <chitty/ownership.hpp>

#include <algorithm>

#include "outside.hpp"

namespace chittyregister {

using namespace chitty;

namespace {

constexpr const char* unknown_hint = "If it is yours, have it listed: chitty register challenge NAME --endpoint URL";

// A service of this daemon: beside our own address, and on this machine by names that lead nowhere else (RFC 6761).
Controlled local(Service& service, const std::string& name) {
  const std::string own(service.base_url());
  const auto endpoint = own.substr(0, own.rfind('/') + 1) + name;
  Controlled is{name, "owner", endpoint, {name + ".localhost", "localhost", "127.0.0.1", "::1"}, true};
  if (const auto host = host_of(own); !host.empty() && std::find(is.hosts.begin(), is.hosts.end(), host) == is.hosts.end())
    is.hosts.push_back(host);
  return is;
}

Result<Controlled> found(Service& service, const std::string& name, const std::optional<Row>& row, bool may_be_local) {
  CHITTY_TRY(const auto services, service.scopes_of_services());
  const bool is_here = services && services->contains(name) && name != "chittyd";
  if (row) {
    const bool is_ours = is_operator(service);
    auto is = is_here && is_ours ? local(service, name) : Controlled{name, {}, {}, {}};
    is.holder = text_in(*row, "holder"), is.endpoint = text_in(*row, "endpoint"), is.is_local = false;
    const auto host = host_of(is.endpoint);
    // A port that anybody on that machine may open proves the service, and not that the machine's name is theirs.
    const auto at = parse_address(is.endpoint);
    const bool is_proven = is_ours || (at && at->port.size() <= 4 && std::stoi(at->port) < 1024);
    if (is_proven && std::find(is.hosts.begin(), is.hosts.end(), host) == is.hosts.end()) is.hosts.push_back(host);
    return is;
  }
  if (is_here && may_be_local) return local(service, name);
  return make_error(Code::not_found, "There is no service " + name + (may_be_local ? " here." : " that you registered."),
                    unknown_hint);
}

}  // namespace

std::string host_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == url.npos) return {};
  auto rest = url.substr(scheme + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (rest.starts_with('[')) return std::string(rest.substr(1, rest.find(']') == rest.npos ? 0 : rest.find(']') - 1));
  return std::string(rest.substr(0, rest.find(':')));
}

bool is_operator(const Service& service) {
  const auto caller = service.caller();
  return caller.owner || std::any_of(caller.scopes.begin(), caller.scopes.end(), [](const auto& scope) {
           return scope == "admin:*" || scope == "chittyregister:*" || scope == "chittyregister:admin";
         });
}

Result<void> may_have_name(Service& service, const std::string& name) {
  if (is_operator(service)) return {};
  CHITTY_TRY(const auto here, service.scopes_of_services());
  if (!here || !here->contains(name)) return {};
  return make_error(Code::conflict, name + " is a service of this ChittyOS.", "Choose another name.");
}

Result<Controlled> controlled(Service& service, const std::string& name) {
  const Ownership whose(service, {"holder"});
  CHITTY_TRY(const auto sql, whose.applied("SELECT holder, endpoint FROM register_services WHERE name = :name AND {own}"));
  CHITTY_TRY(const auto row, service.store().find(sql, whose.with({{"name", name}})));
  return found(service, name, row, service.sees_all());
}

Result<Controlled> known(Service& service, const std::string& name) {
  CHITTY_TRY(const auto row,
             service.store().find("SELECT holder, endpoint FROM register_services WHERE name = :name", {{"name", name}}));
  return found(service, name, row, true);
}

}  // namespace chittyregister
