// The commands with the service behind them, in one process and on a real database.
#include <gtest/gtest.h>

#include <chitty/members.hpp>
#include <chitty/testkit/memory_blobs.hpp>
#include <chitty/testkit/world.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "x509/key.hpp"
#include "x509/request.hpp"

namespace chittyregister {
namespace {

using namespace chitty;

struct Register : ::testing::Test {
  Register() {
    std::string made = (std::filesystem::temp_directory_path() / "register-XXXXXX").string();
    folder = ::mkdtemp(made.data());
    list("billing", "owner", "http://billing.chitty.cc");
  }
  ~Register() override {
    std::filesystem::remove_all(folder);
    EXPECT_EQ(world.complaints, std::vector<std::string>());
  }

  // As if its control had been proven.
  static void list(const std::string& name, const std::string& holder, const std::string& endpoint) {
    testkit::run_script(
        "INSERT INTO register_services (name, holder, entity_type, subtype, description, version, endpoint, declaration, "
        "registered_at, updated_at)"
        " VALUES ('" +
        name + "', '" + holder + "', 'T', 'service', '', '1.0.0', '" + endpoint + "', '{}', '', '')");
  }
  Result<json::object> one(std::string_view path, json::object arguments) {
    if (path == "register cert issue" || path == "register cert renew") arguments.emplace("out", folder);
    auto records = world.run(path, arguments);
    if (!records) return records.error();
    return records->at(0).as_object();
  }
  json::object issued(const std::string& service = "billing") {
    auto record = one("register cert issue", {{"service", service}, {"replace", true}});
    EXPECT_TRUE(record) << record.error().message;
    return record ? *record : json::object();
  }
  std::string text(const std::string& name) const {
    std::stringstream all;
    all << std::ifstream(folder + "/" + name).rdbuf();
    return all.str();
  }
  std::string message(const Result<json::object>& done) const { return done ? "done" : done.error().message; }

