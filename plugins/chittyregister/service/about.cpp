// What this service is, and what it asks of others.
#include <chitty/answers.hpp>
#include <chittyregister_names.hpp>

#include "../check.hpp"

namespace chittyregister::routes {

using namespace chitty;

namespace {

const json::object& envelope_example() {
  static const json::object example{
      {"entity_type", "T"},
      {"subtype", "service"},
      {"name", "billing"},
      {"description", "Invoices and payments"},
      {"version", "1.0.0"},
      {"endpoints", {"/health", "/api/v1/status"}},
      {"schema",
       {{"version", "1.0.0"},
        {"entities", {"invoice", "payment"}},
        {"relationships", json::array{{{"from", "payment"}, {"to", "invoice"}, {"kind", "pays"}}}}}},
      {"metadata",
       {{"maintainer", "billing@example.com"}, {"tier", 4}, {"domain", "finance"}, {"dependencies", {"chittyauth"}}}}};
  return example;
}

// A member a line, for whoever changes it by hand.
std::string shown_as_a_file(const json::object& object) {
  std::string text;
  for (const auto& [name, value] : object)
    text += (text.empty() ? "{\n  \"" : ",\n  \"") + std::string(name) + "\": " + json::serialize(value);
  return text + "\n}\n";
}

}  // namespace

Result<Response> about(Service& service) {
  CHITTY_TRY(const auto row,
             service.store().row(
                 "SELECT (SELECT COUNT(*) FROM register_services) AS services, (SELECT COUNT(*) FROM register_certificates"
                 " WHERE status = 'valid' AND not_after > :now) AS certificates",
                 {{"now", rfc3339(service.now())}}, "Nothing can be counted."));
  return Response(json::object{{"status", "ok"},
                               {"service", service.name()},
                               {"version", service.version()},
                               {"timestamp", rfc3339(service.now())},
                               {"features", {"registration", "validation", "audit", "certificates"}},
                               {"services", row.at("services")},
                               {"certificates", row.at("certificates")}});
}

Result<Response> show_requirements(Service& service) {
  return answer(service,
                {{"certifiedAt", enough},
                 {"leastJudged", least_seen},
                 {"checks", requirements()},
                 {"steps",
                  {"Serve /health", "Ask for a challenge: chitty register challenge NAME --endpoint URL",
                   "Serve its key authorization as text at its path", "Submit the declaration: chitty register submit FILE",
                   "See what is missing: chitty register validate NAME", "Have it certified: chitty register certify NAME"}},
                 {"declaration", envelope_example()}});
}

Result<Response> example(Service&) {
  Response response;
  response.body = shown_as_a_file(envelope_example());
  response.headers["Content-Type"] = "application/json";
  return response;
}

}  // namespace chittyregister::routes
