#include "authority.hpp"

#include <chitty/answers.hpp>
#include <chitty/x509/key.hpp>
#include <chitty/x509/sealing.hpp>

namespace chittycertify {

using namespace chitty;

namespace {

constexpr std::int64_t of_root = 20 * 365 * a_day, of_issuing = 10 * 365 * a_day, of_timestamp = 5 * 365 * a_day;
constexpr std::int64_t renew_issuing = 6 * 365 * a_day, renew_timestamp = 365 * a_day;  // when so little is left of one
constexpr std::int64_t backdated = 3600;                                                // a clock that is an hour behind believes it

Result<std::string> sealing_of(Service& service) {
  CHITTY_TRY(const auto row, service.store().row("SELECT sealing FROM certify_authority", {}, "There is no authority yet."));
  return text_in(row, "sealing");
}

struct Making {
  std::string_view kind;
  std::string common_name;
  std::vector<Extension> extensions;
  std::int64_t period = 0;
};

Making root_to_make() {
  return {"root", "ChittyOS Document Root", {{NID_basic_constraints, "critical,CA:TRUE"}, {NID_key_usage, "critical,keyCertSign,cRLSign"}}, of_root};
}
Making issuing_to_make() {
  return {"issuing",
          "ChittyOS Document Issuing",
          {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"}, {NID_key_usage, "critical,keyCertSign,cRLSign"}},
          of_issuing};
}
// Its one purpose, critical, as RFC 3161 has it.
Making timestamp_to_make() {
  return {"timestamp",
          "ChittyOS Time Stamping",
          {{NID_basic_constraints, "critical,CA:FALSE"},
           {NID_key_usage, "critical,digitalSignature"},
           {NID_ext_key_usage, "critical,timeStamping"}},
          of_timestamp};
}

Result<void> keep(Service& service, std::string_view kind, const Holder& made) {
  const auto now = rfc3339(service.now());
  CHITTY_TRY(const auto last, service.store().row("SELECT COALESCE(MAX(number), 0) AS number FROM certify_authorities", {},
                                                  "Nothing can be counted."));
  CHITTY_DO(service.store().insert("certify_authorities",
                                   {{"serial", made.serial},
                                    {"number", last.at("number").as_int64() + 1},
                                    {"kind", kind},
                                    {"issuer", made.issued_by},
                                    {"pem", made.pem},
                                    {"created_at", now},
                                    {"not_before", rfc3339(seconds_of(X509_get0_notBefore(made.certificate.get())) * 1000)},
                                    {"not_after", rfc3339(made.ends() * 1000)}}));
  CHITTY_TRY(const auto sealing, sealing_of(service));
  CHITTY_TRY(const auto sealed, seal(service, sealing, made.serial, pem_of(made.key.get())));
  return service.store().insert("certify_keys", {{"serial", made.serial}, {"sealed", sealed}, {"created_at", now}});
}

// With a new key, signed by `issuer` or by itself, and stored.
Result<Holder> make(Service& service, const Making& making, const Holder* issuer) {
  Holder made;
  CHITTY_TRY(made.serial, new_serial(service));
  CHITTY_TRY(made.key, new_key());
  const std::string base(service.base_url());
  CertificatePlan plan{making.common_name + " " + made.serial.substr(2, 8), made.serial, 0, 0, making.extensions};
  plan.begins = service.now() / 1000 - backdated;
  plan.ends = plan.begins + making.period - 1;
  if (issuer) {
    plan.ends = std::min(plan.ends, issuer->ends());
    plan.issuer = base + "/ca/" + issuer->serial, plan.crl = base + "/crl/" + issuer->serial;
  }
  made.issued_by = issuer ? issuer->serial : made.serial;
  CHITTY_TRY(made.pem, make_certificate(plan, made.key.get(), issuer ? issuer->issuer() : Issuer{nullptr, made.key.get()}));
  made.certificate = certificate_of(made.pem);
  CHITTY_DO(keep(service, making.kind, made));
  return made;
}

Result<Holder> holder_of(const Row& row) {
  Holder holder{text_in(row, "serial"), text_in(row, "pem"), text_in(row, "issuer"), nullptr, nullptr};
  holder.certificate = certificate_of(holder.pem);
  if (!holder.certificate)
    return make_error(Code::host_fault, "The stored certificate " + holder.serial + " of the authority is damaged.");
  return holder;
}

// The newest of a kind that has more than `left` before it, else a new one.
Result<void> have(Service& service, const Making& making, std::string_view by, std::int64_t left) {
  CHITTY_TRY(const auto row, service.store().find("SELECT serial FROM certify_authorities WHERE kind = :kind AND not_after > :soon LIMIT 1",
                                                  {{"kind", making.kind}, {"soon", rfc3339(service.now() + left * 1000)}}));
  if (row) return {};
  CHITTY_TRY(auto issuer, newest(service, by));
  CHITTY_TRY(issuer, with_key(service, std::move(issuer)));
  CHITTY_TRY(const auto made, make(service, making, &issuer));
  if (making.kind == "issuing") {
    CHITTY_DO(make_list(service, made, a_day));
    // The root's list has nothing to say of its own accord: it is made anew with each issuing authority.
    CHITTY_DO(make_list(service, issuer, of_issuing));
  }
  return {};
}

}  // namespace

Result<std::string> new_serial(Service& service) {
  CHITTY_TRY(const auto chance, service.crypto().random(chance_of_serial));
  return serial_from(chance);
}

Result<void> found_authority(Service& service) {
  CHITTY_TRY(const auto there, service.store().find("SELECT one FROM certify_authority"));
  if (!there) {
    CHITTY_TRY(const auto sealing, new_sealing(service));
    CHITTY_DO(service.store().insert("certify_authority", {{"one", 1}, {"sealing", sealing}, {"created_at", rfc3339(service.now())}}));
    CHITTY_DO(make(service, root_to_make(), nullptr));
  }
  CHITTY_DO(have(service, issuing_to_make(), "root", renew_issuing));
  return have(service, timestamp_to_make(), "issuing", renew_timestamp);
}

Result<Holder> newest(Service& service, std::string_view kind) {
  CHITTY_TRY(const auto row,
             service.store().row("SELECT serial, issuer, pem FROM certify_authorities WHERE kind = :kind ORDER BY number DESC LIMIT 1",
                                 {{"kind", kind}}, "There is no authority yet.", "Make it: chitty certify root"));
  return holder_of(row);
}

Result<Holder> authority_of(Service& service, const std::string& serial) {
  CHITTY_TRY(const auto row, service.store().row("SELECT serial, issuer, pem FROM certify_authorities WHERE serial = :serial",
                                                 {{"serial", serial}}, "This authority has no certificate " + serial + "."));
  return holder_of(row);
}

Result<std::vector<Holder>> roots(Service& service) {
  CHITTY_TRY(const auto rows, service.store().query(
                                  "SELECT serial, issuer, pem FROM certify_authorities WHERE kind = 'root' ORDER BY number"));
  std::vector<Holder> all;
  for (const auto& row : rows) {
    CHITTY_TRY(auto one, holder_of(row));
    all.push_back(std::move(one));
  }
  return all;
}

Result<Holder> with_key(Service& service, Holder holder) {
  CHITTY_TRY(const auto row, service.store().row("SELECT sealed FROM certify_keys WHERE serial = :serial", {{"serial", holder.serial}},
                                                 "The private key of the authority's certificate " + holder.serial + " is gone."));
  CHITTY_TRY(const auto sealing, sealing_of(service));
  CHITTY_TRY(const auto pem, unseal(service, sealing, holder.serial, text_in(row, "sealed")));
  holder.key = key_of(pem);
  if (!holder.key)
    return make_error(Code::host_fault, "The stored key of the authority's certificate " + holder.serial + " is damaged.");
  return holder;
}

}  // namespace chittycertify
