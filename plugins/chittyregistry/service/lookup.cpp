// GET /services/{name}: where a service answers.
#include <chitty/answers.hpp>
#include <chittyregistry_names.hpp>

#include "entries.hpp"
#include "hashes.hpp"
#include "lookup_cache.hpp"

namespace chittyregistry::routes {

using namespace chitty;

namespace {

// Whoever asked may use the answer for that long without asking again, and asks then with If-None-Match.
constexpr const char* lasts = "private, max-age=30";

}  // namespace

Result<Response> lookup(Service& service, const Lookup& given) {
  const auto key = std::string(service.base_url()) + " " + given.path.name;
  auto kept = kept_lookup(key, service.now());
  if (!kept) {
    CHITTY_TRY(const auto entry, find_entry(service, kinds::service, given.path.name));
    const auto body = json::serialize(shown(service, entry));
    kept = KeptLookup{body, "\"" + sha256_hex(service.crypto(), body).substr(0, 32) + "\""};
    keep_lookup(key, *kept, service.now());
  }
  Response response;
  response.headers = {{"ETag", kept->etag}, {"Cache-Control", lasts}};
  if (service.header("If-None-Match") == kept->etag)
    response.status = 304;
  else
    response.body = std::move(kept->body);
  return response;
}

}  // namespace chittyregistry::routes
