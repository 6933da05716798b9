#include "view/reading.hpp"

#include "view/cells.hpp"
#include "view/testing.hpp"

#include <gtest/gtest.h>

namespace chitty::host {
namespace {

constexpr std::int64_t now = 1'795'959'600'000;  // 2026-11-29T13:40:00Z
constexpr std::int64_t hour = 3'600'000;

FakeTerminal on_terminal(const View& view, std::string_view records, int width = 80, bool colour = false) {
  FakeTerminal fake;
  auto terminal = fake.terminal(true, width);
  terminal.now_ms = now;
  terminal.colour = colour;
  auto writer = make_writer(view, {}, terminal);
  const json::value parsed = json::parse(records);
  for (const auto& record : parsed.as_array()) EXPECT_TRUE((*writer)->record(record));
  EXPECT_TRUE((*writer)->finish());
  return fake;
}

TEST(Reading, ADistanceIsItsLargestWholeUnit) {
  EXPECT_EQ(distance_text(now - 500, now), "just now");
  EXPECT_EQ(distance_text(now - 59'000, now), "59 seconds ago");
  EXPECT_EQ(distance_text(now - 60'000, now), "1 minute ago");
  EXPECT_EQ(distance_text(now + 26 * hour, now), "in 1 day");
  EXPECT_EQ(distance_text(now + 30 * 24 * hour - 1000, now), "in 30 days");
  EXPECT_EQ(distance_text(now + 30 * 24 * hour, now), "in 30 days");
  EXPECT_EQ(distance_text(now - 800 * 24 * hour, now), "2 years ago");
}

const View list{ViewKind::list, {{"ID", "/id"}, {"Status", "/status"}, {"Scopes", "/scopes"}, {"Created", "/created_at"}}};
constexpr std::string_view token = R"([{"id":"t1","status":"active","scopes":["a:read","b:*"],"created_at":"2026-11-29T13:37:00Z"}])";

TEST(Reading, ATableOnATerminalIsForReading) {
  EXPECT_EQ(on_terminal(list, token).out, "ID  Status  Scopes       Created\nt1  active  a:read, b:*  3m ago\n");
  EXPECT_NE(on_terminal(list, token, 80, true).out.find("\x1b[32mactive\x1b[0m"), std::string::npos);
}

TEST(Reading, ATableHasLittleRoom) {
  EXPECT_EQ(short_distance_text(now - 51'000, now), "51s ago");
  EXPECT_EQ(short_distance_text(now + 30 * 24 * hour, now), "in 30d");
  const View keys{ViewKind::list, {{"Status", "/status"}, {"In use", "/inUse"}, {"Key", "/kid"}}};
  const auto told = on_terminal(keys, R"([{"status":"active","inUse":true,"kid":"did:chitty:03-1-USA-0001-A-2611-0-47#2026-11"},
      {"status":"retired","inUse":false,"kid":"did:chitty:03-1-USA-0001-A-2611-0-47#2025-11"}])",
                                40);
  EXPECT_EQ(told.out, "Status   In use  Key\nactive   *       did:chitty:…-47#2026-11\nretired          did:chitty:…-47#2025-11\n");
}

TEST(Reading, AColumnThatNobodyHasTakesNoRoom) {
  const View jobs{ViewKind::list, {{"Name", "/name"}, {"Problem", "/problem"}, {"Status", "/status"}}};
  EXPECT_EQ(on_terminal(jobs, R"([{"name":"a","status":"ok"},{"name":"b","status":"ok"}])").out, "Name  Status\na     ok\nb     ok\n");
  EXPECT_EQ(on_terminal(jobs, R"([{"name":"a","status":"ok"},{"name":"b","problem":"none","status":"ok"}])").out,
            "Name  Problem  Status\na              ok\nb     none     ok\n");
  EXPECT_EQ(shown(jobs, {}, R"([{"name":"a","status":"ok"}])").out, "a\t\tok\n") << "a pipe has all of them, always";
}

TEST(Reading, AValueHasTwelveColumnsBeforeItsKeyIsWhole) {
  const View settings{ViewKind::list, {{"Key", "/key"}, {"Value", "/value"}}};
  EXPECT_EQ(on_terminal(settings, R"([{"key":"chittyos.accounts.ada.expiresAt","value":"https://acme.example"}])", 40).out,
            "Key                  Value\nchittyos.…expiresAt  https://acme.examp…\n");
}

TEST(Reading, AKeyThatLeavesNoRoomForItsValueIsCut) {
  const View settings{ViewKind::list, {{"Key", "/key"}, {"Value", "/value"}, {"From", "/from"}}};
  const auto told = on_terminal(settings, R"([{"key":"chittyos.accounts.somebody.token","value":"file:/data/owner.token","from":"/x/config.json"}])", 30);
  EXPECT_NE(told.out.find("Value"), std::string::npos) << told.out;
  EXPECT_NE(told.err.find("From"), std::string::npos) << told.err;
}

const View aged{ViewKind::list, {{"ID", "/id"}, Column{.title = "Age", .pointer = "/created_at", .as = Column::As::age}}};

TEST(Reading, AnAgeIsForATerminal) {
  EXPECT_EQ(on_terminal(aged, token).out, "ID  Age\nt1  3m\n");
  EXPECT_EQ(shown(aged, {}, token).out, "t1\t2026-11-29T13:37:00Z\n");
  EXPECT_EQ(shown(aged, {Format::csv, "", false}, token).out, "ID,Age\r\nt1,2026-11-29T13:37:00Z\r\n");
  EXPECT_EQ(shown({ViewKind::object, aged.columns}, {}, token).out, "ID\tt1\nAge\t2026-11-29T13:37:00Z\n");
  EXPECT_EQ(shown({ViewKind::stream, aged.columns}, {}, token).out, "t1\t2026-11-29T13:37:00Z\n");
}

TEST(Reading, BytesAreToldInTheirLargestUnit) {
  const auto told = [](std::int64_t count) { return bytes_of(json::value(count)); };
  EXPECT_EQ(told(0), "0 B");
  EXPECT_EQ(told(1023), "1023 B");
  EXPECT_EQ(told(1024), "1 KiB");
  EXPECT_EQ(told(1536), "1.5 KiB");
  EXPECT_EQ(told(33554432), "32 MiB");
  EXPECT_EQ(told(1024 * 1024 - 1), "1 MiB");
  EXPECT_EQ(told(INT64_MAX), "8 EiB");
  EXPECT_EQ(bytes_of(json::value("many")), "");
}

TEST(Reading, BytesAreForATerminalAndNumbersForPrograms) {
  const View quotas{ViewKind::list, {{"Kind", "/kind"}, Column{.title = "Most", .pointer = "/most", .unit = "/kind"}}};
  constexpr std::string_view rows = R"([{"kind":"bytes","most":33554432},{"kind":"tokens","most":500},{"kind":"bytes","most":null}])";
  EXPECT_EQ(on_terminal(quotas, rows).out, "Kind      Most\nbytes   32 MiB\ntokens     500\nbytes\n");
  EXPECT_EQ(shown(quotas, {}, rows).out, "bytes\t33554432\ntokens\t500\nbytes\t\n");
  EXPECT_NE(shown(quotas, {Format::json, "", false}, rows, true).out.find("33554432"), std::string::npos);
  const View file{ViewKind::object, {Column{.title = "Size", .pointer = "/size", .unit = "bytes"}}};
  EXPECT_EQ(on_terminal(file, R"([{"size":1536}])").out, "Size  1.5 KiB\n");
}

TEST(Reading, APipeGetsTheTimeItself) {
  EXPECT_EQ(shown(list, {}, token).out, "t1\tactive\ta:read,b:*\t2026-11-29T13:37:00Z\n");
}

TEST(Reading, AnObjectSaysBoth) {
  const View object{ViewKind::object, {{"Created", "/created_at"}}};
  EXPECT_EQ(on_terminal(object, token).out, "Created  2026-11-29T13:37:00Z (3 minutes ago)\n");
}

TEST(Reading, ADateOrAWordStays) {
  for (const char* text : {"2026-11-23", "2026-11-23T99:00:00Z", "yesterday"}) {
    const json::value cell{text};
    EXPECT_EQ(table_text(&cell, now), text);
  }
}

TEST(Reading, ARecordThatNoColumnShowsHasNoRow) {
  constexpr std::string_view refused = R"([{"line":2,"success":false}])";
  EXPECT_EQ(shown(list, {}, refused).out, "");
  EXPECT_EQ(on_terminal(list, refused).out, "ID  Status  Scopes  Created\n");
  EXPECT_NE(shown(list, as(Format::ndjson), refused).out, "");
}

TEST(Reading, AnIdStaysWholeWhereverItStands) {
  const View named{ViewKind::list, {{"Kind", "/kind"}, {"Note", "/note"}, {"ID", "/tokenId"}}};
  const auto told = on_terminal(named, R"([{"kind":"access","note":"a note that is rather long for so narrow a terminal","tokenId":"019ab2c4-0000-7000-8000-000000000000"}])", 60);
  EXPECT_NE(told.out.find("019ab2c4-0000-7000-8000-000000000000"), std::string::npos) << told.out;
}

}  // namespace
}  // namespace chitty::host
