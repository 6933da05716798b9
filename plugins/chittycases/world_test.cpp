// The commands with the service behind them, in one process and on a real database.
#include <gtest/gtest.h>

#include <chitty/base64.hpp>
#include <chitty/crypto.hpp>
#include <chitty/members.hpp>
#include <chitty/testkit/memory_blobs.hpp>
#include <chitty/testkit/openssl_crypto.hpp>
#include <chitty/testkit/world.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace chittycases {
namespace {

using namespace chitty;

struct Cases : ::testing::Test {
  Cases() {
    std::string made = (std::filesystem::temp_directory_path() / "cases-XXXXXX").string();
    folder = ::mkdtemp(made.data());
  }
  ~Cases() override {
    std::filesystem::remove_all(folder);
    EXPECT_EQ(world.complaints, std::vector<std::string>());
  }

  std::string file(const std::string& content, const std::string& name = "filing.txt") const {
    std::ofstream(folder + "/" + name, std::ios::binary) << content;
    return folder + "/" + name;
  }
  Result<json::object> one(std::string_view path, const json::object& arguments) {
    auto records = world.run(path, arguments);
    if (!records) return records.error();
    return records->at(0).as_object();
  }
  json::object created(json::object more = {}) {
    if (!more.contains("title")) more["title"] = "Acme v. Beta";
    return one("cases create", more).value();
  }
  testkit::Answer change(const std::string& id, const std::string& body, const std::string& version = {}) {
    testkit::Sent sent;
    sent.method = "PATCH", sent.target = "/api/cases/" + id, sent.body = body;
    sent.headers = {{"Content-Type", "application/json"}};
    if (!version.empty()) sent.headers["If-Match"] = version;
    return world.ask(sent);
  }
  testkit::Answer lines(const std::string& target, const std::string& body) {
    testkit::Sent sent;
    sent.method = "POST", sent.target = target, sent.body = body;
    sent.headers = {{"Content-Type", "application/x-ndjson"}};
    return world.ask(sent);
  }
  // A document of the case whose text is there, page by page.
  std::string read(const std::string& of, const std::vector<std::string>& pages, const std::string& name = "filing.txt") {
    const auto document = text_in(one("cases docs upload", {{"case", of}, {"file", file(pages.front() + name, name)}}).value(), "id");
    const auto path = "/api/cases/" + of + "/documents/" + document;
    EXPECT_EQ(world.ask("POST", path + "/reading", json::serialize(json::object{{"format", "text"}, {"extractor", "test/1"}, {"pages", pages.size()}})).status, 200);
    std::string body;
    for (std::size_t i = 0; i < pages.size(); ++i) body += json::serialize(json::object{{"page", i + 1}, {"text", pages[i]}}) + "\n";
    EXPECT_EQ(lines(path + "/pages", body).status, 200);
    EXPECT_EQ(world.ask("POST", path + "/analysis").status, 200);
    return document;
  }
  static json::object body_of(const testkit::Answer& answer) { return json::parse(answer.body).as_object(); }

