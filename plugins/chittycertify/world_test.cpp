// The commands with the service behind them, in one process and on a real database.
#include <gtest/gtest.h>

#include <chitty/base64.hpp>
#include <chitty/hex.hpp>
#include <chitty/members.hpp>
#include <chitty/testkit/memory_blobs.hpp>
#include <chitty/testkit/world.hpp>
#include <chitty/time.hpp>
#include <filesystem>
#include <fstream>

#include "testing/forge.hpp"

namespace chittycertify {
namespace {

using namespace chitty;

struct Certify : ::testing::Test {
  Certify() {
    std::string pattern = (std::filesystem::temp_directory_path() / "certify-XXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    write("contract.pdf", "the contract");
  }
  ~Certify() override {
    std::filesystem::remove_all(folder);
    EXPECT_EQ(world.complaints, std::vector<std::string>());
  }
  void write(const std::string& name, const std::string& text) const { std::ofstream(folder + "/" + name) << text; }
  Result<json::object> one(std::string_view path, json::object arguments) {
    auto records = world.run(path, arguments);
    if (!records) return records.error();
    return records->at(0).as_object();
  }
  json::object certified(std::int64_t days = 365) {
    auto record = one("certify document", {{"file", folder + "/contract.pdf"}, {"days", days}});
    EXPECT_TRUE(record) << record.error().message;
    return record ? *record : json::object();
  }
  std::string verified(const std::string& id, json::object more = {}) {
    more["certificate"] = id;
    const auto done = world.run("certify verify", more);
    return done ? "valid" : done.error().message;
  }
  json::object files(const std::string& id) { return json::parse(world.ask("GET", "/api/v1/certificate/" + id + "/files").body).as_object(); }

  testkit::World world;
  std::string folder;
};

TEST_F(Certify, ADocumentStaysWhereItIs) {
  const auto record = certified();
  EXPECT_EQ(text_in(record, "sha256"), hex(sha256("the contract")));
  EXPECT_EQ(text_in(record, "name"), "contract.pdf");
  EXPECT_EQ(record.at("size"), 12);
  for (const auto& sent : world.requests) {
    EXPECT_EQ(sent.body.find("the contract"), std::string::npos);
    EXPECT_EQ(sent.body.find(folder), std::string::npos) << "nor where it lies";
  }
  EXPECT_EQ(verified(text_in(record, "id"), {{"file", folder + "/contract.pdf"}}), "valid");
  EXPECT_EQ(verified(text_in(record, "serial")), "valid") << "by its serial number";
  write("contract.pdf", "the contracT");
  EXPECT_NE(verified(text_in(record, "id"), {{"file", folder + "/contract.pdf"}}).find("the document is another one"), std::string::npos);
}

TEST_F(Certify, ExpiredButStamped) {
  const auto id = text_in(certified(1), "id");
  world.now += 40LL * 86'400'000;
  EXPECT_EQ(one("certify get", {{"certificate", id}}).value().at("status"), "expired");
  EXPECT_EQ(verified(id), "valid");
}

TEST_F(Certify, RevokedIsOnTheListAndOnItsOwn) {
  const auto first = certified(), second = certified();
  const auto id = text_in(first, "id");
  world.now += 60'000;
  const auto before = rfc3339(world.now - 1000);
  ASSERT_TRUE(one("certify revoke", {{"certificate", id}, {"reason", "superseded"}}));
  world.now += 1000;
  EXPECT_NE(verified(id).find("withdrawn"), std::string::npos);
  EXPECT_EQ(verified(id, {{"at", before}}), "valid") << "as of the time before";
  EXPECT_EQ(verified(text_in(second, "id")), "valid") << "each has a key of its own";
  const auto list = world.ask("GET", "/crl/" + text_in(first, "issuer")).body;
  const auto* at = reinterpret_cast<const unsigned char*>(list.data());
  const RevocationList crl(d2i_X509_CRL(nullptr, &at, static_cast<long>(list.size())));
  ASSERT_TRUE(crl);
  X509_REVOKED* entry = nullptr;
  EXPECT_EQ(X509_CRL_get0_by_serial(crl.get(), &entry, number_of(text_in(first, "serial")).get()), 1);
  EXPECT_EQ(X509_CRL_get0_by_serial(crl.get(), &entry, number_of(text_in(second, "serial")).get()), 0);
  const auto again = one("certify revoke", {{"certificate", id}, {"reason", "keyCompromise"}}).value();
  EXPECT_EQ(again.at("reason"), "superseded") << "what is revoked stays so, and why";
}

TEST_F(Certify, AClockThatWasSetBackHasNoTime) {
  certified();
  world.now -= 3'600'000;
  const auto refused = one("certify document", {{"file", folder + "/contract.pdf"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::refused);
  EXPECT_EQ(world.run("certify list").value().size(), 1u) << "nothing half done is shown";
  const auto answer = world.ask("POST", "/tsa", make_query("x", "12345678", {}).value());
  EXPECT_EQ(answer.status, 200) << "an answer, and not a fault";
  EXPECT_EQ(token_of(answer.body), "");
  world.now += 3'600'000 - 500;
  EXPECT_TRUE(one("certify document", {{"file", folder + "/contract.pdf"}})) << "two daemons may differ by a second";
}

TEST_F(Certify, AnotherCallersIsNotThereButAnybodyMayVerify) {
  const auto id = text_in(certified(), "id");
  world.caller = {"somebody", {"chittycertify:read", "chittycertify:write"}};
  for (const auto* path : {"certify get", "certify chain", "certify export"})
    EXPECT_EQ(world.run(path, path == std::string_view("certify export") ? json::object{{"certificate", id}, {"out", folder}} : json::object{{"certificate", id}}).error().code, Code::not_found) << path;
  EXPECT_EQ(world.run("certify revoke", {{"certificate", id}}).error().code, Code::not_found);
  EXPECT_EQ(world.run("certify list").value().size(), 0u);
  EXPECT_EQ(verified(id), "valid");
  const auto said = world.ask("POST", "/api/v1/verify", R"({"certificate_id":")" + id + R"("})").body;
  EXPECT_EQ(said.find("contract"), std::string::npos) << "not what it is called";
}

TEST_F(Certify, ASignatureInAFileIsLookedAtInThePlaceOfTheKeptOne) {
  const auto id = text_in(certified(), "id");
  const auto other = text_in(certified(), "id");
  ASSERT_TRUE(world.run("certify export", {{"certificate", id}, {"out", folder}}));
  const auto path = folder + "/contract.pdf.p7s";
  EXPECT_EQ(verified(id, {{"signature", path}}), "valid");
  EXPECT_NE(verified(other, {{"signature", path}}).find("another certificate"), std::string::npos);
  write("contract.pdf.p7s", "nonsense");
  EXPECT_NE(verified(id, {{"signature", path}}).find("damaged"), std::string::npos);
  EXPECT_EQ(world.run("certify export", {{"certificate", id}, {"out", folder}}).error().code, Code::conflict);
  EXPECT_TRUE(world.run("certify export", {{"certificate", id}, {"out", folder}, {"replace", true}}));
  EXPECT_EQ(world.run("certify verify", {{"certificate", id}, {"file", folder}}).error().code, Code::invalid_argument);
  EXPECT_EQ(world.run("certify verify", {{"certificate", id}, {"file", folder + "/none"}}).error().code, Code::not_found);
}

// A configured authority, as the command carries its answers here.
struct Foreign : Certify {
  testing::Forge forge;
  std::string id = text_in(certified(), "id");
  json::object asked(const std::string& policy = {}) {
    return json::parse(world.ask("POST", "/api/v1/certificate/" + id + "/queries", policy.empty() ? "{}" : R"({"policy":")" + policy + R"("})").body).as_object();
  }
  testkit::Answer told(const json::object& query, const std::string& response) {
    return world.ask("POST", "/api/v1/certificate/" + id + "/stamps", json::serialize(json::object{{"query", query.at("id")}, {"response", base64(response)}}));
  }
  testkit::Answer trust(const std::string& pem) { return world.ask("POST", "/api/v1/tsa-roots", json::serialize(json::object{{"certificate", pem}})); }
  std::string query_in(const json::object& asked) { return from_base64(text_in(asked, "query")).value(); }
};

TEST_F(Foreign, ItsStampIsKeptAndCountsWhenItIsTrusted) {
  const auto query = asked();
  const auto done = told(query, forge.response(query_in(query), testing::begun));
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(json::parse(done.body).at("trusted"), false);
  EXPECT_EQ(told(query, forge.response(query_in(query), testing::begun)).status, 404) << "a query is answered once";
  EXPECT_EQ(verified(id), "valid") << "there is our own stamp beside it";
  const auto trusted = trust(pem_of(forge.root.certificate.get()));
  ASSERT_EQ(trusted.status, 200) << trusted.body;
  const auto root = json::parse(trusted.body).at("root");
  EXPECT_EQ(world.run("certify tsa list").value().size(), 1u);
  EXPECT_NE(verified(id).find("not valid yet"), std::string::npos) << "it says that it was signed before its certificate was made";
  ASSERT_TRUE(one("certify tsa distrust", {{"fingerprint", root.at("fingerprint")}}));
  EXPECT_EQ(verified(id), "valid");
  EXPECT_EQ(files(id).at("stamps").as_array().size(), 2u);
}

TEST_F(Foreign, LiesAreRefused) {
  const auto first = asked(), second = asked("1.2.3.4");
  const auto value = from_base64(text_in(files(id), "value")).value();
  EXPECT_EQ(told(first, forge.response(query_in(second), testing::begun)).status, 422) << "a refusal for its policy";
  EXPECT_EQ(told(first, forge.response(make_query(value, "87654321", {}).value(), testing::begun)).status, 422) << "another nonce";
  EXPECT_EQ(told(first, forge.response(make_query("other", "87654321", {}).value(), testing::begun)).status, 422) << "another imprint";
  EXPECT_EQ(told(first, "nonsense").status, 422);
  auto broken = forge.response(query_in(first), testing::begun);
  broken.back() = static_cast<char>(broken.back() ^ 1);
  EXPECT_EQ(told(first, broken).status, 422) << "altered";
  world.now += 11 * 60 * 1000;
  EXPECT_EQ(told(first, forge.response(query_in(first), testing::begun)).status, 404) << "too late";
  EXPECT_EQ(files(id).at("stamps").as_array().size(), 1u);
}

TEST_F(Foreign, OnlyARootIsTrusted) {
  const auto root = pem_of(forge.root.certificate.get());
  for (const auto& wrong : {pem_of(forge.signer.certificate.get()), root + root, std::string("nothing")}) EXPECT_EQ(trust(wrong).status, 400);
  world.caller = {"somebody", {"chittycertify:read", "chittycertify:write"}};
  EXPECT_EQ(trust(root).status, 403);
}

TEST_F(Certify, ComplianceIsOfWhatIsKept) {
  EXPECT_EQ(world.run("certify compliance report", {{"entity", "owner"}}).error().code, Code::not_found);
  const auto state = [&](std::string_view rule) {
    const auto found = world.run("certify compliance check", {{"entity", "owner"}});
    for (const auto& finding : found.value())
      if (text_in(finding, "id") == rule) return text_in(finding, "state");
    return std::string();
  };
  EXPECT_EQ(state("certificates.present"), "failed");
  EXPECT_EQ(state("certificates.whole"), "inconclusive") << "of nothing";
  const auto id = text_in(certified(60), "id");
  EXPECT_EQ(state("certificates.present"), "passed");
  EXPECT_EQ(state("certificates.whole"), "passed");
  EXPECT_EQ(state("certificates.lasting"), "passed");
  EXPECT_EQ(state("service.score"), "inconclusive") << "there is no such service here";
  world.now += 40LL * 86'400'000;
  EXPECT_EQ(state("certificates.lasting"), "failed");
  testkit::run_script("UPDATE certify_certificates SET sha256 = '" + std::string(64, 'a') + "'");
  EXPECT_EQ(state("certificates.whole"), "failed");
  ASSERT_TRUE(one("certify revoke", {{"certificate", id}, {"reason", "keyCompromise"}}));
  EXPECT_EQ(state("certificates.uncompromised"), "failed");
  const auto report = one("certify compliance report", {{"entity", "owner"}, {"format", "pdf"}, {"file", folder + "/r.pdf"}});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->at("compliant"), false);
  EXPECT_GT(std::filesystem::file_size(folder + "/r.pdf"), 1000u);
  world.caller = {"somebody", {"chittycertify:read", "chittycertify:write"}};
  EXPECT_EQ(world.run("certify compliance report", {{"entity", "owner"}}).error().code, Code::not_found);
}

}  // namespace
}  // namespace chittycertify