  testkit::World world;
  std::string folder;
};

TEST_F(Register, ACertificateIsForTheServicesNamesAndItsPeriod) {
  const auto record = issued();
  EXPECT_EQ(record.at("names"), (json::array{"billing.chitty.cc"}));
  const auto certificate = certificate_of(text("billing.crt"));
  ASSERT_TRUE(certificate);
  const auto begins = seconds_of(X509_get0_notBefore(certificate.get())),
             ends = seconds_of(X509_get0_notAfter(certificate.get()));
  EXPECT_EQ(begins, world.now / 1000 - 300);
  EXPECT_EQ(ends - begins, 90 * 86'400 - 1);
  EXPECT_EQ(serial_of(X509_get0_serialNumber(certificate.get())), text_in(record, "serial"));
  EXPECT_EQ(text_in(record, "serial").size(), 36u);
  EXPECT_TRUE(key_of(text("billing.key")));
  EXPECT_EQ(json::serialize(record).find("PRIVATE"), std::string::npos);
  for (const auto& sent : world.requests) EXPECT_EQ(sent.body.find("PRIVATE"), std::string::npos) << "the key stays here";
}

TEST_F(Register, FilesThatAreThereAreNotReplacedUnasked) {
  issued();
  const auto key = text("billing.key");
  EXPECT_EQ(one("register cert issue", {{"service", "billing"}}).error().code, Code::conflict);
  EXPECT_EQ(text("billing.key"), key);
  EXPECT_EQ(one("register cert issue", {{"service", "billing"}, {"out", folder + "/none/below"}}).error().code, Code::configuration);
  EXPECT_EQ(world.run("register cert list").value().size(), 1u) << "nothing was issued for want of room";
}

TEST_F(Register, ALeafNeverOutlivesItsIssuer) {
  issued();
  world.now += (5LL * 365 - 30) * 86'400'000;
  const auto record = issued();
  EXPECT_LT(text_in(record, "notAfter"), "2031-11-23") << "the intermediate ends 30 days from now";
}

TEST_F(Register, RenewedTwiceEachReplacesTheOneBefore) {
  const auto first = text_in(issued(), "id");
  const auto second = text_in(one("register cert renew", {{"certificate", first}}).value(), "id");
  const auto third = one("register cert renew", {{"certificate", second}}).value();
  EXPECT_EQ(text_in(third, "replaces"), second);
  EXPECT_NE(message(one("register cert renew", {{"certificate", first}})).find("renewed already, by " + second),
            std::string::npos);
  ASSERT_TRUE(one("register cert revoke", {{"certificate", text_in(third, "id")}, {"reason", "superseded"}}));
  EXPECT_NE(
      message(one("register cert renew", {{"certificate", text_in(third, "id")}})).find("was revoked, so it is not renewed"),
      std::string::npos);
  EXPECT_EQ(text_in(one("register cert revoke", {{"certificate", text_in(third, "id")}, {"reason", "keyCompromise"}}).value(),
                    "reason"),
            "superseded")
      << "once";
  const auto trail = world.run("register audit", {{"service", "billing"}}).value();
  std::vector<std::string> events;
  for (const auto& event : trail) events.push_back(text_in(event, "event"));
  EXPECT_EQ(events, (std::vector<std::string>{"certificate.revoked", "certificate.renewed", "certificate.renewed",
                                              "certificate.issued"}));
}

TEST_F(Register, NamesThatAreNotItsOwnAreRefused) {
  list("outer", "owner", "https://www.example.com");
  EXPECT_NE(message(one("register cert issue", {{"service", "billing"}, {"name", json::array{"id.chitty.cc"}}}))
                .find("not one of billing"),
            std::string::npos);
  EXPECT_NE(message(one("register cert issue", {{"service", "outer"}})).find("none of the names of outer"), std::string::npos)
      << "outside of the constraints";
  EXPECT_EQ(one("register cert issue", {{"service", "nobody"}}).error().code, Code::not_found);
  for (const auto* service : {"../x", "/etc/x", ".x", ""})
    EXPECT_FALSE(one("register cert issue", {{"service", service}})) << service;
}

TEST_F(Register, AStrangerHasNothingOfOthers) {
  const auto id = text_in(issued(), "id");
  world.caller = {"bob", {"chittyregister:read", "chittyregister:write"}};
  EXPECT_EQ(one("register cert get", {{"certificate", id}}).error().code, Code::not_found);
  EXPECT_EQ(one("register cert revoke", {{"certificate", id}}).error().code, Code::not_found);
  EXPECT_EQ(one("register cert issue", {{"service", "billing"}, {"replace", true}}).error().code, Code::not_found);
  EXPECT_EQ(one("register certify", {{"service", "billing"}}).error().code, Code::not_found);
  EXPECT_EQ(world.run("register audit", {{"service", "billing"}}).error().code, Code::not_found);
  EXPECT_EQ(world.run("register root renew").error().code, Code::permission_denied);
  EXPECT_TRUE(world.run("register cert list").value().empty());
}

TEST_F(Register, APortThatAnybodyMayOpenProvesNoHost) {
  list("bobs", "bob", "https://bobs.chitty.cc:8443");
  EXPECT_EQ(issued("bobs").at("names"), (json::array{"bobs.chitty.cc"})) << "whoever runs this may";
  world.caller = {"bob", {"chittyregister:read", "chittyregister:write"}};
  EXPECT_NE(message(one("register cert issue", {{"service", "bobs"}, {"replace", true}})).find("a port above 1023"),
            std::string::npos);
}

TEST_F(Register, AHundredGoodOnesAreEnough) {
  list("bobs", "bob", "http://bobs.chitty.cc");
  world.caller = {"bob", {"chittyregister:read", "chittyregister:write"}};
  ASSERT_FALSE(issued("bobs").empty());
  testkit::run_script(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99) INSERT INTO register_certificates (id, "
      "serial, service, holder, issuer,"
      " status, names, not_before, not_after, created_at) SELECT 'x' || i, 'x' || i, 'bobs', 'bob', '', 'valid', '[]', '', '', "
      "'' FROM n");
  EXPECT_EQ(one("register cert issue", {{"service", "bobs"}, {"replace", true}}).error().code, Code::permission_denied);
}

TEST_F(Register, WithoutTheBlobNoKeyOpens) {
  issued();
  const auto kept = testkit::kept_blobs();
  testkit::kept_blobs().clear();
  EXPECT_FALSE(one("register cert issue", {{"service", "billing"}, {"replace", true}}));
  testkit::kept_blobs() = kept;
  testkit::run_script(
      "UPDATE register_keys SET sealed = (SELECT k.sealed FROM register_keys k JOIN register_authorities a ON a.serial = k.id "
      "WHERE a.kind = 'root')");
  EXPECT_FALSE(one("register cert issue", {{"service", "billing"}, {"replace", true}})) << "one key in another's place";
}

TEST_F(Register, TheRootMayLeaveAndComeBack) {
  issued();
  const std::string passphrase = "correct horse battery staple";
  EXPECT_EQ(world.run("register root remove").error().code, Code::conflict) << "it would be lost";
  const auto exported = world.ask("POST", "/api/v1/root/export", json::serialize(json::object{{"passphrase", passphrase}}));
  ASSERT_EQ(exported.status, 200) << exported.body;
  EXPECT_TRUE(exported.body.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
  EXPECT_FALSE(key_of(exported.body, "another")) << "the passphrase";
  ASSERT_EQ(one("register root remove", {}).value().at("hasKey"), false);
  EXPECT_FALSE(issued().empty()) << "goes on without it";
  EXPECT_EQ(world.run("register root renew").error().code, Code::conflict);
  const auto back = [&](const std::string& key, const std::string& word) {
    return world.ask("PUT", "/api/v1/root/key", json::serialize(json::object{{"key", key}, {"passphrase", word}})).status;
  };
  EXPECT_EQ(back(exported.body, passphrase + "r"), 400);
  EXPECT_EQ(back(pem_of(new_key()->get()), passphrase), 400) << "another key";
  ASSERT_EQ(back(exported.body, passphrase), 200);
  const auto before = text_in(issued(), "issuer");
  ASSERT_TRUE(world.run("register root renew"));
  EXPECT_NE(text_in(issued(), "issuer"), before);
  EXPECT_EQ(world.run("register root create").error().code, Code::conflict);
}

TEST_F(Register, AQuestionThatIsNoneIsMalformed) {
  issued();
  const std::string malformed("\x30\x03\x0a\x01\x01", 5);
  EXPECT_EQ(world.ask("POST", "/ocsp", "not a question").body, malformed);
  EXPECT_EQ(world.ask("GET", "/ocsp/bm90IGE%3D").body, malformed);
  EXPECT_EQ(world.ask("GET", "/crl/00").status, 404);
}

TEST_F(Register, TenSubmissionsAnHourAndThoseThatAreRefusedCount) {
  const auto declaration =
      R"({"entity_type":"T","subtype":"service","name":"shop","description":"A shop","version":"1.0.0","endpoints":["/health"],)"
      R"("schema":{"version":"1","entities":["x"]}})";
  world.caller = {"ada", {"chittyregister:write"}};
  for (int i = 0; i < 10; ++i) EXPECT_EQ(world.ask("POST", "/api/v1/register", declaration).status, 412) << i;
  const auto refused = world.ask("POST", "/api/v1/register", declaration);
  EXPECT_EQ(refused.status, 403);
  EXPECT_NE(refused.body.find("You have all 10 submissions that one may have here."), std::string::npos) << refused.body;
  world.caller = {"bob", {"chittyregister:write"}};
  EXPECT_EQ(world.ask("POST", "/api/v1/register", declaration).status, 412) << "each has ten";
  world.caller = {"ada", {"chittyregister:write"}};
  world.now += 3'600'000;
  EXPECT_EQ(world.ask("POST", "/api/v1/register", declaration).status, 412) << "an hour later";
}

TEST_F(Register, ControlMustBeProven) {
  ASSERT_TRUE(world.run("register challenge", {{"name", "shop"}, {"endpoint", "http://127.0.0.1:1"}}));
  const auto declaration =
      R"({"entity_type":"T","subtype":"service","name":"shop","description":"A shop","version":"1.0.0","endpoints":["/health"],)"
      R"("schema":{"version":"1","entities":["x"]}})";
  const auto refused = world.ask("POST", "/api/v1/register", declaration);
  EXPECT_EQ(refused.status, 412) << refused.body;
  EXPECT_NE(refused.body.find("PROOF_OF_CONTROL_FAILED"), std::string::npos);
  for (const auto* endpoint : {"ftp://x.example", "http://me:pw@x.example", "http://x.example/?a"})
    EXPECT_FALSE(world.run("register challenge", {{"name", "shop"}, {"endpoint", endpoint}})) << endpoint;
  EXPECT_EQ(world.ask("POST", "/api/v1/register", R"({"name":"shop"})").status, 400);
}

}  // namespace
}  // namespace chittyregister
