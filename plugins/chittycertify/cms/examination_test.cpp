// Signatures looked at: what is good, and every way of being otherwise.
#include "examination.hpp"

#include <gtest/gtest.h>
#include <openssl/ess.h>

#include "../testing/forge.hpp"

namespace chittycertify {
namespace {

using namespace testing;

struct Examined : ::testing::Test {
  Forge forge;
  std::string code(const Evidence& evidence, std::string_view question) const { return code_of(examine(evidence), question); }
};

TEST_F(Examined, WhatIsGoodPassesAllFive) {
  const auto found = examine(forge.evidence());
  for (const auto& answer : found.answers) EXPECT_EQ(answer.state, Answer::passed) << answer.question << ": " << answer.reason;
  EXPECT_EQ(found.result(), "TOTAL_PASSED");
  EXPECT_EQ(found.proven_at, (begun + day) * 1000 + 120) << "to the millisecond";
}

TEST_F(Examined, TheAttributesAreThoseOfCadesAndInOrder) {
  const auto signed_ = forge.signed_at(begun + day, sha256("document"));
  const auto message = message_of(signed_.der);
  auto* signer = only_signer(message.get());
  std::vector<int> nids;
  std::vector<std::string> ders;
  for (int i = 0; i < CMS_signed_get_attr_count(signer); ++i) {
    nids.push_back(OBJ_obj2nid(X509_ATTRIBUTE_get0_object(CMS_signed_get_attr(signer, i))));
    ders.push_back(der_of(CMS_signed_get_attr(signer, i), i2d_X509_ATTRIBUTE));
  }
  std::sort(nids.begin(), nids.end());
  std::vector<int> wanted{NID_pkcs9_contentType, NID_pkcs9_messageDigest, NID_pkcs9_signingTime, NID_id_smime_aa_signingCertificateV2};
  std::sort(wanted.begin(), wanted.end());
  EXPECT_EQ(nids, wanted) << "each once, and no other";
  // In the message they must stand in DER's order: [0] is what SET OF is, but for its tag.
  const auto at = [&](const std::string& der) { return signed_.der.find(der); };
  auto sorted = ders;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 1; i < sorted.size(); ++i) EXPECT_LT(at(sorted[i - 1]), at(sorted[i]));
}

TEST_F(Examined, InAPdfTheTimeStandsElsewhere) {
  const auto one = sign_digest({forge.signer.certificate.get(), forge.signer.key.get(), {}, sha256("x"), begun, false}).value();
  const auto message = message_of(one.der);
  EXPECT_EQ(CMS_signed_get_attr_by_NID(only_signer(message.get()), NID_pkcs9_signingTime, -1), -1);
}

TEST_F(Examined, AnotherDocumentOrDigest) {
  auto evidence = forge.evidence();
  evidence.document = sha256("document.");
  EXPECT_EQ(code(evidence, "bytes"), "failed HASH_FAILURE");
  EXPECT_EQ(code(evidence, "signer"), "passed CHAIN_TRUSTED") << "the questions are apart";
  evidence = forge.evidence();
  evidence.digest = sha256("document."), evidence.jws.clear();
  EXPECT_EQ(code(evidence, "bytes"), "failed HASH_FAILURE");
}

TEST_F(Examined, AnExpiredSignerWithAStampInsideItsValidityStaysValid) {
  auto evidence = forge.evidence();
  evidence.at = (begun + 300 * day) * 1000;
  EXPECT_EQ(examine(evidence).result(), "TOTAL_PASSED");
  evidence.cms = forge.signed_at(begun + day, evidence.digest).der;
  EXPECT_EQ(code(evidence, "signer"), "inconclusive OUT_OF_BOUNDS_NO_POE");
  EXPECT_EQ(code(evidence, "time"), "inconclusive NO_STAMP");
  EXPECT_EQ(examine(evidence).result(), "INDETERMINATE");
  evidence = forge.evidence(begun + 11 * day);
  EXPECT_EQ(code(evidence, "signer"), "failed EXPIRED") << "stamped when it was too late";
}

TEST_F(Examined, ItIsJudgedAsOfATime) {
  auto evidence = forge.evidence();
  evidence.at = (begun + 3600) * 1000;
  EXPECT_EQ(code(evidence, "time"), "inconclusive NOT_YET_STAMPED");
  evidence.at = (begun - day) * 1000;
  EXPECT_EQ(code(evidence, "signer"), "failed NOT_YET_VALID");
}

TEST_F(Examined, RevokedBeforeAndAfterTheStamp) {
  auto evidence = forge.evidence();
  evidence.revoked = Revocation{(begun + day) * 1000 - 1, "keyCompromise"};
  EXPECT_EQ(code(evidence, "revocation"), "failed REVOKED");
  evidence.revoked->ms = (begun + day) * 1000 + 5000;
  EXPECT_EQ(code(evidence, "revocation"), "passed REVOKED_LATER") << "the signature was good when it was made";
  EXPECT_EQ(code(evidence, "policy"), "failed CERTIFICATION_WITHDRAWN") << "and whoever made it does not stand by it any more";
  evidence.at = evidence.revoked->ms - 1;
  EXPECT_EQ(examine(evidence).result(), "TOTAL_PASSED") << "as of the time before";
  evidence.at = evidence.revoked->ms;
  evidence.cms = forge.signed_at(begun + day, evidence.digest).der;
  EXPECT_EQ(code(evidence, "revocation"), "failed REVOKED") << "without a stamp nothing says that it was signed before";
}

TEST_F(Examined, AForeignAuthoritysStampProvesNothingUntilItIsTrusted) {
  const Forge other;
  auto evidence = forge.evidence();
  const auto bare = forge.signed_at(begun + day, evidence.digest);
  evidence.cms = with_token(bare.der, other.token(bare.value, begun + day)).value();
  EXPECT_EQ(code(evidence, "time"), "inconclusive TSA_NOT_TRUSTED");
  evidence.stamp_roots.push_back(other.root.certificate.get());
  EXPECT_EQ(examine(evidence).result(), "TOTAL_PASSED");
  evidence.roots = {other.root.certificate.get()};
  EXPECT_EQ(code(evidence, "signer"), "failed NO_CERTIFICATE_CHAIN_FOUND");
}

TEST_F(Examined, AStampOfSomethingElse) {
  auto evidence = forge.evidence();
  const auto bare = forge.signed_at(begun + day, evidence.digest);
  evidence.cms = with_token(bare.der, forge.token("document", begun + day)).value();
  EXPECT_EQ(code(evidence, "time"), "failed IMPRINT_MISMATCH") << "over the document alone it does not say when it was signed";
  evidence.cms = with_token(bare.der, "0\x03\x02\x01\x01").value();
  EXPECT_EQ(code(evidence, "time"), "failed TOKEN_BROKEN");
}

TEST_F(Examined, ACertificateForOtherThingsStampsNothing) {
  Forge wrong;
  wrong.authority = made("time", {{NID_basic_constraints, "critical,CA:FALSE"}, {NID_ext_key_usage, "critical,timeStamping"}, {NID_key_usage, "critical,digitalSignature"}}, &wrong.root, begun, begun + day / 2);
  const auto evidence = wrong.evidence();
  EXPECT_EQ(code(evidence, "time"), "inconclusive TSA_NOT_TRUSTED") << "the authority had ended by the time that it says";
}

// OpenSSL's own `cms -verify -cades` lets these pass (openssl#27055).
TEST_F(Examined, ASignatureWithoutTheAttributesIsNone) {
  auto evidence = forge.evidence();
  const auto bio = reading("document");
  for (const auto flags : {CMS_NOATTR, 0}) {
    const Message bare(CMS_sign(forge.signer.certificate.get(), forge.signer.key.get(), nullptr, bio.get(), CMS_DETACHED | CMS_BINARY | static_cast<unsigned>(flags)));
    ASSERT_TRUE(bare);
    evidence.cms = der_of(bare.get(), i2d_CMS_ContentInfo);
    const auto found = examine(evidence);
    EXPECT_EQ(found.result(), "TOTAL_FAILED");
    EXPECT_EQ(code_of(found, "policy"), "failed ATTRIBUTES_MISSING");
    BIO_reset(bio.get());
  }
}

TEST_F(Examined, TheJwsIsByTheSameCertificateOverTheSameDigest) {
  auto evidence = forge.evidence();
  auto& jws = evidence.jws;
  const auto good = jws;
  jws.back() = jws.back() == 'A' ? 'Q' : 'A';
  EXPECT_EQ(code(evidence, "signer"), "failed JWS_MISMATCH");
  for (const std::string bad : {"", "..", "e30..", "a.b.c"}) {
    EXPECT_NE(why_not_jws(bad, forge.signer.certificate.get(), evidence.digest), "");
  }
  const Forge other;
  EXPECT_NE(why_not_jws(good, other.signer.certificate.get(), evidence.digest), "");
  EXPECT_NE(why_not_jws(good, forge.signer.certificate.get(), sha256("other")), "");
  EXPECT_EQ(why_not_jws(good, forge.signer.certificate.get(), evidence.digest), "");
}

TEST_F(Examined, WhatIsNoSignatureIsSaidToBeDamaged) {
  auto evidence = forge.evidence();
  for (const auto& bad : {std::string(), std::string("x"), evidence.cms + "x", evidence.cms.substr(0, 100)}) {
    evidence.cms = bad;
    EXPECT_EQ(code(evidence, "bytes"), "failed FORMAT_FAILURE");
    EXPECT_EQ(examine(evidence).result(), "TOTAL_FAILED");
  }
}

// Each byte in turn. What may change is what is neither signed nor believed, such as a message's version number and its list of
// digests that a reader may prepare for; and then all that is said is as before.
TEST_F(Examined, NoByteThatMattersChangesUnnoticed) {
  const auto good = forge.evidence();
  const auto said = examine(good);
  int unnoticed = 0, all = 0;
  for (std::size_t at = 0; at < good.cms.size(); at += 3, ++all) {
    auto evidence = good;
    evidence.cms[at] = static_cast<char>(evidence.cms[at] ^ 1);
    const auto found = examine(evidence);
    if (!found.is_valid()) continue;
    ++unnoticed;
    for (std::size_t i = 0; i < found.answers.size(); ++i) EXPECT_EQ(found.answers[i].reason, said.answers[i].reason) << "byte " << at;
  }
  EXPECT_GT(all, 500);
  EXPECT_LT(unnoticed, 20);
}

}  // namespace
}  // namespace chittycertify
