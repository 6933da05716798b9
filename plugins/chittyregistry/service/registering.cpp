// POST /api/v1/tools, /api/v1/services: what somebody registers.
#include <chittyregistry_names.hpp>

#include "entries.hpp"
#include "registration.hpp"

namespace chittyregistry::routes {

using namespace chitty;

namespace {

// What was said, without what an entry has columns for.
Result<json::object> content_of(Service& service) {
  CHITTY_TRY(auto content, service.body());
  for (const auto* column : {"name", "version", "subtype"}) content.erase(column);
  return content;
}

}  // namespace

Result<Response> register_tool(Service& service, const RegisterTool& given) {
  CHITTY_TRY(auto content, content_of(service));
  return answer_registered(service, {std::string(kinds::tool), given.body.subtype, given.body.name, given.body.version, std::move(content)}, "tool");
}

Result<Response> register_service(Service& service, const RegisterService& given) {
  CHITTY_TRY(auto content, content_of(service));
  auto url = given.body.url;
  while (url.ends_with('/')) url.pop_back();
  content["url"] = url;
  content["healthEndpoint"] = given.body.healthEndpoint;
  const auto version = given.body.version.empty() ? "1.0.0" : given.body.version;
  return answer_registered(service, {std::string(kinds::service), "service", given.body.name, version, std::move(content)}, "entry");
}

}  // namespace chittyregistry::routes
