#include "certificate_end.hpp"

#include <gtest/gtest.h>

#include <chitty/time.hpp>

#include <string>

namespace os::doctor {
namespace {

// openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -not_after 20270102030405Z; and one until 2051.
constexpr const char* until_2027 =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBFjCBvQIUCAif0pecpYtFR3B+UU2zfuYZt8QwCgYIKoZIzj0EAwIwDjEMMAoG\n"
    "A1UEAwwDYm94MB4XDTI2MDEwMTAwMDAwMFoXDTI3MDEwMjAzMDQwNVowDjEMMAoG\n"
    "A1UEAwwDYm94MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEP0GlCrXvKBPgErDs\n"
    "LI0p7aleXTzPy1eVXgsBSfYdIY9fVjzC5wNWYWZiQweElXmLHZ+XkImSCLIrJP7a\n"
    "rrOb7jAKBggqhkjOPQQDAgNIADBFAiBTxcIgSnYv5CX2Dn6QYFncHBcirVK4/UyW\n"
    "qXCD0Fc2JAIhALYttexzb9CDHegANWmVJfSxy9CeYgRs7Cbu3c9fWsya\n"
    "-----END CERTIFICATE-----\n";
constexpr const char* until_2051 =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBFzCBvwIULXSWzJnPgMuye3B/8zcb5muftTMwCgYIKoZIzj0EAwIwDjEMMAoG\n"
    "A1UEAwwDYm94MCAXDTI2MDEwMTAwMDAwMFoYDzIwNTEwMTAyMDMwNDA1WjAOMQww\n"
    "CgYDVQQDDANib3gwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ/QaUKte8oE+AS\n"
    "sOwsjSntqV5dPM/LV5VeCwFJ9h0hj19WPMLnA1ZhZmJDB4SVeYsdn5eQiZIIsisk\n"
    "/tqus5vuMAoGCCqGSM49BAMCA0cAMEQCICC3WE2HQ90zYkBRgEtj5ihTHWTtszIy\n"
    "Pg0doRLFjvlmAiAwW75DVWfBhw1N1dzx+M7ko8CjPVhmUwQS+9yFtciw7g==\n"
    "-----END CERTIFICATE-----\n";

TEST(CertificateEnd, IsReadOffThePem) {
  EXPECT_EQ(end_of_certificate(until_2027), chitty::parse_rfc3339("2027-01-02T03:04:05Z"));
  EXPECT_EQ(end_of_certificate(until_2051), chitty::parse_rfc3339("2051-01-02T03:04:05Z")) << "GeneralizedTime";
  EXPECT_EQ(end_of_certificate("words before\n" + std::string(until_2027) + until_2051), chitty::parse_rfc3339("2027-01-02T03:04:05Z")) << "the first counts";
}

TEST(CertificateEnd, IsUnknownOfWhatIsNone) {
  EXPECT_FALSE(end_of_certificate(""));
  EXPECT_FALSE(end_of_certificate("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"));
  EXPECT_FALSE(end_of_certificate("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
  EXPECT_FALSE(end_of_certificate("-----END CERTIFICATE----- -----BEGIN CERTIFICATE-----"));
  // Cut anywhere, and any byte another: no certificate, or a time, and never a read beyond the end.
  const std::string whole(until_2027);
  for (std::size_t i = 0; i < whole.size(); i += 3) {
    (void)end_of_certificate(whole.substr(0, i) + "\n-----END CERTIFICATE-----\n");
    auto other = whole;
    other[i] = other[i] == 'A' ? '/' : 'A';
    (void)end_of_certificate(other);
  }
}

}  // namespace
}  // namespace os::doctor
