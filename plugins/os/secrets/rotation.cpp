#include "rotation.hpp"

#include <chitty/base64.hpp>
#include <chitty/members.hpp>
#include <chitty/request.hpp>
#include <chitty/time.hpp>

#include <algorithm>
#include <fstream>
#include <optional>
#include <unistd.h>

namespace os::secrets {

using namespace chitty;

namespace {

Request to_service(const std::string& service, const char* what, json::object body) {
  return post("/v1/service-tokens/" + encode(service) + "/" + what, std::move(body)).to("chittyauth");
}

std::string time_text(Host& host) { return rfc3339(host.now()); }

// The last entry of a service in this rotation.
const json::object* last_of(const Journal& journal, const std::string& service) {
  const auto& entries = journal.entries();
  const auto found = std::find_if(entries.rbegin(), entries.rend(), [&](const auto& entry) { return text_in(entry, "service") == service; });
  return found == entries.rend() ? nullptr : &*found;
}

std::vector<std::string> left_by(const Journal& journal) {
  std::vector<std::string> left;
  if (journal.at_rest()) return left;
  const auto* services = journal.entries().front().if_contains("services");
  if (!services || !services->is_array()) return left;
  for (const auto& service : services->get_array())
    if (service.is_string()) left.emplace_back(service.get_string());
  return left;
}

// The service by whose token we work ourselves; empty: none. The token's text has its id in it.
std::string own_service(Host& host, const std::vector<ServiceToken>& tokens) {
  const auto own = host.secret("chittyauth", {});
  if (!own || !own->starts_with("svc_")) return {};
  const auto inside = from_base64url(std::string_view(*own).substr(4));
  for (const auto& token : tokens)
    if (inside && inside->starts_with(token.id + "_")) return token.service;
  return {};
}

// As whoever is to use it: a token that opens nothing is not handed on.
Result<void> try_out(Host& host, const std::string& service, const std::string& token) {
  const auto reply = host.send(post("/v1/service/authenticate", {{"serviceToken", token}, {"targetService", "chittyos"}, {"action", "none"}}).to("chittyauth"));
  if (!reply) return reply.error();
  if (reply->value().is_object() && text_in(reply->value(), "serviceId") == service) return {};
  return make_error(Code::malformed, "the new token of " + service + " is not known as its own");
}

// What is kept in a file is read again; a keyring is believed.
Result<void> is_kept(const std::string& reference, const std::string& token) {
  if (!reference.starts_with("file:")) return {};
  std::ifstream file(reference.substr(5), std::ios::binary);
  std::string line;
  std::getline(file, line);
  if (line == token) return {};
  return make_error(Code::configuration, "the new token is not in '" + reference.substr(5) + "' after it was written there");
}

class Rotating {
 public:
  Rotating(Host& host, Journal& journal, const Plan& plan, std::string service) : host_(host), journal_(journal), plan_(plan), service_(std::move(service)) {}

  Result<json::object> run() {
    const auto* last = last_of(journal_, service_);
    if (last && text_in(*last, "step") == "promoted") return row(*last);
    if (last && text_in(*last, "step") == "kept") {
      auto done = promote(text_in(*last, "tokenId"));
      // Somebody has ended it meanwhile: then it is made anew.
      if (done || done.error().code != Code::conflict) return done;
    }
    CHITTY_TRY(const auto id, make_and_keep());
    return promote(id);
  }

 private:
  Result<std::string> make_and_keep() {
    CHITTY_TRY(const auto made, host_.send(to_service(service_, "rotate", {{"rotation", plan_.holder}})));
    const auto id = text_in(made.value(), "tokenId"), token = text_in(made.value(), "token");
    if (id.empty() || token.empty()) return make_error(Code::malformed, "the reply has no token in it");
    CHITTY_DO(note("made", id));
    CHITTY_DO(try_out(host_, service_, token));
    CHITTY_TRY(const auto reference, host_.keep_secret(kept_name(plan_.environment, service_), token));
    CHITTY_DO(is_kept(reference, token));
    CHITTY_DO(note("kept", id, {{"reference", reference}}));
    return id;
  }

