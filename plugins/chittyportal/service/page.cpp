// GET / and /assets/{name}: the page and what belongs to it. Nothing of anybody's is in it: that comes by /page/….
#include <chitty/base64.hpp>
#include <chitty/html.hpp>
#include <chittyportal_names.hpp>

#include "../page_file.hpp"
#include "answering.hpp"

namespace chittyportal::routes {

using namespace chitty;

namespace {

const PageFile* file_named(std::string_view name) {
  for (const auto& file : page_files())
    if (file.name == name) return &file;
  return nullptr;
}

std::string_view type_of(std::string_view name) {
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return {};
}

// The path below which the service is, as the browser sees it.
std::string root(const Service& service) {
  const auto base = service.base_url();
  const auto slash = base.find('/', base.find("://") + 3);
  return slash == base.npos ? std::string() : std::string(base.substr(slash));
}

}  // namespace

Result<Response> page(Service& service) {
  const auto* file = file_named("index.html");
  if (!file) return make_error(Code::host_fault, "The page is not in this build.");
  const auto base = escape_html(root(service));
  Response response;
  std::string_view rest = file->content;
  for (auto at = rest.find("{base}"); at != rest.npos; at = rest.find("{base}")) {
    response.body.append(rest.substr(0, at)).append(base);
    rest.remove_prefix(at + 6);
  }
  response.body.append(rest);
  response.headers = safe_headers("text/html; charset=utf-8", page_policy);
  return response;
}

// A browser keeps them and asks whether they are still so.
Result<Response> asset(Service& service) {
  const auto* file = file_named(service.parameter("name"));
  if (!file || type_of(file->name).empty()) return page_refusal(make_error(Code::not_found, "There is no such file."));
  const auto tag = "\"" + base64url(service.crypto().sha256(file->content)).substr(0, 16) + "\"";
  Response response;
  response.headers = safe_headers(type_of(file->name));
  response.headers["Cache-Control"] = "no-cache";
  response.headers["ETag"] = tag;
  if (service.header("If-None-Match") == tag) response.status = 304;
  else response.body = std::string(file->content);
  return response;
}

}  // namespace chittyportal::routes
