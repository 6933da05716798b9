// The commands with the service behind them, in one process and on a real database.
#include <gtest/gtest.h>

#include <chitty/base64.hpp>
#include <chitty/crypto.hpp>
#include <chitty/hex.hpp>
#include <chitty/members.hpp>
#include <chitty/testkit/memory_blobs.hpp>
#include <chitty/testkit/openssl_crypto.hpp>
#include <chitty/testkit/world.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace chittyverify {
namespace {

using namespace chitty;

struct Verify : ::testing::Test {
  Verify() {
    std::string made = (std::filesystem::temp_directory_path() / "verify-XXXXXX").string();
    folder = ::mkdtemp(made.data());
  }
  ~Verify() override {
    std::filesystem::remove_all(folder);
    EXPECT_EQ(world.complaints, std::vector<std::string>());
  }

  std::string file(const std::string& content, const std::string& name = "contract.pdf") const {
    std::ofstream(folder + "/" + name, std::ios::binary) << content;
    return folder + "/" + name;
  }
  Result<json::object> one(std::string_view path, const json::object& arguments) {
    auto records = world.run(path, arguments);
    if (!records) return records.error();
    return records->at(0).as_object();
  }
  std::string submitted(const std::string& content, json::object more = {}) {
    more["path"] = file(content);
    if (!more.contains("tier")) more["tier"] = "INDEPENDENT_THIRD_PARTY";
    const auto record = one("verify evidence submit", more);
    EXPECT_TRUE(record) << record.error().message;
    return record ? text_in(*record, "artifactId") : "";
  }
  std::string message(const Result<json::object>& done) const { return done ? "done" : done.error().message; }
  std::string message(const Result<json::array>& done) const { return done ? "done" : done.error().message; }
  std::vector<std::string> actions(const std::string& id) {
    std::vector<std::string> all;
    const auto custody = world.run("verify evidence chain", {{"evidence", id}}).value();
    for (const auto& entry : custody) all.push_back(text_in(entry, "action"));
    return all;
  }
  void add_fact(const std::string& id, const std::string& predicate, const std::string& value) {
    ASSERT_TRUE(world.run("verify facts add", {{"evidence", id}, {"subject", "contract"}, {"predicate", predicate}, {"value", value}}));
  }
  testkit::Answer patch(const std::string& upload, std::int64_t offset, const std::string& content, const std::string& digest = {}) {
    testkit::Sent sent;
    sent.method = "PATCH", sent.target = "/api/evidence/uploads/" + upload, sent.body = content;
    sent.headers = {{"Content-Type", "application/partial-upload"}, {"Upload-Offset", std::to_string(offset)}, {"Upload-Complete", digest.empty() ? "?0" : "?1"}};
    if (!digest.empty()) sent.headers["Repr-Digest"] = "sha-256=:" + digest + ":";
    return world.ask(sent);
  }
  std::string begun(std::int64_t size) {
    const auto answer = world.ask("POST", "/api/evidence/uploads", json::serialize(json::object{{"filename", "a"}, {"size", size}, {"evidenceType", "Document"}}));
    return text_in(json::parse(answer.body), "id");
  }
  static std::string digest_of(const std::string& content) { return base64(Crypto(&testkit::openssl_crypto()).sha256(content)); }