  Result<json::object> promote(const std::string& id) {
    auto request = to_service(service_, "promote", {{"tokenId", id}});
    request.repeatable = true;
    CHITTY_TRY(const auto done, host_.send(request));
    json::object more{{"reference", kept_places(journal_.entries())[service_]}};
    if (const auto* previous = done.value().get_object().if_contains("previous"); previous && previous->is_object()) more["previousUntil"] = text_in(*previous, "validUntil");
    CHITTY_DO(note("promoted", id, std::move(more)));
    return row(journal_.entries().back());
  }

  Result<void> note(const char* step, const std::string& id, json::object more = {}) {
    json::object entry{{"at", time_text(host_)}, {"step", step}, {"service", service_}, {"tokenId", id}};
    for (auto& [name, value] : more) entry[name] = value;
    return journal_.add(std::move(entry));
  }

  json::object row(const json::object& entry) const {
    json::object told{{"service", service_}, {"state", "rotated"}, {"tokenId", text_in(entry, "tokenId")}, {"kept", text_in(entry, "reference")}};
    if (const auto until = text_in(entry, "previousUntil"); !until.empty()) told["previousUntil"] = until;
    return told;
  }

  Host& host_;
  Journal& journal_;
  const Plan& plan_;
  std::string service_;
};

json::object left(const std::string& service, const Error& error) { return {{"service", service}, {"state", "left"}, {"problem", error.message}}; }

// Whoever could not be asked of one service is not asked of the next.
bool is_of_all(const Error& error) {
  return error.code == Code::unreachable || error.code == Code::timeout || error.code == Code::unauthenticated || error.code == Code::permission_denied || error.code == Code::configuration;
}

}  // namespace

Result<Plan> plan_of(Host& host, const Journal& journal, const std::string& environment, std::vector<std::string> asked, const std::vector<ServiceToken>& tokens) {
  Plan plan{environment, {}, left_by(journal), false};
  char machine[256] = "";
  (void)::gethostname(machine, sizeof machine - 1);
  plan.holder = (std::string(machine) + ":" + state_folder()).substr(0, 200);
  plan.goes_on = !plan.services.empty();
  if (asked.empty())
    for (const auto& token : tokens)
      if (token.state() != "ending") asked.push_back(token.service);
  std::sort(asked.begin(), asked.end());
  for (auto& service : asked)
    if (std::find(plan.services.begin(), plan.services.end(), service) == plan.services.end()) plan.services.push_back(std::move(service));
  if (plan.services.empty()) return make_error(Code::not_found, "no service has a token", "Make the first one: chitty auth service-token create SERVICE --scopes SCOPE");
  const auto own = own_service(host, tokens);
  std::stable_partition(plan.services.begin(), plan.services.end(), [&](const auto& service) { return service != own; });
  return plan;
}

Result<json::array> rotate(Host& host, Journal& journal, const Plan& plan) {
  const json::array services(plan.services.begin(), plan.services.end());
  if (!plan.goes_on) {
    json::object kept;
    for (const auto& [service, place] : kept_places(journal.entries())) kept[service] = place;
    CHITTY_DO(journal.begin({{"at", time_text(host)}, {"step", "begin"}, {"services", services}, {"kept", std::move(kept)}}));
  }
  json::array rows;
  std::optional<Error> of_all;
  for (const auto& service : plan.services) {
    if (of_all) {
      rows.push_back(left(service, *of_all));
      continue;
    }
    host.progress(rows.size(), plan.services.size(), "services");
    auto done = Rotating(host, journal, plan, service).run();
    if (!done && done.error().code == Code::cancelled) return done.error();
    if (!done && is_of_all(done.error())) of_all = done.error();
    rows.push_back(done ? std::move(*done) : left(service, done.error()));
  }
  const bool whole = std::all_of(rows.begin(), rows.end(), [](const auto& row) { return text_in(row, "state") == "rotated"; });
  if (whole) CHITTY_DO(journal.add({{"at", time_text(host)}, {"step", "end"}}));
  return rows;
}

}  // namespace os::secrets
