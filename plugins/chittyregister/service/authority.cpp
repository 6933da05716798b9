#include "authority.hpp"

#include <chitty/answers.hpp>
#include <chitty/x509/sealing.hpp>

#include "../x509/key.hpp"
#include "revocation.hpp"
#include "words.hpp"

namespace chittyregister {

using namespace chitty;

namespace {

constexpr std::int64_t of_root = 20 * 365 * a_day, of_intermediate = 5 * 365 * a_day, of_delegate = 30 * a_day,
                       renew_delegate = 7 * a_day;
constexpr std::int64_t backdated = 3600;  // a clock that is an hour behind believes it

Result<std::string> sealing_of(Service& service) {
  CHITTY_TRY(const auto row, service.store().row("SELECT sealing FROM register_authority", {}, "There is no authority yet."));
  return text_in(row, "sealing");
}

Result<void> keep(Service& service, std::string_view kind, const Holder& made, const std::string& issuer) {
  const auto now = rfc3339(service.now());
  CHITTY_TRY(const auto last, service.store().row("SELECT COALESCE(MAX(number), 0) AS number FROM register_authorities", {},
                                                  "Nothing can be counted."));
  CHITTY_DO(service.store().insert("register_authorities",
                                   {{"serial", made.serial},
                                    {"number", last.at("number").as_int64() + 1},
                                    {"kind", kind},
                                    {"issuer", issuer},
                                    {"pem", made.pem},
                                    {"created_at", now},
                                    {"not_before", rfc3339(seconds_of(X509_get0_notBefore(made.certificate.get())) * 1000)},
                                    {"not_after", rfc3339(made.ends() * 1000)}}));
  return keep_key(service, made.serial, made.key.get());
}

// With a new key, signed by `issuer` or by itself, and stored.
Result<Holder> make(Service& service, std::string_view kind, Plan plan, std::int64_t period, const Holder* issuer) {
  Holder made;
  CHITTY_TRY(made.serial, new_serial(service));
  CHITTY_TRY(made.key, new_key());
  const std::string base(service.base_url());
  plan.serial = made.serial;
  plan.common_name += " " + made.serial.substr(2, 8);
  plan.begins = service.now() / 1000 - backdated;
  plan.ends = plan.begins + period - 1;
  if (issuer) {
    plan.ends = std::min(plan.ends, issuer->ends());
    if (plan.kind == Kind::intermediate) plan.issuer = base + "/ca/" + issuer->serial, plan.crl = base + "/crl/" + issuer->serial;
  }
  CHITTY_TRY(made.pem, make_certificate(plan, made.key.get(), issuer ? issuer->issuer() : Issuer{nullptr, made.key.get()}));
  made.certificate = certificate_of(made.pem);
  CHITTY_DO(keep(service, kind, made, issuer ? issuer->serial : made.serial));
  return made;
}

Result<Holder> holder_of(const Row& row) {
  Holder holder{text_in(row, "serial"), text_in(row, "pem"), nullptr, nullptr};
  holder.certificate = certificate_of(holder.pem);
  if (!holder.certificate)
    return make_error(Code::host_fault, "The stored certificate " + holder.serial + " of the authority is damaged.");
  return holder;
}

Result<Holder> make_delegate(Service& service, const Holder& intermediate) {
  CHITTY_TRY(auto delegate, make(service, "ocsp", {.kind = Kind::ocsp, .common_name = "ChittyOS OCSP", .serial = {}}, of_delegate,
                                 &intermediate));
  return delegate;
}

}  // namespace

Result<std::string> new_serial(Service& service) {
  CHITTY_TRY(const auto chance, service.crypto().random(chance_of_serial));
  return serial_from(chance);
}

Result<void> found_authority(Service& service, const std::vector<std::string>& domains,
                             const std::vector<std::string>& networks) {
  CHITTY_TRY(const auto there, service.store().find("SELECT one FROM register_authority"));
  if (there) return {};
  CHITTY_TRY(const auto sealing, new_sealing(service));
  const auto list = [](const std::vector<std::string>& words) {
    return json::serialize(json::array(words.begin(), words.end()));
  };
  CHITTY_DO(service.store().insert(
      "register_authority",
      {{"one", 1},
       {"sealing", sealing},
       {"created_at", rfc3339(service.now())},
       {"domains", list(domains.empty() ? std::vector<std::string>{"chitty.cc", "localhost"} : domains)},
       {"networks", list(networks.empty() ? std::vector<std::string>{"127.0.0.0/8", "::1/128"} : networks)}}));
  CHITTY_TRY(const auto root,
             make(service, "root", {.kind = Kind::root, .common_name = "ChittyOS Root", .serial = {}}, of_root, nullptr));
  // The root may go offline right after: what it says of the intermediates lasts as long as they do.
  CHITTY_DO(make_list(service, root, of_intermediate));
  CHITTY_DO(make_intermediate(service, root));
  return {};
}

Result<Holder> make_intermediate(Service& service, const Holder& root) {
  CHITTY_TRY(const auto admitted, constraints(service));
  CHITTY_TRY(auto intermediate,
             make(service, "intermediate",
                  {.kind = Kind::intermediate, .common_name = "ChittyOS Issuing", .serial = {}, .constraints = admitted},
                  of_intermediate, &root));
  CHITTY_DO(make_list(service, intermediate));
  CHITTY_DO(make_delegate(service, intermediate));
  return intermediate;
}

Result<void> keep_key(Service& service, const std::string& serial, EVP_PKEY* key) {
  CHITTY_TRY(const auto sealing, sealing_of(service));
  CHITTY_TRY(const auto sealed, seal(service, sealing, serial, pem_of(key)));
  CHITTY_DO(
      service.store().execute("INSERT INTO register_keys (id, sealed, created_at) VALUES (:id, :sealed, :now)"
                              " ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed",
                              {{"id", serial}, {"sealed", sealed}, {"now", rfc3339(service.now())}}));
  return {};
}

Result<Constraints> constraints(Service& service) {
  CHITTY_TRY(const auto row,
             service.store().row("SELECT domains, networks FROM register_authority", {}, "There is no authority yet."));
  return Constraints{words_in(row, "domains"), words_in(row, "networks")};
}

Result<Holder> newest(Service& service, std::string_view kind) {
  CHITTY_TRY(const auto row,
             service.store().row("SELECT serial, pem FROM register_authorities WHERE kind = :kind ORDER BY number DESC LIMIT 1",
                                 {{"kind", kind}}, "There is no authority yet.", "Make it: chitty register root show"));
  return holder_of(row);
}

Result<Holder> with_key(Service& service, Holder holder) {
  CHITTY_TRY(const auto row, service.store().find("SELECT sealed FROM register_keys WHERE id = :id", {{"id", holder.serial}}));
  if (!row)
    return make_error(Code::conflict,
                      "The private key of the authority's certificate " + holder.serial + " was removed from here.",
                      "Bring it back: chitty register root import root.key --passphrase -");
  CHITTY_TRY(const auto sealing, sealing_of(service));
  CHITTY_TRY(const auto pem, unseal(service, sealing, holder.serial, text_in(*row, "sealed")));
  holder.key = key_of(pem);
  if (!holder.key)
    return make_error(Code::host_fault, "The stored key of the authority's certificate " + holder.serial + " is damaged.");
  return holder;
}

Result<std::vector<Responder>> responders(Service& service) {
  CHITTY_TRY(
      const auto rows,
      service.store().query("SELECT serial, pem FROM register_authorities WHERE kind = 'intermediate' ORDER BY number DESC"));
  std::vector<Responder> all;
  for (const auto& row : rows) {
    CHITTY_TRY(auto issuer, holder_of(row));
    const auto newest_delegate = [&]() -> Result<std::optional<Row>> {
      return service.store().find(
          "SELECT serial, pem FROM register_authorities WHERE kind = 'ocsp' AND issuer = :issuer AND not_after > :soon"
          " ORDER BY number DESC LIMIT 1",
          {{"issuer", issuer.serial}, {"soon", rfc3339(service.now() + renew_delegate * 1000)}});
    };
    CHITTY_TRY(auto found, newest_delegate());
    if (!found) {
      auto made = service.store().transaction([&]() -> Result<void> {
        CHITTY_TRY(found, newest_delegate());  // another request may have been faster
        if (found) return {};
        CHITTY_TRY(const auto signing, with_key(service, Holder{issuer.serial, issuer.pem, certificate_of(issuer.pem), nullptr}));
        CHITTY_DO(make_delegate(service, signing));
        CHITTY_TRY(found, newest_delegate());
        return {};
      });
      if (!made) return made.error();
    }
    if (!found) return make_error(Code::host_fault, "The authority ends too soon to answer for its certificates.");
    CHITTY_TRY(auto delegate, holder_of(*found));
    CHITTY_TRY(delegate, with_key(service, std::move(delegate)));
    all.push_back({std::move(issuer), std::move(delegate)});
  }
  return all;
}

}  // namespace chittyregister
