#include <gtest/gtest.h>

#include <chitty/routes.hpp>
#include <chitty/testkit/openssl_crypto.hpp>
#include <chitty/testkit/sqlite_store.hpp>

namespace chitty {
namespace {

struct Routes : testing::Test {
  Routes() {
    testkit::offer(CHITTY_EXT_STORE, &testkit::sqlite_store());
    testkit::offer(CHITTY_EXT_CRYPTO, &testkit::openssl_crypto());
    testkit::new_database();
    tables = HostTables(&testkit::host_table());
    tables.plugin = "acme";
    tables.version = "1.2.3";
    host.now_ms = 1'795'445'950'123;
  }
  Service service() { return Service(tables, host.as_call()); }

  HostTables tables;
  testkit::FakeHost host;
};

TEST_F(Routes, HealthSaysOkInTheWordsOfTheWire) {
  auto face = service();
  EXPECT_EQ(
      json::parse(health(face).value().body),
      (json::object{
          {"status", "ok"}, {"service", "acme"}, {"version", "1.2.3"}, {"timestamp", "2026-11-23T14:59:10.123Z"}}));
}

TEST_F(Routes, NothingIsWellWithoutTheStore) {
  host.fail_at_call = 1;
  auto face = service();
  EXPECT_FALSE(health(face));
}

TEST_F(Routes, AKeySetHasThePublicHalvesAlone) {
  auto face = service();
  testkit::run_script("CREATE TABLE keys (kid TEXT NOT NULL, jwk TEXT NOT NULL)");
  const auto jwk = face.crypto().generate_key("ES256").value();
  ASSERT_TRUE(face.store().execute("INSERT INTO keys VALUES ('k1', :jwk)", {{"jwk", jwk}}));
  const auto answer = key_set(face, "SELECT kid, jwk FROM keys").value();
  const auto secret = json::parse(jwk).at("d").as_string();
  EXPECT_EQ(answer.body.find(std::string_view(secret)), std::string::npos);
  EXPECT_EQ(json::parse(answer.body), (json::object{{"keys", {public_jwk(jwk, "k1")}}}));
  EXPECT_FALSE(key_set(face, "SELECT kid, jwk FROM nowhere"));
}

}  // namespace
}  // namespace chitty