  testkit::World world;
  std::string folder;
};

TEST_F(Verify, AFileBecomesEvidence) {
  const auto record = one("verify evidence submit", {{"path", file("abc")}, {"type", "digital-document"}, {"metadata", {{"case", "case-123"}}}, {"authority", "court order 7"}}).value();
  EXPECT_EQ(text_in(record, "contentHash"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(text_in(record, "caseBinding"), "case-123");
  EXPECT_EQ(text_in(record, "originalFilename"), "contract.pdf");
  EXPECT_EQ(record.at("size"), 3);
  const auto id = text_in(record, "artifactId");
  EXPECT_EQ(world.run("verify evidence list", {{"case", "case-123"}}).value().size(), 1u);
  EXPECT_EQ(world.run("verify evidence list", {{"case", "case-12"}}).value().size(), 0u);
  EXPECT_EQ(one("verify evidence get", {{"evidence", id}}).value(), record);
  const auto custody = world.run("verify evidence chain", {{"evidence", id}}).value();
  ASSERT_EQ(custody.size(), 2u);
  EXPECT_EQ(text_in(custody.at(0), "action"), "COLLECTED");
  EXPECT_EQ(text_in(custody.at(0), "authority"), "court order 7");
  EXPECT_EQ(text_in(custody.at(1), "action"), "UPLOADED");
  EXPECT_EQ(text_in(custody.at(1), "performedBy"), "owner");
}

TEST_F(Verify, TheFileIsNamedOnceInEitherWay) {
  EXPECT_TRUE(one("verify evidence submit", {{"file", file("abc")}}));
  EXPECT_EQ(one("verify evidence submit", {}).error().message, "no file to submit");
  EXPECT_EQ(one("verify evidence submit", {{"file", "a"}, {"path", "b"}}).error().message, "two files to submit, 'b' and 'a'");
  EXPECT_EQ(one("verify evidence submit", {{"path", file("d")}, {"metadata", json::array{}}}).error().code, Code::invalid_argument);
}

TEST_F(Verify, TheSameContentTwiceIsTheFirst) {
  const auto id = submitted("abc");
  const auto again = one("verify evidence submit", {{"path", file("abc", "copy.pdf")}});
  EXPECT_EQ(again.error().code, Code::conflict);
  EXPECT_NE(again.error().message.find(id), std::string::npos) << again.error().message;
  world.caller = {"bob", {"chittyverify:read", "chittyverify:write"}};
  EXPECT_TRUE(one("verify evidence submit", {{"path", file("abc")}})) << "what others have is not told";
}

TEST_F(Verify, AStrangerSeesNothing) {
  const auto id = submitted("abc");
  add_fact(id, "price", "1");
  world.caller = {"bob", {"chittyverify:read", "chittyverify:write"}};
  for (const auto* path : {"verify evidence get", "verify evidence chain", "verify check", "verify facts list", "verify eligibility", "verify blockchain-status"})
    EXPECT_EQ(world.run(path, {{"evidence", id}}).error().code, Code::not_found) << path;
  EXPECT_EQ(world.run("verify mint", {{"evidence", json::array{id}}}).error().code, Code::not_found);
  EXPECT_EQ(world.run("verify evidence list").value().size(), 0u);
  EXPECT_EQ(world.run("verify contradictions").value().size(), 0u);
}

TEST_F(Verify, AnUploadGoesOnWhereItBrokeOff) {
  const auto id = begun(6);
  EXPECT_EQ(patch(id, 0, "abc").status, 200);
  const auto wrong = patch(id, 0, "abc");
  EXPECT_EQ(wrong.status, 409);
  EXPECT_EQ(json::parse(wrong.body).at("uploadOffset"), 3);
  EXPECT_EQ(patch(id, 3, "", digest_of("abcdef")).status, 409) << "three bytes are missing";
  EXPECT_EQ(json::parse(world.ask("GET", "/api/evidence/uploads/" + id).body).at("received"), 3);
  EXPECT_EQ(patch(id, 3, "defg").status, 400) << "more than was said";
  EXPECT_EQ(patch(id, 3, "def", digest_of("abcdef")).status, 201);
  EXPECT_EQ(patch(id, 6, "").status, 404) << "it is evidence now";
}

TEST_F(Verify, WhatArrivedMustBeWhatWasSent) {
  const auto id = begun(3);
  EXPECT_EQ(patch(id, 0, "abc").status, 200);
  const auto refused = patch(id, 3, "", digest_of("abd"));
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_EQ(world.ask("GET", "/api/evidence/uploads/" + id).status, 404) << "it is given up";
  EXPECT_EQ(patch(begun(1), 0, "a", "nonsense").status, 400);
}

TEST_F(Verify, AnUploadExpires) {
  const auto id = begun(3);
  world.now += 86'400'001;
  EXPECT_EQ(patch(id, 0, "abc").status, 404);
  EXPECT_EQ(world.ask("DELETE", "/api/evidence/uploads/" + id).status, 404);
  EXPECT_EQ(world.ask("DELETE", "/api/evidence/uploads/" + begun(4)).status, 200) << "a new one can be given up";
}

TEST_F(Verify, ACheckIsGoodAndIsRecorded) {
  const auto id = submitted("abc");
  const auto found = one("verify check", {{"evidence", id}}).value();
  EXPECT_EQ(found.at("valid"), true);
  EXPECT_EQ(text_in(found, "proof"), "not minted");
  EXPECT_EQ(text_in(one("verify evidence get", {{"evidence", id}}).value(), "verifyStatus"), "ChittyVerified");
  EXPECT_EQ(actions(id), (std::vector<std::string>{"COLLECTED", "UPLOADED", "VERIFIED"}));
}

TEST_F(Verify, BytesThatChangedAreNamed) {
  const auto id = submitted("abc");
  auto& kept = testkit::kept_blobs().at("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  kept = "abd";
  EXPECT_NE(message(one("verify check", {{"evidence", id}})).find("The SHA-256 of the content is"), std::string::npos);
  kept = "ab";
  EXPECT_NE(message(one("verify check", {{"evidence", id}})).find("has 2 bytes and not the 3"), std::string::npos);
  testkit::kept_blobs().erase("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_NE(message(one("verify check", {{"evidence", id}})).find("Part 1 of the content is missing."), std::string::npos);
  EXPECT_EQ(text_in(one("verify evidence get", {{"evidence", id}}).value(), "verifyStatus"), "Rejected");
  EXPECT_EQ(world.run("verify mint", {{"evidence", json::array{id}}}).error().code, Code::refused);
  testkit::kept_blobs()["sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"] = "abc";
  EXPECT_TRUE(one("verify check", {{"evidence", id}})) << "restored";
}

TEST_F(Verify, CustodyThatChangedIsNamed) {
  const auto id = submitted("abc");
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(one("verify evidence record", {{"evidence", id}, {"action", "EXAMINED"}, {"notes", "look " + std::to_string(i)}}));
  testkit::run_script("CREATE TABLE kept AS SELECT * FROM verify_custody");
  const auto altered = [&](const std::string& sql, const std::string& words) {
    testkit::run_script(sql);
    EXPECT_NE(message(world.run("verify evidence chain", {{"evidence", id}})).find(words), std::string::npos) << sql;
    testkit::run_script("DELETE FROM verify_custody; INSERT INTO verify_custody SELECT * FROM kept");
    EXPECT_EQ(message(world.run("verify evidence chain", {{"evidence", id}})), "done");
  };
  for (const auto* column : {"action", "performed_by", "timestamp", "location", "purpose", "authority", "reason", "tool", "host", "hash_before", "hash_after", "notes"})
    altered("UPDATE verify_custody SET " + std::string(column) + " = 'forged' WHERE seq = 3", "Entry 3 of the custody is not what was recorded.");
  altered("DELETE FROM verify_custody WHERE seq = 2", "Entry 2 of the custody is missing.");
  altered("DELETE FROM verify_custody WHERE seq = 5", "ends after entry 4, but there were 5");
  testkit::run_script("UPDATE verify_custody SET notes = 'forged' WHERE seq = 4");
  const auto found = one("verify check", {{"evidence", id}});
  EXPECT_NE(message(found).find("Entry 4 of the custody is not what was recorded."), std::string::npos);
}

TEST_F(Verify, AContentThatFitsAForgedHashStandsAgainstTheCustody) {
  const auto id = submitted("abc");
  const auto other = submitted("xyz");
  testkit::run_script("UPDATE verify_pieces SET address = (SELECT address FROM verify_pieces WHERE owner = '" + other + "') WHERE owner = '" + id +
                      "'; DELETE FROM verify_evidence WHERE artifact_id = '" + other + "'; UPDATE verify_evidence SET content_hash = '" +
                      hex(Crypto(&testkit::openssl_crypto()).sha256("xyz")) + "' WHERE artifact_id = '" + id + "'");
  EXPECT_NE(message(one("verify check", {{"evidence", id}})).find("The custody says that the SHA-256"), std::string::npos);
}

TEST_F(Verify, MintedEvidenceHasAProof) {
  std::vector<std::string> ids;
  for (const auto* content : {"a", "b", "c", "d", "e"}) ids.push_back(submitted(content));
  EXPECT_NE(message(world.run("verify mint", {{"evidence", json::array{ids[0]}}})).find("52 of the 70 points"), std::string::npos) << "not checked yet";
  for (const auto& id : ids) ASSERT_TRUE(one("verify check", {{"evidence", id}}));
  ASSERT_EQ(message(world.run("verify mint", {{"evidence", json::array(ids.begin(), ids.end())}, {"blockchain", "ethereum"}})), "done");
  EXPECT_EQ(world.notes.back(), "Minted in the local ledger, for there is no remote 'ethereum'");
  for (const auto& id : ids) {
    const auto status = one("verify blockchain-status", {{"evidence", id}}).value();
    EXPECT_EQ(text_in(status, "proofStatus"), "valid");
    EXPECT_EQ(text_in(status, "ledger"), "local");
    EXPECT_EQ(status.at("confirmations"), 1);
    EXPECT_EQ(text_in(one("verify check", {{"evidence", id}}).value(), "proof"), "unaltered");
  }
  EXPECT_EQ(world.run("verify mint", {{"evidence", json::array{ids[0]}}}).error().code, Code::conflict);
  const auto later = submitted("f");
  ASSERT_TRUE(one("verify check", {{"evidence", later}}));
  ASSERT_EQ(message(world.run("verify mint", {{"evidence", json::array{later}}})), "done");
  EXPECT_EQ(one("verify blockchain-status", {{"evidence", ids[0]}}).value().at("confirmations"), 2);
}

TEST_F(Verify, AProofThatChangedIsNamed) {
  const auto id = submitted("a"), other = submitted("b");
  for (const auto& each : {id, other}) ASSERT_TRUE(one("verify check", {{"evidence", each}}));
  ASSERT_EQ(message(world.run("verify mint", {{"evidence", json::array{id, other}}})), "done");
  testkit::run_script("CREATE TABLE kept_leaves AS SELECT * FROM verify_leaves; CREATE TABLE kept_blocks AS SELECT * FROM verify_blocks");
  const auto altered = [&](const std::string& sql, const std::string& words) {
    testkit::run_script(sql);
    const auto found = one("verify check", {{"evidence", id}});
    EXPECT_NE(message(found).find(words), std::string::npos) << sql << ": " << message(found);
    testkit::run_script("DELETE FROM verify_leaves; INSERT INTO verify_leaves SELECT * FROM kept_leaves; DELETE FROM verify_blocks; INSERT INTO verify_blocks SELECT * FROM kept_blocks");
  };
  altered("UPDATE verify_leaves SET leaf = '00' WHERE evidence = '" + id + "'", "The leaf of the proof");
  altered("UPDATE verify_leaves SET path = '[]' WHERE evidence = '" + id + "'", "The path of the proof");
  altered("UPDATE verify_leaves SET path = 'nonsense' WHERE evidence = '" + id + "'", "The path of the proof");
  altered("UPDATE verify_leaves SET position = 1 WHERE evidence = '" + id + "'", "The path of the proof");
  altered("UPDATE verify_leaves SET custody_entries = 2 WHERE evidence = '" + id + "'", "The custody that was minted");
  altered("UPDATE verify_blocks SET minted_at = 'x'", "Block 1 is not what its hash says.");
  altered("DELETE FROM verify_blocks", "The path of the proof");
  EXPECT_EQ(text_in(one("verify check", {{"evidence", id}}).value(), "proof"), "unaltered");
}

TEST_F(Verify, FactsContradictAndCorroborate) {
  const auto bank = submitted("a", {{"case", "case-1"}, {"tier", "FINANCIAL_INSTITUTION"}}), letter = submitted("b", {{"case", "case-1"}}), elsewhere = submitted("c", {{"case", "case-2"}});
  add_fact(letter, "price", "$1,000");
  add_fact(bank, "price", "2000 USD");
  add_fact(elsewhere, "price", "3000");
  const auto all = world.run("verify contradictions", {{"case", "case-1"}}).value();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(text_in(all.at(0), "conflictType"), "DIRECT_CONTRADICTION");
  EXPECT_EQ(text_in(all.at(0), "resolutionMethod"), "HIERARCHY_RULE");
  EXPECT_EQ(text_in(all.at(0), "evidenceId1"), bank);
  EXPECT_EQ(world.run("verify contradictions").value(), all) << "facts of other cases do not count";
  EXPECT_EQ(world.run("verify facts list", {{"evidence", letter}}).value().size(), 1u);
  EXPECT_EQ(one("verify eligibility", {{"evidence", letter}}).value().at("sixDScores").at("justice"), 8.0 / 15);
  EXPECT_EQ(world.run("verify facts add", {{"evidence", letter}, {"subject", "s"}, {"predicate", "p"}, {"value", "v"}, {"from", "2026-02-01T00:00:00Z"}, {"until", "2026-01-01T00:00:00Z"}}).error().code,
            Code::refused);
}

TEST_F(Verify, ABundleIsWrittenAndRecorded) {
  const auto id = submitted("abc");
  const auto done = one("verify evidence export", {{"evidence", id}, {"out", folder + "/bundle"}, {"purpose", "discovery"}});
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(std::filesystem::exists(folder + "/bundle/data/content/contract.pdf"));
  EXPECT_EQ(actions(id).back(), "EXPORTED");
  EXPECT_EQ(one("verify evidence export", {{"evidence", id}, {"out", folder + "/bundle"}}).error().code, Code::conflict);
  testkit::kept_blobs()["sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"] = "abd";
  EXPECT_EQ(one("verify evidence export", {{"evidence", id}, {"out", folder + "/second"}}).error().code, Code::refused);
  EXPECT_FALSE(std::filesystem::exists(folder + "/second")) << "nothing half-written";
  testkit::kept_blobs()["sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"] = "abc";
}

}  // namespace
}  // namespace chittyverify
