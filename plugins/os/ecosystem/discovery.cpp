#include "discovery.hpp"

#include <chitty/members.hpp>

#include <boost/json/parse.hpp>

#include <algorithm>

namespace os {

using namespace chitty;

namespace {

constexpr std::size_t most_services = 10'000;

// A text of the stranger's document, cut to what a name or an address may be.
void copy_text(const json::object& from, std::string_view member, json::object& to, std::string_view as) {
  auto text = text_in(from, member);
  if (!text.empty() && text.size() <= 2048) to[as] = std::move(text);
}

// The source's rows, without those that are there already.
void add(Found& found, const json::array& services, const std::string& from) {
  for (const auto& service : services) {
    auto row = service.as_object();
    const auto name = text_in(row, "name");
    const auto known = std::any_of(found.services.begin(), found.services.end(), [&](const json::value& other) { return text_in(other, "name") == name; });
    if (known || name.empty() || found.services.size() >= most_services) continue;
    row["from"] = from;
    found.services.push_back(std::move(row));
  }
}

// Where a discovery document may be: the broker's address, then the environment's own.
std::vector<std::string> document_addresses(const std::vector<Place>& places, const Environment& environment) {
  std::vector<std::string> urls;
  for (const auto& place : places)
    if (place.type == "chittyconnect" && !place.base_url.empty()) urls.push_back(place.base_url + "/.well-known/chitty.json");
  if (!environment.base_url.empty()) urls.push_back(environment.base_url + "/.well-known/chitty.json");
  return urls;
}

Result<void> from_documents(Host& host, Found& found, const std::vector<std::string>& urls, std::int64_t wait_ms) {
  if (urls.empty()) return {};
  CHITTY_TRY(const auto answers, host.probe(urls, std::chrono::milliseconds(wait_ms)));
  for (std::size_t i = 0; i < answers.size() && i < urls.size(); ++i) {
    const auto& answer = answers[i].as_object();
    const auto* status = answer.if_contains("status");
    if (!status || *status != 200) continue;  // most have none
    const auto services = services_of_document(text_in(answer, "body"));
    if (!services) {
      found.unanswered.push_back(urls[i] + ": " + services.error().message);
      continue;
    }
    add(found, *services, "document");
    found.sources.push_back("the discovery document " + urls[i]);
  }
  return {};
}

void from_registry(Host& host, Found& found, const std::vector<Place>& places) {
  const bool there = std::any_of(places.begin(), places.end(), [](const Place& place) { return place.type == "chittyregistry" && !place.base_url.empty(); });
  if (!there) return;
  const auto listed = host.run({"registry", "services", "list"});
  if (!listed) {
    found.unanswered.push_back("the registry: " + listed.error().message);
    return;
  }
  json::array services;
  for (const auto& one : *listed) {
    json::object row{{"name", text_in(one, "name")}};
    copy_text(one.as_object(), "url", row, "url");
    copy_text(one.as_object(), "version", row, "version");
    copy_text(one.as_object(), "health", row, "status");
    services.push_back(std::move(row));
  }
  add(found, services, "registry");
  found.sources.push_back("the registry");
}

void from_configuration(Found& found, const std::vector<Place>& places) {
  json::array services;
  for (const auto& place : places)
    if (!place.base_url.empty()) services.push_back(json::object{{"name", place.name}, {"url", place.base_url}, {"health", place.base_url + place.health}});
  add(found, services, "configuration");
  found.sources.push_back("the configuration");
}

}  // namespace

Result<json::array> services_of_document(std::string_view text) {
  boost::system::error_code ec;
  const auto document = json::parse(text, ec);
  const auto* services = ec || !document.is_object() ? nullptr : document.get_object().if_contains("services");
  if (!services || !services->is_array()) return make_error(Code::malformed, "it is not a discovery document: it has no list of services");
  json::array rows;
  for (const auto& one : services->get_array()) {
    if (!one.is_object() || rows.size() >= most_services) continue;
    const auto& service = one.get_object();
    json::object row;
    copy_text(service, "name", row, "name");
    copy_text(service, "url", row, "url");
    copy_text(service, "health", row, "health");
    copy_text(service, "status", row, "status");
    copy_text(service, "version", row, "version");
    if (row.contains("name")) rows.push_back(std::move(row));
  }
  return rows;
}

Result<Found> discover(Host& host, std::int64_t wait_ms) {
  Found found;
  CHITTY_TRY(auto all, places(host));
  find_health_pages(host, all);
  CHITTY_DO(from_documents(host, found, document_addresses(all, environment_of(host)), wait_ms));
  from_registry(host, found, all);
  from_configuration(found, all);
  std::sort(found.services.begin(), found.services.end(), [](const json::value& a, const json::value& b) { return text_in(a, "name") < text_in(b, "name"); });
  return found;
}

}  // namespace os
