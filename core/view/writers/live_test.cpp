#include "view/testing.hpp"

#include <gtest/gtest.h>

namespace chitty::host {
namespace {

View of_services() {
  View view{ViewKind::stream, {{"Service", "/name"}, {"Status", "/status"}}};
  view.columns.front().as = Column::As::key;
  return view;
}

json::value row(const char* name, const char* status) { return json::object{{"name", name}, {"status", status}}; }

TEST(Live, ARecordTakesThePlaceOfTheEarlierOne) {
  FakeTerminal fake;
  auto terminal = fake.terminal(true);
  terminal.height = 24;
  auto writer = make_writer(of_services(), {}, terminal).value();
  ASSERT_TRUE(writer->record(row("a", "ok")));
  ASSERT_TRUE(writer->record(row("b", "ok")));
  ASSERT_TRUE(writer->flush());
  const auto first = fake.out.size();
  ASSERT_TRUE(writer->record(row("b", "down")));
  ASSERT_TRUE(writer->flush());
  EXPECT_EQ(fake.out.substr(first), "\x1b[3A\rService  Status\x1b[K\na        ok\x1b[K\nb        down\x1b[K\n\x1b[J");
  const auto second = fake.out.size();
  ASSERT_TRUE(writer->flush());
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(fake.out.size(), second) << "nothing has changed, nothing is drawn";
}

TEST(Live, ManyChangesAtOnceAreFewDrawings) {
  FakeTerminal fake;
  auto terminal = fake.terminal(true);
  terminal.height = 24;
  auto writer = make_writer(of_services(), {}, terminal).value();
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(writer->record(row("a", i % 2 ? "ok" : "down")));
  ASSERT_TRUE(writer->finish());
  EXPECT_LT(fake.writes, 100u);
}

TEST(Live, MoreThanTheTerminalHasLinesAreCounted) {
  FakeTerminal fake;
  auto terminal = fake.terminal(true);
  terminal.height = 6;
  auto writer = make_writer(of_services(), {}, terminal).value();
  for (const auto* name : {"a", "b", "c", "d", "e"}) ASSERT_TRUE(writer->record(row(name, "ok")));
  ASSERT_TRUE(writer->finish());
  EXPECT_NE(fake.out.find("and 2 more"), std::string::npos) << fake.out;
}

TEST(Live, ATerminalThatCannotBeDrawnOnGetsALineForEachRecord) {
  FakeTerminal fake;
  auto writer = make_writer(of_services(), {}, fake.terminal(true)).value();
  ASSERT_TRUE(writer->record(row("a", "ok")));
  ASSERT_TRUE(writer->record(row("a", "down")));
  ASSERT_TRUE(writer->finish());
  EXPECT_EQ(fake.out, "a  ok\na  down\n");
  EXPECT_EQ(shown(of_services(), {}, R"([{"name":"a","status":"ok"},{"name":"a","status":"down"}])").out, "a\tok\na\tdown\n");
}

}  // namespace
}  // namespace chitty::host
