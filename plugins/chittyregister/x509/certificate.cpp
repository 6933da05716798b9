#include "certificate.hpp"

#include "request.hpp"

namespace chittyregister {

using namespace chitty;

namespace {

std::vector<Extension> purpose_of(const Plan& plan, EVP_PKEY* subject) {
  const bool encrypts = EVP_PKEY_is_a(subject, "RSA");
  switch (plan.kind) {
    case Kind::root:
      return {{NID_basic_constraints, "critical,CA:TRUE"}, {NID_key_usage, "critical,keyCertSign,cRLSign"}};
    case Kind::intermediate:
      return {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
              {NID_key_usage, "critical,keyCertSign,cRLSign"},
              {NID_ext_key_usage, "serverAuth,clientAuth,OCSPSigning"},
              {NID_name_constraints, plan.constraints.extension()}};
    case Kind::ocsp:
      return {{NID_basic_constraints, "critical,CA:FALSE"},
              {NID_key_usage, "critical,digitalSignature"},
              {NID_ext_key_usage, "OCSPSigning"},
              {NID_id_pkix_OCSP_noCheck, "ignored"}};
    case Kind::leaf:
      break;
  }
  return {{NID_basic_constraints, "critical,CA:FALSE"},
          {NID_key_usage, encrypts ? "critical,digitalSignature,keyEncipherment" : "critical,digitalSignature"},
          {NID_ext_key_usage, "serverAuth,clientAuth"},
          {NID_subject_alt_name, alternative_names(plan.names)}};
}

}  // namespace

Result<std::string> make_certificate(const Plan& plan, EVP_PKEY* subject, const Issuer& issuer) {
  return x509::make_certificate({plan.common_name, plan.serial, plan.begins, plan.ends, purpose_of(plan, subject), plan.crl,
                                 plan.issuer, plan.ocsp},
                                subject, issuer);
}

}  // namespace chittyregister
