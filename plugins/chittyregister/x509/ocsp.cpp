#include "ocsp.hpp"

#include <openssl/err.h>

#include <chitty/error.hpp>

namespace chittyregister {

using namespace chitty;

namespace {

using Asked = Owned<OCSP_REQUEST, OCSP_REQUEST_free>;
using Basic = Owned<OCSP_BASICRESP, OCSP_BASICRESP_free>;
using Response = Owned<OCSP_RESPONSE, OCSP_RESPONSE_free>;

OcspAnswer refusal(int status) {
  const Response response(OCSP_response_create(status, nullptr));
  return {der_of(response.get(), i2d_OCSP_RESPONSE), false};
}

// Is the question about a certificate of `issuer`? By the hash that it was asked by.
bool is_about(OCSP_CERTID* id, X509* issuer) {
  ASN1_OBJECT* algorithm = nullptr;
  OCSP_id_get0_info(nullptr, &algorithm, nullptr, nullptr, id);
  const auto nid = OBJ_obj2nid(algorithm);
  if (nid != NID_sha1 && nid != NID_sha256) return false;
  const Owned<OCSP_CERTID, OCSP_CERTID_free> ours(OCSP_cert_to_id(nid == NID_sha1 ? EVP_sha1() : EVP_sha256(), nullptr, issuer));
  return ours && OCSP_id_issuer_cmp(ours.get(), id) == 0;
}

// The one whose certificates all questions are about.
const OcspSigner* signer_for(OCSP_REQUEST* request, const std::vector<OcspSigner>& signers) {
  for (const auto& signer : signers) {
    bool all = true;
    for (int i = 0; i < OCSP_request_onereq_count(request) && all; ++i)
      all = is_about(OCSP_onereq_get0_id(OCSP_request_onereq_get0(request, i)), signer.issuer);
    if (all) return &signer;
  }
  return nullptr;
}

Result<void> add_status(OCSP_BASICRESP* basic, OCSP_CERTID* id, const StatusOf& status_of, std::int64_t now, std::int64_t until) {
  ASN1_INTEGER* number = nullptr;
  OCSP_id_get0_info(nullptr, nullptr, nullptr, &number, id);
  CHITTY_TRY(const auto status, status_of(serial_of(number)));
  const auto from = time_of(now), to = time_of(until);
  const auto since = status.revoked ? time_of(status.revoked->at) : nullptr;
  // As in the list (crl.cpp): the reason that says nothing is not said.
  const auto reason = status.revoked ? reason_number(status.revoked->reason) : 0;
  const auto word = !status.issued   ? V_OCSP_CERTSTATUS_UNKNOWN
                    : status.revoked ? V_OCSP_CERTSTATUS_REVOKED
                                     : V_OCSP_CERTSTATUS_GOOD;
  if (!OCSP_basic_add1_status(basic, id, word, reason > 0 ? reason : OCSP_REVOKED_STATUS_NOSTATUS, since.get(), from.get(),
                              to.get()))
    return openssl_fault("write the status of a certificate");
  return {};
}

// 1 to 128 bytes (RFC 9654) are given back; others are a malformed request.
bool nonce_fits(OCSP_REQUEST* request, bool& has) {
  const auto at = OCSP_REQUEST_get_ext_by_NID(request, NID_id_pkix_OCSP_Nonce, -1);
  has = at >= 0;
  if (!has) return true;
  const auto size = ASN1_STRING_length(X509_EXTENSION_get_data(OCSP_REQUEST_get_ext(request, at)));
  return size >= 1 && size <= 131;  // with what wraps it
}

}  // namespace

Result<OcspAnswer> answer_ocsp(std::string_view bytes, const std::vector<OcspSigner>& signers, const StatusOf& status_of,
                               std::int64_t now, std::int64_t until, int most) {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const Asked request(d2i_OCSP_REQUEST(nullptr, &at, static_cast<long>(bytes.size())));
  ERR_clear_error();
  bool has_nonce = false;
  if (!request || at != reinterpret_cast<const unsigned char*>(bytes.data()) + bytes.size() ||
      OCSP_request_onereq_count(request.get()) < 1 || OCSP_request_onereq_count(request.get()) > most ||
      !nonce_fits(request.get(), has_nonce))
    return refusal(OCSP_RESPONSE_STATUS_MALFORMEDREQUEST);
  const auto* signer = signer_for(request.get(), signers);
  if (!signer) return refusal(OCSP_RESPONSE_STATUS_UNAUTHORIZED);
  const Basic basic(OCSP_BASICRESP_new());
  for (int i = 0; i < OCSP_request_onereq_count(request.get()); ++i)
    CHITTY_DO(add_status(basic.get(), OCSP_onereq_get0_id(OCSP_request_onereq_get0(request.get(), i)), status_of, now, until));
  if (has_nonce) OCSP_copy_nonce(basic.get(), request.get());
  if (OCSP_basic_sign(basic.get(), signer->delegate.certificate, signer->delegate.key, EVP_sha256(), nullptr, 0) != 1)
    return openssl_fault("sign an OCSP answer");
  const Response response(OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic.get()));
  return OcspAnswer{der_of(response.get(), i2d_OCSP_RESPONSE), !has_nonce};
}

}  // namespace chittyregister
