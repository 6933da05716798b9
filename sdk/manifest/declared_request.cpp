#include "declared_request.hpp"

namespace chitty {

using namespace manifest_words;

namespace {

std::string method_of(const json::object& request, const json::object* route) {
  return route ? text_at(*route, "method") : request.contains("graphql") ? "POST"
                                                                         : text_at(request, "method");
}

}  // namespace

const json::object* route_named(const json::object& manifest, std::string_view name) {
  for (const auto& route : list_at(object_at(manifest, "service"), "routes"))
    if (const auto& one = route.as_object();
        text_at(one, "handler") == name || text_at(one, "method") + " " + text_at(one, "path") == name)
      return &one;
  return nullptr;
}

DeclaredRequest::DeclaredRequest(const json::value& manifest_given, const json::object& command_given, std::string where_given, Lines& out_given)
    : whole(manifest_given), manifest(whole.get_object()), command(command_given), request(object_at(command, "request")), where(std::move(where_given)), out(out_given), route_name(text_at(request, "route")), route(route_name.empty() ? nullptr : route_named(manifest, route_name)), method(method_of(request, route)), path(route ? text_at(*route, "path") : text_at(request, "target")) {}

}  // namespace chitty
