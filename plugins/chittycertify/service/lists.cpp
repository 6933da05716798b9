// What the authority publishes: its certificates, and the lists of what it has revoked.
#include <chitty/answers.hpp>
#include <chitty/base64.hpp>
#include <chitty/x509/crl.hpp>
#include <chittycertify_names.hpp>

#include "authority.hpp"

namespace chittycertify {

using namespace chitty;

namespace {

Response bytes(std::string body, const char* type, const char* caching) {
  Response response;
  response.body = std::move(body);
  response.headers = {{"Content-Type", type}, {"Cache-Control", caching}};
  return response;
}

Result<std::vector<Revoked>> revoked_by(Service& service, const std::string& issuer) {
  std::vector<Revoked> all;
  CHITTY_DO(service.store().each(
      "SELECT serial, revoked_at, reason FROM certify_certificates WHERE issuer = :issuer AND status = 'revoked' ORDER BY serial",
      {{"issuer", issuer}}, [&](const Row& row) {
        all.push_back({text_in(row, "serial"), parse_rfc3339(text_in(row, "revoked_at")).value_or(0) / 1000, text_in(row, "reason")});
        return true;
      }));
  return all;
}

}  // namespace

// What has expired stays on it: a signature that was stamped is looked at long after its certificate has ended.
Result<void> make_list(Service& service, const Holder& issuer, std::int64_t lasting) {
  CHITTY_TRY(const auto before,
             service.store().find("SELECT number FROM certify_crls WHERE issuer = :issuer", {{"issuer", issuer.serial}}));
  const auto number = before ? before->at("number").as_int64() + 1 : 1;
  const auto now = service.now() / 1000, next = std::min(now + lasting, issuer.ends());
  CHITTY_TRY(const auto revoked, revoked_by(service, issuer.serial));
  CHITTY_TRY(const auto list, make_crl(issuer.issuer(), number, now, next, revoked));
  CHITTY_DO(service.store().execute(
      "INSERT INTO certify_crls (issuer, number, crl, made_at, next_at) VALUES (:issuer, :number, :crl, :made, :next)"
      " ON CONFLICT (issuer) DO UPDATE SET number = excluded.number, crl = excluded.crl, made_at = excluded.made_at,"
      " next_at = excluded.next_at",
      {{"issuer", issuer.serial},
       {"number", number},
       {"crl", base64(list)},
       {"made", rfc3339(now * 1000)},
       {"next", rfc3339(next * 1000)}}));
  return {};
}

Result<std::string> list_of(Service& service, const std::string& issuer) {
  const auto read = [&] {
    return service.store().row("SELECT crl, next_at FROM certify_crls WHERE issuer = :issuer", {{"issuer", issuer}},
                               "This authority has no certificate " + issuer + ".");
  };
  CHITTY_TRY(auto row, read());
  if (text_in(row, "next_at") < rfc3339(service.now() + a_day * 500)) {
    auto made = service.store().transaction([&]() -> Result<void> {
      CHITTY_TRY(auto holder, authority_of(service, issuer));
      CHITTY_TRY(holder, with_key(service, std::move(holder)));
      return make_list(service, holder, a_day);
    });
    if (!made) return made.error();
    CHITTY_TRY(row, read());
  }
  return from_base64(text_in(row, "crl")).value_or("");
}

namespace routes {

Result<Response> show_root(Service& service) {
  CHITTY_TRY(const auto root, service.store().transaction([&]() -> Result<Holder> {
    CHITTY_DO(found_authority(service));
    return newest(service, "root");
  }));
  return bytes(root.pem, "application/x-pem-file", "public, max-age=3600");
}

Result<Response> authority_certificate(Service& service, const AuthorityCertificate& given) {
  CHITTY_TRY(const auto holder, authority_of(service, given.path.serial));
  return bytes(der_of(holder.certificate.get(), i2d_X509), "application/pkix-cert", "public, max-age=86400");
}

Result<Response> revoked_list(Service& service, const RevokedList& given) {
  CHITTY_TRY(auto list, list_of(service, given.path.issuer));
  return bytes(std::move(list), "application/pkix-crl", "public, max-age=60");
}

}  // namespace routes
}  // namespace chittycertify