  testkit::World world;
  std::string folder;
};

TEST_F(Cases, ACaseHasTheNextNumberOfItsYearAndLetter) {
  EXPECT_EQ(text_in(created({{"type", "Civil"}}), "caseNumber"), "2026-C-000001");
  EXPECT_EQ(text_in(created({{"type", "criminal"}}), "caseNumber"), "2026-C-000002");
  const auto eviction = created({{"type", "eviction"}, {"jurisdiction", "ILLINOIS-COOK"}});
  EXPECT_EQ(text_in(eviction, "caseNumber"), "2026-E-000001");
  EXPECT_EQ(text_in(eviction, "status"), "open");
  EXPECT_TRUE(eviction.at("chittyId").is_null()) << "nobody mints here, and nobody invents one";
  EXPECT_EQ(text_in(one("cases get", {{"case", "2026-E-000001"}}).value(), "id"), text_in(eviction, "id"));
  EXPECT_EQ(world.run("cases list", {{"type", "civil"}}).value().size(), 1u);
  EXPECT_EQ(world.run("cases list").value().size(), 3u);
}

TEST_F(Cases, ADocketNumberIsThatOfOneCase) {
  created({{"docket", "26 L 1"}});
  const auto again = one("cases create", {{"title", "Another"}, {"docket", "26 L 1"}});
  EXPECT_EQ(again.error().code, Code::conflict);
  EXPECT_EQ(again.error().message, "The docket number 26 L 1 is that of your case 2026-G-000001.");
  EXPECT_EQ(text_in(created(), "caseNumber"), "2026-G-000002") << "and takes no number";
}

TEST_F(Cases, AForbiddenStatusIsToldWithThoseThatAreAllowed) {
  const auto id = text_in(created(), "id");
  const auto refused = change(id, R"({"status":"appealed"})");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(text_in(body_of(refused), "message"), "A case that is open cannot become appealed: it may become discovery, motions, trial, settled, stayed or closed.");
  EXPECT_EQ(body_of(refused).at("allowed").as_array().size(), 6u);
  EXPECT_EQ(text_in(body_of(change(id, R"({"status":"lost"})")), "message"), "There is no status 'lost': it must be open, discovery, motions, trial, judgment, appealed, settled, stayed or closed.");
  const auto moved = body_of(change(id, R"({"status":"Discovery"})"));
  EXPECT_EQ(text_in(moved, "status"), "discovery");
  EXPECT_EQ(moved.at("version"), 2);
  for (const auto* next : {"trial", "judgment", "appealed", "closed", "open"}) EXPECT_EQ(change(id, json::serialize(json::object{{"status", next}})).status, 200) << next;
}

TEST_F(Cases, OfTwoChangesOfOneVersionTheSecondIsRefused) {
  const auto id = text_in(created(), "id");
  EXPECT_EQ(change(id, R"({"status":"discovery"})", "\"1\"").status, 200);
  const auto late = change(id, R"({"status":"closed"})", "\"1\"");
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(body_of(late).at("version"), 2);
  EXPECT_EQ(text_in(one("cases get", {{"case", id}}).value(), "status"), "discovery");
  EXPECT_EQ(change(id, R"({"title":"New"})").status, 200) << "who names no version changes what is there";
}

TEST_F(Cases, ADayMustBeOne) {
  EXPECT_EQ(one("cases create", {{"title", "A"}, {"filed", "2026-02-30"}}).error().message, "There is no such day for filingDate: 2026-02-30.");
  EXPECT_FALSE(one("cases create", {{"title", "A"}, {"filed", "yesterday"}}));
}

TEST_F(Cases, AStrangerSeesNothing) {
  const auto id = text_in(created(), "id");
  const auto document = read(id, {"Plaintiff Sarah Miller paid $5."});
  world.caller = {"bob", {"chittycases:read", "chittycases:write"}};
  EXPECT_EQ(world.run("cases list").value().size(), 0u);
  for (const auto* path : {"cases get", "cases docs list"}) EXPECT_EQ(world.run(path, {{"case", id}}).error().code, Code::not_found) << path;
  EXPECT_EQ(change(id, R"({"status":"closed"})").status, 404);
  EXPECT_EQ(one("cases docs upload", {{"case", id}, {"file", file("x")}}).error().code, Code::not_found);
  for (const auto* rest : {"/content", "/pages", "/findings", ""}) EXPECT_EQ(world.ask("GET", "/api/cases/" + id + "/documents/" + document + rest).status, 404) << rest;
  EXPECT_EQ(world.ask("POST", "/api/cases/" + id + "/intel", "{}").status, 404);
}

TEST_F(Cases, ADocumentIsHashedOnBothSidesAndKeptOnce) {
  const auto id = text_in(created(), "id");
  const auto document = one("cases docs upload", {{"case", id}, {"file", file("abc")}, {"type", "letter"}}).value();
  EXPECT_EQ(text_in(document, "contentHash"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(text_in(document, "name"), "filing.txt");
  const auto again = one("cases docs upload", {{"case", id}, {"file", file("abc", "copy.txt")}});
  EXPECT_EQ(again.error().code, Code::conflict);
  EXPECT_NE(again.error().message.find(text_in(document, "id")), std::string::npos) << again.error().message;
  testkit::Sent sent;
  sent.method = "POST", sent.target = "/api/cases/" + id + "/documents?name=a", sent.body = "abd";
  sent.headers = {{"Content-Type", "application/octet-stream"}, {"Repr-Digest", "sha-256=:" + base64(Crypto(&testkit::openssl_crypto()).sha256("abc")) + ":"}};
  EXPECT_EQ(world.ask(sent).status, 422) << "what arrived is not what was sent";
  EXPECT_EQ(one("cases docs upload", {{"case", id}, {"file", file("")}}).error().code, Code::invalid_argument);
  EXPECT_EQ(one("cases docs upload", {{"case", id}, {"file", folder}}).error().message, "cannot upload '" + folder + "': it is a directory");
  EXPECT_EQ(one("cases docs upload", {{"case", id}, {"file", folder + "/none"}}).error().code, Code::not_found);
  EXPECT_EQ(one("cases get", {{"case", id}}).value().at("documents"), 1);
}

TEST_F(Cases, ReadingGoesOnWhereItStopped) {
  const auto id = text_in(created(), "id");
  const auto document = text_in(one("cases docs upload", {{"case", id}, {"file", file("x")}}).value(), "id");
  const auto path = "/api/cases/" + id + "/documents/" + document;
  const std::string begin = R"({"format":"pdf","extractor":"test/1","pages":3})";
  EXPECT_EQ(lines(path + "/pages", "{\"page\":1,\"text\":\"a\"}\n").status, 409) << "it has not begun";
  world.ask("POST", path + "/reading", begin);
  EXPECT_EQ(body_of(lines(path + "/pages", "{\"page\":1,\"text\":\"On March 3, 2026\"}\n{\"page\":2,\"text\":\"b\"}\n")).at("pagesRead"), 2);
  EXPECT_EQ(world.ask("POST", path + "/analysis").status, 409) << "page 3 is not there";
  EXPECT_EQ(body_of(world.ask("POST", path + "/reading", begin)).at("pagesRead"), 2) << "the same reader goes on";
  EXPECT_EQ(lines(path + "/pages", "{\"page\":5,\"text\":\"e\"}\n").status, 409) << "a page is left out";
  EXPECT_EQ(body_of(lines(path + "/pages", "{\"page\":2,\"text\":\"b\"}\n{\"page\":3,\"text\":\"c\"}\n")).at("pagesRead"), 3) << "what comes twice does no harm";
  EXPECT_EQ(body_of(world.ask("POST", path + "/analysis")).at("findings"), 1);
  EXPECT_EQ(body_of(world.ask("POST", path + "/reading", R"({"format":"pdf","extractor":"test/2","pages":3})")).at("pagesRead"), 0) << "another reader begins anew";
  const auto unreadable = body_of(world.ask("POST", path + "/reading", R"({"format":"none","extractor":"test/2","unreadable":"it is encrypted"})"));
  EXPECT_EQ(text_in(unreadable, "state"), "unreadable");
  EXPECT_EQ(text_in(unreadable, "reason"), "it is encrypted");
}

TEST_F(Cases, TextWithoutALetterIsSaidToBeScanned) {
  const auto id = text_in(created(), "id");
  const auto document = text_in(one("cases docs upload", {{"case", id}, {"file", file("x")}}).value(), "id");
  const auto path = "/api/cases/" + id + "/documents/" + document;
  world.ask("POST", path + "/reading", R"({"format":"pdf","extractor":"test/1","pages":2})");
  lines(path + "/pages", "{\"page\":1,\"text\":\"\"}\n{\"page\":2,\"text\":\" \\n\"}\n");
  const auto record = body_of(world.ask("POST", path + "/analysis"));
  EXPECT_EQ(text_in(record, "state"), "unreadable");
  EXPECT_EQ(text_in(record, "reason"), "there is no text on its 2 pages: it may be scanned");
}

TEST_F(Cases, WhatIsKnownIsLinkedAndDeadlinesAreCounted) {
  const auto id = text_in(created({{"jurisdiction", "FEDERAL"}, {"filed", "2026-11-02"}}), "id");
  EXPECT_EQ(change(id, R"({"servedDate":"2026-12-01","servedBy":"personal"})").status, 200);
  read(id, {"ACME CORP.,\nPlaintiff,\nv.\nBETA LLC,\nDefendant.\n", "Reply within 14 days after service of this motion. See Foo v. Bar, 1 U.S. 1, 2 (1982). Id. at 3."});
  const auto intel = body_of(world.ask("POST", "/api/cases/" + id + "/intel", "{}"));
  EXPECT_EQ(intel.at("counts").as_object().at("parties"), 2);
  EXPECT_EQ(intel.at("counts").as_object().at("citations"), 1) << "id. belongs to what it means";
  EXPECT_EQ(text_in(intel, "nextDeadline"), "2026-12-15");
  const auto& first = intel.at("deadlines").as_array().at(0).as_object();
  EXPECT_EQ(first.at("steps").as_array().size(), 15u) << "the day of the event and 14 days";
  EXPECT_EQ(text_in(first.at("place"), "name"), "filing.txt");
  EXPECT_EQ(first.at("place").as_object().at("page"), 2);
  EXPECT_EQ(text_in(intel.at("rules"), "id"), "frcp");
  const auto kept = world.ask("GET", "/api/cases/" + id + "/intel");
  EXPECT_EQ(body_of(kept).at("timeline"), intel.at("timeline"));
}

TEST_F(Cases, WithoutAJurisdictionNothingIsCountedSilently) {
  const auto id = text_in(created(), "id");
  EXPECT_EQ(change(id, R"({"servedDate":"2026-12-01"})").status, 200);
  read(id, {"Answer within 21 days after service."});
  const auto intel = body_of(world.ask("POST", "/api/cases/" + id + "/intel", "{}"));
  EXPECT_TRUE(intel.at("rules").is_null());
  const auto& deadline = intel.at("deadlines").as_array().at(0).as_object();
  EXPECT_EQ(text_in(deadline, "state"), "open");
  EXPECT_EQ(text_in(deadline, "why"), "No rules are known for the jurisdiction, and none are taken silently.");
  const auto by_rules = body_of(world.ask("POST", "/api/cases/" + id + "/intel", R"({"rules":"frcp"})"));
  EXPECT_EQ(text_in(by_rules, "nextDeadline"), "2026-12-22");
}

TEST_F(Cases, PagesAreFoundByTheirWords) {
  const auto id = text_in(created(), "id");
  read(id, {"The lease ends on March 3.", "Nothing of 100% here."});
  EXPECT_EQ(body_of(world.ask("GET", "/api/cases/" + id + "/pages?q=LEASE%20march")).at("pages").as_array().size(), 1u);
  EXPECT_EQ(body_of(world.ask("GET", "/api/cases/" + id + "/pages?q=100%25")).at("pages").as_array().size(), 1u);
  EXPECT_EQ(body_of(world.ask("GET", "/api/cases/" + id + "/pages?q=%25")).at("pages").as_array().size(), 1u) << "a percent sign is itself";
}

TEST_F(Cases, ATextIsAnalyzedWithoutBeingKept) {
  const auto answer = world.ask("POST", "/cases/document-analysis", R"({"documentContent":"Pay $1.5 million by March 3, 2026."})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(body_of(answer).at("analysis").as_object().at("findings").as_array().size(), 3u);
}

TEST_F(Cases, ADeadlineIsCountedOnTheCommandLine) {
  const auto days = world.run("cases deadline", {{"days", 21}, {"from", "2026-12-01"}, {"rules", "frcp"}, {"explain", true}}).value();
  EXPECT_EQ(days.size(), 23u);
  EXPECT_EQ(text_in(days.back(), "day"), "2026-12-22");
  EXPECT_EQ(world.run("cases deadline", {{"days", 21}, {"from", "soon"}, {"rules", "frcp"}}).error().message, "invalid value 'soon' for '--from': expected a day such as 2026-11-29");
}

}  // namespace
}  // namespace chittycases
