#include "watch.hpp"

#include <gtest/gtest.h>

#include <chitty/members.hpp>

namespace os {
namespace {

using namespace chitty;

json::array rows(std::initializer_list<std::pair<const char*, const char*>> all) {
  json::array made;
  for (const auto& [name, status] : all) made.push_back(json::object{{"name", name}, {"status", status}, {"durationMs", 7}});
  return made;
}

TEST(Watch, TellsAllAtFirstAndThenWhatChanged) {
  Watch watch;
  EXPECT_EQ(watch.since(rows({{"a", "ok"}, {"b", "ok"}}), 0).size(), 2u);
  EXPECT_EQ(watch.since(rows({{"a", "ok"}, {"b", "ok"}}), 2000).size(), 0u);
  const auto changed = watch.since(rows({{"a", "ok"}, {"b", "hanging"}}), 4000);
  ASSERT_EQ(changed.size(), 1u);
  EXPECT_EQ(text_in(changed[0], "name"), "b");
  EXPECT_EQ(text_in(changed[0], "at"), "1970-01-01T00:00:04.000Z");
}

TEST(Watch, WhatIsGoneIsSaidOnce) {
  Watch watch;
  watch.since(rows({{"a", "ok"}, {"b", "ok"}}), 0);
  const auto gone = watch.since(rows({{"a", "ok"}}), 1);
  ASSERT_EQ(gone.size(), 1u);
  EXPECT_EQ(text_in(gone[0], "status"), "gone");
  EXPECT_EQ(watch.since(rows({{"a", "ok"}}), 2).size(), 0u);
  EXPECT_EQ(watch.since(rows({{"a", "ok"}, {"b", "ok"}}), 3).size(), 1u);
}

TEST(Watch, WhoChangesAllTheTimeIsFlapping) {
  Watch watch;
  std::string last;
  for (int i = 0; i < 4; ++i)
    for (const auto& row : watch.since(rows({{"a", i % 2 ? "unreachable" : "ok"}}), i)) last = text_in(row, "status");
  EXPECT_EQ(last, "flapping");
  for (int i = 4; i < 20; ++i)
    for (const auto& row : watch.since(rows({{"a", "ok"}}), i)) last = text_in(row, "status");
  EXPECT_EQ(last, "ok") << "until it has kept still for a while";
}

}  // namespace
}  // namespace os
