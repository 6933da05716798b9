// The connections of a person: /api/connections
#include <chittyconnect_names.hpp>

#include <chitty/answers.hpp>
#include <chitty/lists.hpp>
#include <boost/json/value_from.hpp>
#include <chitty/members.hpp>

#include "connection.hpp"
#include "platforms.hpp"

namespace chittyconnect::routes {

using namespace chitty;
using namespace integrations;

namespace {

constexpr std::string_view columns =
    "id, slug, name, category, provider, base_url, status, status_code, latency_ms, error, checked_at, created_at, operations IS NOT NULL AS described";

Result<json::object> shown(Service& service, std::string_view id) {
  CHITTY_TRY(const auto row, service.store().row("SELECT " + std::string(columns) + " FROM connect_integrations WHERE id = :id", {{"id", id}}, "There is no such integration."));
  return record_of(row, shapes::integration);
}

// What is said, and of what is not, what is known of the platform.
Result<json::object> row_from(Service& service, const AddConnection& given) {
  const auto& said = given.body;
  const std::string slug(slug_of(said.slug));
  const auto* platform = platform_called(said.provider.empty() ? slug : said.provider);
  if (!platform && said.base_url.empty())
    return usage_error("The platform " + slug + " is not known here, and its address was not given.", "Say where it is: --url URL");
  CHITTY_TRY(const auto address, base_address(said.base_url.empty() ? std::string(platform->base_url) : said.base_url));
  CHITTY_TRY(const auto id, new_ordered_id(service));
  const bool own_field = !said.header.empty();
  return json::object{{"id", id},
                      {"holder", service.caller().subject},
                      {"slug", slug},
                      {"name", !said.name.empty() ? said.name : platform ? std::string(platform->name)
                                                                         : slug},
                      {"category", !said.category.empty() ? said.category : std::string(platform ? platform->category : "thirdparty")},
                      {"provider", platform ? std::string(platform->slug) : std::string()},
                      {"base_url", address},
                      {"header", own_field ? said.header : "Authorization"},
                      {"prefix", own_field ? "" : "Bearer "},
                      {"operations", said.operations.empty() ? json::value() : json::value(json::serialize(json::value_from(said.operations)))},
                      {"status", "unknown"},
                      {"created_at", rfc3339(service.now())}};
}

}  // namespace

Result<Response> list_connections(Service& service, const ListConnections& given) {
  auto select = Select::own("SELECT " + std::string(columns) + " FROM connect_integrations", Ownership(service, {"holder"}));
  select.where_given("category = :category", "category", given.query.category);
  select.where_given("status = :status", "status", given.query.status);
  const Page page{given.query.limit, 0, given.query.cursor};
  select.newest_first(page);
  return answer_page(service, page, "connections", select, shapes::integration);
}

Result<Response> show_connection(Service& service, const ShowConnection& given) {
  CHITTY_TRY(const auto connection, connection_of_caller(service, given.path.slug));
  CHITTY_TRY(auto record, shown(service, connection.id));
  return answer(service, {{"connection", std::move(record)}});
}

Result<Response> add_connection(Service& service, const AddConnection& given) {
  CHITTY_TRY(const auto row, row_from(service, given));
  const auto id = text_in(row, "id"), slug = text_in(row, "slug");
  CHITTY_TRY(const auto sealing, sealing_for_credentials(service));
  CHITTY_TRY(auto record, service.store().transaction([&]() -> Result<json::object> {
    CHITTY_DO(service.quota("integrations"));
    if (auto done = service.store().insert("connect_integrations", row); !done) {
      if (done.error().code != Code::conflict) return done.error();
      return make_error(Code::conflict, "The integration " + slug + " already exists.", "Remove it first: chitty connect integration remove " + slug);
    }
    if (!given.body.credential.empty()) CHITTY_DO(keep_credential(service, sealing, id, given.body.credential));
    CHITTY_DO(service.event("integration.added", slug, {{"baseUrl", row.at("base_url")}}));
    return shown(service, id);
  }));
  return Response(201, envelope(service, {{"connection", std::move(record)}}));
}

Result<Response> remove_connection(Service& service, const RemoveConnection& given) {
  CHITTY_TRY(const auto connection, connection_of_caller(service, given.path.slug));
  CHITTY_DO(service.store().transaction([&]() -> Result<void> {
    CHITTY_DO(service.store().execute("DELETE FROM connect_credentials WHERE integration = :id", {{"id", connection.id}}));
    CHITTY_DO(service.store().execute("DELETE FROM connect_integrations WHERE id = :id", {{"id", connection.id}}));
    return service.event("integration.removed", connection.slug);
  }));
  return answer(service, {{"slug", connection.slug}, {"removed", true}});
}

Result<Response> test_connection(Service& service, const TestConnection& given) {
  CHITTY_TRY(const auto connection, connection_of_caller(service, given.path.slug));
  const auto* platform = platform_called(connection.provider);
  CHITTY_TRY(auto request, request_to(service, {connection.id, connection.slug, connection.provider, connection.base_url, connection.header, connection.prefix}, "GET",
                                      platform && !platform->probe.empty() ? platform->probe : std::string_view("/")));
  request.wait = std::chrono::seconds(5);
  const auto answered = ask_outside(service, request);
  if (!answered && answered.error().code == Code::cancelled) return answered.error();
  json::object found{{"id", connection.id}, {"status", "down"}, {"code", nullptr}, {"took", nullptr}, {"error", nullptr}, {"now", rfc3339(service.now())}};
  if (answered) {
    found["status"] = answered->status < 300 ? "healthy" : "degraded";
    found["code"] = answered->status;
    found["took"] = answered->took_ms;
    if (answered->status >= 300) found["error"] = text_or_null(words_of(*answered));
  } else {
    found["error"] = answered.error().message;
  }
  CHITTY_TRY(auto record, service.store().transaction([&]() -> Result<json::object> {
    CHITTY_DO(service.store().execute("UPDATE connect_integrations SET status = :status, status_code = :code, latency_ms = :took, error = :error, checked_at = :now WHERE id = :id", found));
    CHITTY_DO(service.event("integration.tested", connection.slug, {{"status", found.at("status")}}));
    return shown(service, connection.id);
  }));
  return answer(service, {{"connection", std::move(record)}});
}

}  // namespace chittyconnect::routes
