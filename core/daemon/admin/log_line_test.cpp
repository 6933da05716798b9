#include "daemon/admin/log_file.hpp"
#include "daemon/admin/log_line.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <unistd.h>

namespace chitty::host::daemon {
namespace {

namespace fs = std::filesystem;

TEST(LogLine, RequestsAndWords) {
  const auto request = request_record(R"({"time":"T","id":"r","method":"GET","path":"/x","service":"acme","caller":"ada","status":404,"durationUs":1500,"daemon":"d","seq":7})");
  ASSERT_TRUE(request);
  EXPECT_EQ(request->at("message"), "GET /x 404");
  EXPECT_EQ(request->at("level"), "warn");
  const auto words = log_record("2026-11-30T03:10:16.586Z info [12] acme: 7 migrations applied");
  ASSERT_TRUE(words);
  EXPECT_EQ(words->at("service"), "acme");
  EXPECT_EQ(words->at("message"), "acme: 7 migrations applied");
  EXPECT_EQ(log_record("2026-11-30T03:10:16.586Z error [12] ready")->at("service"), "chittyd");
  EXPECT_FALSE(request_record("{\"time\":"));
  EXPECT_FALSE(log_record("nothing"));
  EXPECT_TRUE((LogFilter{"acme", "GET", true}.wants(*request)));
  EXPECT_FALSE((LogFilter{"", "", true}.wants(*words)));
  EXPECT_FALSE((LogFilter{"bolt", "", false}.wants(*words)));
}

TEST(LogLine, AGapIsSeen) {
  GapWatch gaps;
  const auto lost = [&](const char* daemon, int seq) { return gaps.lost_before({{"daemon", daemon}, {"seq", seq}}); };
  EXPECT_EQ(lost("a", 5), 0);
  EXPECT_EQ(lost("a", 6), 0);
  EXPECT_EQ(lost("a", 9), 2);
  EXPECT_EQ(lost("b", 1), 0);
  EXPECT_EQ(lost("c", 3), 2);  // its first two never came
  EXPECT_EQ(gaps.lost_before({{"message", "words"}}), 0);
}

TEST(LogFileTest, EveryLineOnceThroughARotation) {
  const auto folder = fs::temp_directory_path() / ("log-file-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const auto path = folder / "log";
  const auto add = [&](const std::string& text) { std::ofstream(path, std::ios::app) << text; };
  std::string told;
  LogFile file(path, 1000);
  const auto read = [&] {
    told.clear();
    file.read([&](std::string_view line) { told.append(line).append(";"); });
    return told;
  };
  EXPECT_EQ(read(), "");
  add("a\nb");
  EXPECT_EQ(read(), "a;");
  add("c\n");
  EXPECT_EQ(read(), "bc;");
  add("d\n");
  fs::rename(path, path.string() + ".1");
  add("e\n");
  EXPECT_EQ(read(), "d;e;");
  told.clear();
  LogFile later(path, 4);  // two lines before the end: the second half of d, and e
  later.read([&](std::string_view line) { told.append(line).append(";"); });
  EXPECT_TRUE(told.ends_with("e;")) << told;
  fs::remove_all(folder);
}

}  // namespace
}  // namespace chitty::host::daemon
