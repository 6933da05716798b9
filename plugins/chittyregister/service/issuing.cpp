#include "issuing.hpp"

#include <chitty/answers.hpp>
#include <chitty/ownership.hpp>
#include <chitty/records.hpp>
#include <chittyregister_names.hpp>

#include "trail.hpp"
#include "twin.hpp"
#include "words.hpp"

namespace chittyregister {

using namespace chitty;

namespace {

constexpr std::int64_t backdated = 300;  // seconds

json::array texts_of(const std::vector<Name>& names) {
  json::array texts;
  for (const auto& name : names) texts.emplace_back(name.text);
  return texts;
}

// What a certificate is to be, in a row of its own; nothing is signed yet.
struct Reserved {
  std::string id, serial;
  std::int64_t begins = 0, ends = 0;
  Holder issuer;
};

Result<void> may_be_replaced(Service& service, const std::string& id) {
  if (id.empty()) return {};
  CHITTY_TRY(const auto row, service.store().row("SELECT status, replaced_by FROM register_certificates WHERE id = :id",
                                                 {{"id", id}}, "The certificate is gone."));
  if (text_in(row, "status") == "revoked")
    return make_error(Code::conflict, "The certificate was revoked, so it is not renewed.",
                      "Issue a new one: chitty register cert issue --service NAME");
  if (const auto by = text_in(row, "replaced_by"); !by.empty())
    return make_error(Code::conflict, "The certificate was renewed already, by " + by + ".",
                      "Renew that one: chitty register cert renew " + by);
  return {};
}

Result<Reserved> reserve(Service& service, const Order& order) {
  CHITTY_DO(found_authority(service));
  CHITTY_DO(may_be_replaced(service, order.replaces));
  CHITTY_DO(service.quota("certificates"));
  Reserved reserved;
  CHITTY_TRY(reserved.id, new_ordered_id(service));
  CHITTY_TRY(reserved.serial, new_serial(service));
  CHITTY_TRY(reserved.issuer, newest(service, "intermediate"));
  reserved.begins = service.now() / 1000 - backdated;
  reserved.ends = std::min(reserved.begins + order.days * a_day - 1, reserved.issuer.ends());
  if (reserved.ends <= service.now() / 1000)
    return make_error(Code::conflict, "The authority's own certificate ends before this one would begin.");
  CHITTY_DO(service.store().insert("register_certificates", {{"id", reserved.id},
                                                             {"serial", reserved.serial},
                                                             {"service", order.service.name},
                                                             {"holder", order.service.holder},
                                                             {"issuer", reserved.issuer.serial},
                                                             {"status", "reserved"},
                                                             {"names", json::serialize(texts_of(order.names))},
                                                             {"not_before", rfc3339(reserved.begins * 1000)},
                                                             {"not_after", rfc3339(reserved.ends * 1000)},
                                                             {"replaces", text_or_null(order.replaces)},
                                                             {"created_at", rfc3339(service.now())}}));
  return reserved;
}

Result<std::string> sign(Service& service, const Order& order, Reserved& reserved) {
  CHITTY_TRY(reserved.issuer, with_key(service, std::move(reserved.issuer)));
  const std::string base(service.base_url());
  const Plan plan{.kind = Kind::leaf,
                  .common_name = order.service.name.substr(0, 64),
                  .serial = reserved.serial,
                  .begins = reserved.begins,
                  .ends = reserved.ends,
                  .names = order.names,
                  .crl = base + "/crl/" + reserved.issuer.serial,
                  .issuer = base + "/ca/" + reserved.issuer.serial,
                  .ocsp = base + "/ocsp"};
  CHITTY_TRY(const auto admitted, constraints(service));
  return make_checked_leaf(plan, order.key.get(), reserved.issuer.issuer(), admitted);
}

Result<void> keep(Service& service, const Order& order, const Reserved& reserved, const std::string& pem) {
  CHITTY_DO(may_be_replaced(service, order.replaces));  // since it was asked, others may have done so
  CHITTY_DO(service.store().execute("UPDATE register_certificates SET status = 'valid', pem = :pem WHERE id = :id",
                                    {{"pem", pem}, {"id", reserved.id}}));
  json::object detail{{"certificate", reserved.id}, {"serial", reserved.serial}, {"names", texts_of(order.names)}};
  if (order.replaces.empty())
    return remember(service, order.service.name, order.service.holder, "certificate.issued", std::move(detail));
  CHITTY_DO(service.store().execute("UPDATE register_certificates SET replaced_by = :by WHERE id = :id",
                                    {{"by", reserved.id}, {"id", order.replaces}}));
  detail["replaces"] = order.replaces;
  return remember(service, order.service.name, order.service.holder, "certificate.renewed", std::move(detail));
}

}  // namespace

// An expired certificate is one by the clock alone.
const char* const select_certificates =
    "SELECT * FROM (SELECT id, serial, service, holder, issuer, CASE WHEN status = 'valid' AND not_after < :now THEN 'expired' "
    "ELSE status END AS status,"
    " names, pem, not_before, not_after, replaces, replaced_by, revoked_at, reason, created_at FROM register_certificates) AS c"
    " WHERE status <> 'reserved'";

Result<std::vector<Name>> admitted_names(const Controlled& service, const std::vector<std::string>& texts,
                                         const Constraints& constraints) {
  std::vector<Name> names;
  const auto is_own = [&](const Name& name) {
    return std::any_of(service.hosts.begin(), service.hosts.end(), [&](const auto& host) { return parse_name(host) == name; });
  };
  for (const auto& text : texts.empty() ? service.hosts : texts) {
    const auto name = parse_name(text);
    if (!name) return usage_error("'" + text + "' is neither a host name nor an IP address");
    if (!is_own(*name))
      return usage_error("the name '" + text + "' is not one of " + service.name, "Its names are: " + joined(service.hosts));
    if (!constraints.permit(*name)) {
      if (texts.empty()) continue;
      return usage_error("the name '" + text + "' is outside of what this authority may certify",
                         "It may certify: " + joined(constraints.domains) + ", " + joined(constraints.networks));
    }
    if (std::find(names.begin(), names.end(), *name) == names.end()) names.push_back(*name);
  }
  if (service.hosts.empty())
    return usage_error("no host name is proven to be that of " + service.name + ": a port above 1023 proves a service only",
                       "Serve the challenge at port 80 or 443.");
  if (names.empty())
    return usage_error("none of the names of " + service.name + " is one that this authority may certify",
                       "Its names are: " + joined(service.hosts));
  return names;
}

Result<std::string> issue(Service& service, const Order& order) {
  CHITTY_TRY(auto reserved, service.store().transaction([&] { return reserve(service, order); }));
  CHITTY_TRY(const auto pem, sign(service, order, reserved));
  if (auto kept = service.store().transaction([&] { return keep(service, order, reserved, pem); }); !kept) return kept.error();
  return reserved.id;
}

Result<Row> certificate_row(Service& service, const std::string& id) {
  const auto sql = std::string(select_certificates) + " AND (id = :id OR serial = :id) AND {own}";
  return row_of_caller(service, sql, {{"id", id}, {"now", rfc3339(service.now())}}, Ownership(service, {"holder"}),
                       "There is no certificate " + id + " of yours.", "List them: chitty register cert list");
}

Result<json::object> shown_certificate(Service& service, const std::string& id) {
  CHITTY_TRY(const auto row, certificate_row(service, id));
  auto shown = record_of(row, shapes::certificate);
  CHITTY_TRY(const auto issuer, service.store().row("SELECT pem, issuer FROM register_authorities WHERE serial = :serial",
                                                    {{"serial", row.at("issuer")}}, "The issuer is gone."));
  CHITTY_TRY(const auto root, service.store().row("SELECT pem FROM register_authorities WHERE serial = :serial",
                                                  {{"serial", issuer.at("issuer")}}, "The root is gone."));
  shown["chain"] = text_in(row, "pem") + text_in(issuer, "pem");
  shown["root"] = root.at("pem");
  return shown;
}

}  // namespace chittyregister
