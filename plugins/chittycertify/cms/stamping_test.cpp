// The time-stamp authority, asked rightly and wrongly.
#include <gtest/gtest.h>
#include <openssl/ts.h>

#include "../testing/forge.hpp"

namespace chittycertify {
namespace {

using namespace testing;
using chitty::Code;

using Answered = Owned<TS_RESP, TS_RESP_free>;

Answered parsed(const std::string& response) {
  const auto* at = reinterpret_cast<const unsigned char*>(response.data());
  return Answered(d2i_TS_RESP(nullptr, &at, static_cast<long>(response.size())));
}

// The status, and the bits of PKIFailureInfo.
std::pair<long, std::vector<int>> refusal(const std::string& response) {
  const auto answer = parsed(response);
  const auto* info = TS_RESP_get_status_info(answer.get());
  std::vector<int> bits;
  const auto* failure = TS_STATUS_INFO_get0_failure_info(info);
  for (int bit = 0; failure && bit < 32; ++bit)
    if (ASN1_BIT_STRING_get_bit(failure, bit)) bits.push_back(bit);
  return {ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(info)), bits};
}

struct Stamping : ::testing::Test {
  Forge forge;
  std::string query(const std::string& policy = {}) const { return make_query("signature", "\x01\x02\x03\x04\x05\x06\x07\x08", policy).value(); }
};

TEST_F(Stamping, NonceImprintPolicyAndFractionsComeBack) {
  const auto asked = query();
  const auto response = forge.response(asked, begun);
  EXPECT_EQ(why_not_answer(response, asked), "");
  const auto answer = parsed(response);
  auto* info = TS_RESP_get_tst_info(answer.get());
  EXPECT_EQ(text_of(TS_TST_INFO_get_time(info)), "20231114221320.12Z") << "no zeros at the end (RFC 3161)";
  EXPECT_EQ(dotted(TS_TST_INFO_get_policy_id(info)), stamp_policy);
  EXPECT_EQ(TS_TST_INFO_get_accuracy(info), nullptr) << "nothing is promised that is not known";
  auto stamper = forge.stamper(begun);
  stamper.accuracy_ms = 1250;
  const auto promised = parsed(answer_query(asked, stamper).value());
  const auto* accuracy = TS_TST_INFO_get_accuracy(TS_RESP_get_tst_info(promised.get()));
  ASSERT_TRUE(accuracy);
  EXPECT_EQ(ASN1_INTEGER_get(TS_ACCURACY_get_seconds(accuracy)), 1);
  EXPECT_EQ(ASN1_INTEGER_get(TS_ACCURACY_get_millis(accuracy)), 250);
}

TEST_F(Stamping, CertificatesOnlyForWhoeverAsks) {
  const auto asked = query();
  const auto* at = reinterpret_cast<const unsigned char*>(asked.data());
  const Owned<TS_REQ, TS_REQ_free> request(d2i_TS_REQ(nullptr, &at, static_cast<long>(asked.size())));
  const auto many = [&] {
    const auto message = message_of(token_of(forge.response(der_of(request.get(), i2d_TS_REQ), begun)));
    const Certificates all(CMS_get1_certs(message.get()));
    return sk_X509_num(all.get());
  };
  EXPECT_EQ(many(), 1);
  TS_REQ_set_cert_req(request.get(), 0);
  EXPECT_LE(many(), 0);
}

TEST_F(Stamping, WhatIsWrongIsSaidByPkiFailureInfo) {
  EXPECT_EQ(refusal(forge.response("no query", begun)), (std::pair<long, std::vector<int>>(2, {TS_INFO_BAD_DATA_FORMAT})));
  EXPECT_EQ(refusal(forge.response("", begun)), (std::pair<long, std::vector<int>>(2, {TS_INFO_BAD_DATA_FORMAT})));
  EXPECT_EQ(refusal(forge.response(query("1.2.3.4"), begun)), (std::pair<long, std::vector<int>>(2, {TS_INFO_UNACCEPTED_POLICY})));
  auto sha1 = query();
  // id-sha256 to id-sha224: a digest that is not taken.
  sha1.replace(sha1.find("\x65\x03\x04\x02\x01"), 5, "\x65\x03\x04\x02\x04");
  EXPECT_EQ(refusal(forge.response(sha1, begun)), (std::pair<long, std::vector<int>>(2, {TS_INFO_BAD_ALG})));
}

TEST_F(Stamping, WithoutATimeThereIsNoStamp) {
  auto stamper = forge.stamper(begun);
  stamper.reserve = [](const std::string&) { return chitty::Result<Moment>(chitty::make_error(Code::conflict, "The clock was set back.")); };
  EXPECT_EQ(refusal(answer_query(query(), stamper).value()), (std::pair<long, std::vector<int>>(2, {TS_INFO_TIME_NOT_AVAILABLE})));
  stamper.reserve = [](const std::string&) { return chitty::Result<Moment>(chitty::make_error(Code::host_fault, "The disk is full.")); };
  EXPECT_EQ(answer_query(query(), stamper).error().code, Code::host_fault);
}

TEST_F(Stamping, AnswersToOtherQueriesAreNone) {
  const auto asked = query();
  EXPECT_EQ(why_not_answer("x", asked), "it is not a time-stamp response");
  EXPECT_EQ(why_not_answer(forge.response(make_query("other", "\x01\x02\x03\x04\x05\x06\x07\x08", {}).value(), begun), asked), "its imprint is another one");
  EXPECT_EQ(why_not_answer(forge.response(make_query("signature", "\x01\x02\x03\x04\x05\x06\x07\x09", {}).value(), begun), asked), "its nonce is another one");
  EXPECT_EQ(why_not_answer(forge.response(query(stamp_policy), begun), query("1.2.3.4")), std::string("its policy is ") + stamp_policy);
  EXPECT_EQ(why_not_answer(forge.response(query("1.2.3.4"), begun), asked), "it refuses to give one (status 2)");
}

}  // namespace
}  // namespace chittycertify
