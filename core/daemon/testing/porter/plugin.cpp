// The role `identity` for the daemon's own tests: tokens in a table, kept and revoked by routes. Two subjects are
// traps: "nobody-answers" makes the question fail, "nonsense" has an answer that is none.
#include <atomic>
#include <chitty/plugin.hpp>

namespace {

using namespace chitty;

std::atomic<std::int64_t> questions{0};

std::string digest_of(Service& service, std::string_view token) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : service.crypto().sha256(token))
    text.push_back(digits[byte >> 4]), text.push_back(digits[byte & 15]);
  return text;
}

// {"token":…,"token_id":…,"subject":…,"scopes":[…],"expires_at":…,"limit":{…}}
Result<Response> keep(Service& service) {
  auto body = service.body();
  if (!body) return body.error();
  const std::string token(body->at("token").as_string());
  body->erase("token");
  auto kept = service.store().execute(
      "INSERT INTO porter_tokens (id, digest, caller, revoked, used) VALUES (:id, :digest, :caller, 0, 0)",
      {{"id", body->at("token_id")}, {"digest", digest_of(service, token)}, {"caller", json::serialize(*body)}});
  if (!kept) return kept.error();
  return Response(201, json::value(*body));
}

Result<Response> revoke(Service& service) {
  auto done =
      service.store().execute("UPDATE porter_tokens SET revoked = 1 WHERE id = :id", {{"id", service.parameter("id")}});
  if (!done) return done.error();
  return Response(json::object{{"revoked", *done}});
}

Result<Response> token(Service& service) {
  auto row =
      service.store().find("SELECT id, used FROM porter_tokens WHERE id = :id", {{"id", service.parameter("id")}});
  if (!row) return row.error();
  if (!*row) return make_error(Code::not_found, "There is no such token.");
  return Response(**row);
}

Result<Response> asked(Service&) { return Response(json::object{{"questions", questions.load()}}); }

Result<Response> about(Service& service) { return Response(json::object{{"issuer", std::string(service.base_url())}}); }

Result<json::object> check(Service& service, std::string_view token) {
  ++questions;
  auto row = service.store().find("SELECT caller, revoked FROM porter_tokens WHERE digest = :digest",
                                  {{"digest", digest_of(service, token)}});
  if (!row) return row.error();
  if (!*row) return make_error(Code::unauthenticated, "The porter does not know this token.");
  if ((**row)["revoked"] == 1) return make_error(Code::unauthenticated, "This token was revoked.");
  auto caller = json::parse((**row)["caller"].as_string()).as_object();
  if (caller["subject"] == "nobody-answers") return make_error(Code::host_fault, "The porter is asleep.");
  if (caller["subject"] == "nonsense") caller.erase("subject");
  return caller;
}

Result<void> used(Service& service, const json::array& uses) {
  return service.store().transaction([&]() -> Result<void> {
    for (const auto& use : uses) {
      auto noted = service.store().execute("UPDATE porter_tokens SET used = used + :count WHERE id = :id",
                                           {{"count", use.at("count")}, {"id", use.at("token_id")}});
      if (!noted) return noted.error();
    }
    return {};
  });
}

}  // namespace

CHITTY_PLUGIN(.commands = {},
              .routes = {{"keep", keep}, {"revoke", revoke}, {"token", token}, {"questions", asked}, {"about", about}},
              .identity = {.check = check, .used = used})
