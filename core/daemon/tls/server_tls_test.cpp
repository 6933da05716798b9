// Which certificates and keys serve, and what happens when their files change.
#include "daemon/tls/testing/certificates.hpp"

#include "base/time.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

namespace chitty::host::daemon {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class ServerTlsTest : public testing::Test {
 protected:
  static fs::path new_folder() {
    std::string name = (fs::temp_directory_path() / "server-tls-XXXXXX").string();
    return ::mkdtemp(name.data());
  }
  ~ServerTlsTest() override { fs::remove_all(made_.folder()); }

  static Result<std::unique_ptr<ServerTls>> open(const TlsFiles& files) { return open_server_tls(CHITTY_BUILD_DIR "/lib/chitty", files); }
  static std::string refusal(const TlsFiles& files) {
    const auto tls = open(files);
    return tls ? "served" : tls.error().message;
  }
  void copy(const std::string& from, const std::string& to) const {
    for (const char* part : {".pem", ".key"}) fs::copy_file(made_.folder() / (from + part), made_.folder() / (to + part), fs::copy_options::overwrite_existing);
  }

  Certificates made_{new_folder()};
};

TEST_F(ServerTlsTest, SaysWhomItIsForAndUntilWhen) {
  const auto tls = open(made_.make("good", "DNS:localhost,IP:127.0.0.1,IP:::1,DNS:*.Box.example")).value();
  const auto facts = tls->facts();
  EXPECT_THAT(facts.names, ElementsAre("localhost", "127.0.0.1", "::1", "*.Box.example"));
  EXPECT_EQ(facts.issuer, "test authority");
  EXPECT_NEAR(static_cast<double>(facts.ends - now_ms()) / 86'400'000, 30, 0.01);
  for (const char* name : {"localhost", "LOCALHOST", "127.0.0.1", "a.box.example"}) EXPECT_TRUE(tls->is_for(name)) << name;
  for (const char* name : {"", "box.example", "a.b.box.example", ".box.example", "localhost.evil.example", "evil.example", "*"})
    EXPECT_FALSE(tls->is_for(name)) << name;
}

TEST_F(ServerTlsTest, AnExpiredOneIsServedAndSaysSo) {
  const auto tls = open(made_.make("old", "DNS:localhost", -1)).value();
  EXPECT_LT(tls->facts().ends, now_ms());
}

TEST_F(ServerTlsTest, WhatDoesNotServeIsRefusedWithItsPathAndTheReason) {
  const auto good = made_.make("good"), other = made_.make("other");
  EXPECT_EQ(refusal({good.certificate, "/nonexistent.key"}), "cannot read the key /nonexistent.key: No such file or directory");
  EXPECT_EQ(refusal({made_.folder(), good.key}), "the certificate " + made_.folder().string() + " is not a file");
  EXPECT_EQ(refusal({good.certificate, other.key}), "the key " + other.key.string() + " does not belong to the certificate " + good.certificate.string());
  EXPECT_EQ(refusal({good.key, good.key}), "the certificate " + good.key.string() + " holds no PEM certificate");
  EXPECT_THAT(refusal({good.certificate, good.certificate}), HasSubstr(" holds no PEM private key: "));
  fs::permissions(good.key, fs::perms(0640));
  EXPECT_EQ(refusal(good), "the key " + good.key.string() + " can be read by others");
  EXPECT_EQ(open(good).error().hint, "Keep it to yourself: chmod 600 " + good.key.string());

  made_.run("openssl pkey -in other.key -aes128 -passout pass:secret -out locked.key");
  EXPECT_EQ(refusal({other.certificate, made_.folder() / "locked.key"}), "the key " + (made_.folder() / "locked.key").string() + " is behind a password");
  made_.run("head -c 300 other.pem > half.pem && cat other.pem half.pem > damaged.pem");
  EXPECT_THAT(refusal({made_.folder() / "damaged.pem", other.key}), HasSubstr("damaged.pem is damaged: "));
  EXPECT_THAT(refusal(made_.make("client", "DNS:localhost", 30, "extendedKeyUsage=clientAuth")), HasSubstr("client.pem is not for servers"));
  EXPECT_THAT(refusal(made_.make("nameless", "")), HasSubstr("names no host or address"));
  EXPECT_THAT(refusal(made_.make("weak", "DNS:localhost", 30, "", "-newkey rsa:1024")), HasSubstr("weak.pem cannot be used: ee key too small"));
}

TEST_F(ServerTlsTest, ANewPairIsTakenUpAndOneThatDoesNotFitIsNot) {
  made_.make("first", "DNS:first.example"), made_.make("second", "DNS:second.example");
  copy("first", "used");
  const auto tls = open(made_.files("used")).value();
  EXPECT_FALSE(tls->look_again().value());
  fs::copy_file(made_.files("second").certificate, made_.files("used").certificate, fs::copy_options::overwrite_existing);
  for (int i = 0; i < 2; ++i) EXPECT_THAT(tls->look_again().error().message, HasSubstr("does not belong to"));
  EXPECT_TRUE(tls->is_for("first.example"));
  copy("second", "used");
  EXPECT_TRUE(tls->look_again().value());
  EXPECT_FALSE(tls->look_again().value());
  EXPECT_TRUE(tls->is_for("second.example"));
  EXPECT_FALSE(tls->is_for("first.example"));
  fs::remove(made_.files("used").key);
  EXPECT_THAT(tls->look_again().error().message, HasSubstr("cannot read the key"));
  copy("second", "used");
  EXPECT_FALSE(tls->look_again().value());
}

TEST_F(ServerTlsTest, AModuleThatIsNotThereIsToldOf) {
  const auto tls = open_server_tls("/nonexistent", made_.make("good"));
  EXPECT_EQ(tls.error().code, Code::not_supported);
  EXPECT_THAT(tls.error().hint, HasSubstr("libssl3"));
}

}  // namespace
}  // namespace chitty::host::daemon
