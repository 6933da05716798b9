// Certificates of services: issue, renew, list, show.
#include <chitty/lists.hpp>
#include <chittyregister_names.hpp>

#include "../x509/key.hpp"
#include "issuing.hpp"
#include "words.hpp"

namespace chittyregister::routes {

using namespace chitty;

namespace {

// Of the authority, which is made now if there is none.
Result<Constraints> constraints_now(Service& service) {
  return service.store().transaction([&]() -> Result<Constraints> {
    CHITTY_DO(found_authority(service));
    return constraints(service);
  });
}

Result<Response> issued(Service& service, Order order) {
  CHITTY_TRY(const auto id, issue(service, order));
  CHITTY_TRY(auto shown, shown_certificate(service, id));
  return no_store(answer(service, {{"certificate", std::move(shown)}}));
}

}  // namespace

Result<Response> issue_certificate(Service& service, const IssueCertificate& given) {
  CHITTY_TRY(auto of, controlled(service, given.body.service));
  CHITTY_TRY(auto request, read_request(given.body.csr, most_names));
  CHITTY_TRY(const auto admitted, constraints_now(service));
  auto texts = request.names;
  for (const auto& name : given.body.names) texts.push_back(name);
  CHITTY_TRY(auto names, admitted_names(of, texts, admitted));
  return issued(service, {std::move(of), std::move(names), std::move(request.key), given.body.days});
}

// The names stay; the key stays unless another request comes along.
Result<Response> renew_certificate(Service& service, const RenewCertificate& given) {
  CHITTY_TRY(const auto row, certificate_row(service, given.path.id));
  CHITTY_TRY(auto of, controlled(service, text_in(row, "service")));
  const auto before = certificate_of(text_in(row, "pem"));
  Order order{std::move(of), {}, Key(before ? X509_get_pubkey(before.get()) : nullptr), given.body.days, text_in(row, "id")};
  auto texts = words_in(row, "names");
  if (!given.body.csr.empty()) {
    CHITTY_TRY(auto request, read_request(given.body.csr, most_names));
    order.key = std::move(request.key);
    if (!request.names.empty()) texts = std::move(request.names);
  }
  if (!order.key) return make_error(Code::host_fault, "The stored certificate " + order.replaces + " is damaged.");
  CHITTY_TRY(const auto admitted, constraints(service));
  CHITTY_TRY(order.names, admitted_names(order.service, texts, admitted));
  return issued(service, std::move(order));
}

Result<Response> list_certificates(Service& service, const ListCertificates& given) {
  CHITTY_TRY(const auto page, page_of(service));
  const Ownership whose(service, {"holder"});
  Select certificates{std::string(select_certificates) + " AND " + whose.condition(),
                      whose.with({{"now", rfc3339(service.now())}})};
  certificates.where_given("service = :service", "service", given.query.service);
  certificates.where_given("status = :status", "status", given.query.status);
  certificates.newest_first(page);
  return answer_page(service, page, "certificates", certificates, shapes::certificate);
}

Result<Response> show_certificate(Service& service, const ShowCertificate& given) {
  CHITTY_TRY(auto shown, shown_certificate(service, given.path.id));
  return answer(service, {{"certificate", std::move(shown)}});
}

}  // namespace chittyregister::routes
