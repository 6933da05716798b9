// An authority of a test's own, and what it signs.
#pragma once

#include <chitty/x509/key.hpp>

#include "../cms/detached_jws.hpp"
#include "../cms/examination.hpp"
#include "../cms/objects.hpp"
#include "../cms/signature.hpp"

namespace chittycertify::testing {

inline constexpr std::int64_t begun = 1'700'000'000, day = 86'400;

struct Made {
  Key key;
  Certificate certificate;
  Issuer issuer() const { return {certificate.get(), key.get()}; }
};

inline Made made(const std::string& name, std::vector<Extension> extensions, const Made* by = nullptr, std::int64_t begins = begun,
                 std::int64_t ends = begun + 365 * day) {
  static int number = 0x10;
  Made one{new_key().value(), nullptr};
  const CertificatePlan plan{name, "43" + std::to_string(++number * 2 + 1000), begins, ends, std::move(extensions)};
  one.certificate = certificate_of(make_certificate(plan, one.key.get(), by ? by->issuer() : Issuer{nullptr, one.key.get()}).value());
  return one;
}

struct Forge {
  Made root = made("root", {{NID_basic_constraints, "critical,CA:TRUE"}, {NID_key_usage, "critical,keyCertSign,cRLSign"}});
  Made signer = made("signer", {{NID_basic_constraints, "critical,CA:FALSE"}, {NID_key_usage, "critical,digitalSignature"}, {NID_ext_key_usage, "emailProtection"}}, &root, begun, begun + 10 * day);
  Made authority = made("time", {{NID_basic_constraints, "critical,CA:FALSE"}, {NID_key_usage, "critical,digitalSignature"}, {NID_ext_key_usage, "critical,timeStamping"}}, &root);

  Stamper stamper(std::int64_t seconds) const {
    return {authority.issuer(), {}, [seconds](const std::string&) { return chitty::Result<Moment>(Moment{"43" + std::to_string(seconds), seconds * 1000 + 120}); }};
  }
  std::string response(std::string_view query, std::int64_t seconds) const { return answer_query(query, stamper(seconds)).value(); }
  std::string token(std::string_view bytes, std::int64_t seconds) const { return token_of(response(make_query(bytes, "12345678", {}).value(), seconds)); }

  Signed signed_at(std::int64_t seconds, const std::string& digest) const { return sign_digest({signer.certificate.get(), signer.key.get(), {}, digest, seconds}).value(); }
  // Signed and stamped at that time, as it is looked at a day later.
  Evidence evidence(std::int64_t seconds = begun + day) const {
    const auto one = signed_at(seconds, sha256("document"));
    Evidence all{with_token(one.der, token(one.value, seconds)).value(), make_jws({signer.certificate.get(), signer.key.get(), {}, sha256("document"), seconds}).value(),
                 serial_of(X509_get0_serialNumber(signer.certificate.get())), sha256("document")};
    all.document = sha256("document");
    all.roots = all.stamp_roots = {root.certificate.get()};
    all.at = (seconds + day) * 1000;
    return all;
  }
};

inline std::string code_of(const Examination& found, std::string_view question) {
  for (const auto& one : found.answers)
    if (one.question == question) return std::string(word_of(one.state)) + " " + one.code;
  return {};
}

}  // namespace chittycertify::testing
