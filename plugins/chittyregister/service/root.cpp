// The root: what others trust; what it may certify; and its key, which may leave and come back.
#include <chitty/answers.hpp>
#include <chittyregister_names.hpp>

#include "../x509/key.hpp"
#include "authority.hpp"
#include "trail.hpp"

namespace chittyregister::routes {

using namespace chitty;

namespace {

// The trail of the authority itself is that of this service.
Result<void> remember_root(Service& service, std::string_view event, const Holder& root) {
  return remember(service, service.name(), "owner", event, {{"serial", root.serial}});
}

Response pem_answer(std::string pem) {
  Response response;
  response.body = std::move(pem);
  response.headers["Content-Type"] = "application/x-pem-file";
  return response;
}

Result<json::object> described(Service& service) {
  CHITTY_TRY(const auto root, newest(service, "root"));
  CHITTY_TRY(const auto admitted, constraints(service));
  CHITTY_TRY(const auto key, service.store().find("SELECT id FROM register_keys WHERE id = :id", {{"id", root.serial}}));
  return json::object{{"serial", root.serial},
                      {"notAfter", rfc3339(root.ends() * 1000)},
                      {"hasKey", key.has_value()},
                      {"domains", json::array(admitted.domains.begin(), admitted.domains.end())},
                      {"networks", json::array(admitted.networks.begin(), admitted.networks.end())}};
}

}  // namespace

Result<Response> show_root(Service& service) {
  CHITTY_TRY(auto root, service.store().transaction([&]() -> Result<Holder> {
    CHITTY_DO(found_authority(service));
    return newest(service, "root");
  }));
  return pem_answer(std::move(root.pem));
}

Result<json::object> create_root(Service& service, const CreateRoot& given) {
  for (const auto& domain : given.body.domains)
    if (const auto name = parse_name(domain); !name || name->is_address())
      return usage_error("'" + domain + "' is not a domain", "Give one such as example.com");
  for (const auto& network : given.body.networks)
    if (!parse_network(network)) return usage_error("'" + network + "' is not a network", "Give one such as 10.0.0.0/8");
  CHITTY_TRY(const auto there, service.store().find("SELECT one FROM register_authority"));
  if (there)
    return make_error(Code::conflict, "There is an authority already, and certificates depend on it.",
                      "See it: chitty register root show");
  CHITTY_DO(found_authority(service, given.body.domains, given.body.networks));
  CHITTY_TRY(const auto root, newest(service, "root"));
  CHITTY_DO(remember_root(service, "root.created", root));
  return described(service);
}

// Under a passphrase, and never in the clear.
Result<Response> export_root(Service& service, const ExportRoot& given) {
  CHITTY_TRY(auto root, newest(service, "root"));
  CHITTY_TRY(root, with_key(service, std::move(root)));
  CHITTY_TRY(auto pem, encrypted_pem_of(root.key.get(), given.body.passphrase));
  if (auto told = service.store().transaction([&] { return remember_root(service, "root.exported", root); }); !told)
    return told.error();
  return no_store(pem_answer(std::move(pem)));
}

// Only what is elsewhere may go. What it signed stays good; a new intermediate needs it back.
Result<json::object> remove_root_key(Service& service) {
  CHITTY_TRY(const auto root, newest(service, "root"));
  CHITTY_TRY(
      const auto exported,
      service.store().find("SELECT id FROM service_registration_events WHERE service = :name AND event = 'root.exported' LIMIT 1",
                           {{"name", service.name()}}));
  if (!exported)
    return make_error(Code::conflict, "The root's key was never exported, so it would be lost.",
                      "Export it first: chitty register root export --file root.key --passphrase -");
  CHITTY_DO(service.store().execute("DELETE FROM register_keys WHERE id = :id", {{"id", root.serial}}));
  CHITTY_DO(remember_root(service, "root.removed", root));
  return described(service);
}

Result<json::object> import_root_key(Service& service, const ImportRootKey& given) {
  CHITTY_TRY(const auto root, newest(service, "root"));
  const auto key = key_of(given.body.key, given.body.passphrase);
  if (!key) return usage_error("this is not a private key in PEM, or the passphrase is another one");
  const Key own(X509_get_pubkey(root.certificate.get()));
  if (public_der(key.get()) != public_der(own.get())) return usage_error("this is not the key of the root " + root.serial);
  CHITTY_DO(keep_key(service, root.serial, key.get()));
  CHITTY_DO(remember_root(service, "root.imported", root));
  return described(service);
}

// From now on services are certified by a new one; those before it go on answering for theirs.
Result<json::object> renew_intermediate(Service& service) {
  CHITTY_TRY(auto root, newest(service, "root"));
  CHITTY_TRY(root, with_key(service, std::move(root)));
  CHITTY_TRY(const auto made, make_intermediate(service, root));
  CHITTY_DO(remember_root(service, "intermediate.created", made));
  return described(service);
}

}  // namespace chittyregister::routes
