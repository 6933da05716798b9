// The rules of handlers: text, errors, ownership, threads, cancellation.
#include <thread>

#include "zoo.hpp"

namespace chitty {
namespace {

testkit::Plugin opened(const std::string& name, const std::string& plugin = {}) {
  return testkit::Plugin::open(zoo_file(name, plugin)).value();
}

TEST(Abi, ABI_12_RepliesAreReleasedAlsoWhenReadingFails) {
  const auto plugin = testkit::Plugin::open(KEPT).value();
  for (const std::size_t cut : {0u, 3u, 99u}) {
    testkit::FakeHost host;
    host.replies.on("GET", "/kept").cut_after(cut).answer(200, {{"n", 1}});
    EXPECT_EQ(plugin.run(host, "kept fetch").has_value(), cut == 99u);
    EXPECT_TRUE(host.complaints().empty());
  }
}

TEST(Abi, ABI_13_WhatWasBorrowedIsNotKept) {
  for (const auto& [name, file] : {std::pair("zoo", "good-c"), std::pair("zoo-cpp", "good-cpp")}) {
    const auto plugin = opened(file, name);
    testkit::FakeHost host;
    std::string text = R"({"n":1})", path = std::string(name) + " echo";
    ASSERT_TRUE(plugin.run_text(host, path, text));
    text.assign(text.size(), 'x'), path.assign(path.size(), 'x');
    EXPECT_EQ(json::serialize(host.records), R"([{"n":1}])");
    EXPECT_TRUE(plugin.run(host, std::string(name) + " echo"));
  }
}

TEST(Abi, ABI_14_TextIsPointerAndLength) {
  const auto plugin = opened("good-cpp", "zoo-cpp");
  testkit::FakeHost host;
  // Not ended by a zero, with a zero inside, empty.
  const std::string_view all = "zoo-cpp echo AND MORE";
  ASSERT_TRUE(plugin.run_text(host, all.substr(0, 12), std::string_view(R"({"a":"b\u0000c"}})", 16)));
  EXPECT_EQ(host.records.at(0).at("a").as_string().size(), 3u);
  ASSERT_TRUE(plugin.run_text(host, "zoo-cpp echo", ""));
  EXPECT_EQ(host.records.at(1), json::value(json::object()));
}

TEST(Abi, ABI_14_InvalidUtf8IsAnArgumentError) {
  testkit::FakeHost host;
  EXPECT_EQ(opened("good-cpp", "zoo-cpp").run_text(host, "zoo-cpp echo", "{\"a\":\"\xc3\x28\"}").error().code,
            Code::invalid_argument);
  EXPECT_EQ(opened("bad-utf8").run(host, "bad-utf8 echo").error().code, Code::invalid_argument);
  EXPECT_EQ(host.complaints().size(), 1u);
  EXPECT_TRUE(host.records.empty());
}

TEST(Abi, ABI_15_ValuesHaveLimits) {
  testkit::FakeHost host;
  EXPECT_EQ(opened("deep-record").run(host, "deep-record echo").error().code, Code::invalid_argument);
  opened("bad-record").run(host, "bad-record echo");
  EXPECT_TRUE(host.records.empty());
  EXPECT_EQ(host.complaints().size(), 2u);
  const std::string large(1 << 20, 'x');
  ASSERT_TRUE(opened("good-cpp", "zoo-cpp").run(host, "zoo-cpp echo", {{"a", large}}));
  EXPECT_EQ(host.records.at(0).at("a").as_string().size(), large.size());
}

TEST(Abi, ABI_15_ArgumentsThatAreNotAnObjectAreRefused) {
  testkit::FakeHost host;
  for (const std::string_view text : {"[]", "null", "{", "{}{}", "7", "\"x\"", "{\"a\":}"})
    EXPECT_EQ(opened("good-cpp", "zoo-cpp").run_text(host, "zoo-cpp echo", text).error().code, Code::invalid_argument)
        << text;
  EXPECT_TRUE(host.records.empty());
}

TEST(Abi, ABI_16_ASinkThatWantsNoMoreEndsTheList) {
  for (const auto& file : good_files()) {
    const auto* commands =
        static_cast<const chitty_commands*>(testkit::Plugin::open(file).value().extension(CHITTY_EXT_COMMANDS));
    int writes = 0;
    auto refuse = [&](std::string_view) -> chitty_status { return ++writes, CHITTY_CANCELLED; };
    const auto sink = abi::sink_to_function(refuse);
    EXPECT_EQ(commands->list(&sink), CHITTY_CANCELLED) << file;
    EXPECT_EQ(writes, 1) << file;
  }
}

TEST(Abi, ABI_17_TheErrorMayBeNullAndSuccessLeavesItAlone) {
  const auto plugin = testkit::Plugin::open(KEPT).value();
  const auto* commands = static_cast<const chitty_commands*>(plugin.extension(CHITTY_EXT_COMMANDS));
  testkit::FakeHost host;
  const auto fail = abi::borrow("kept fail"), echo = abi::borrow("kept echo"), none = abi::borrow("{}");
  EXPECT_EQ(commands->invoke(nullptr, host.as_call(), &fail, &none, nullptr), CHITTY_CONFLICT);

  abi::ErrorSlot untouched;
  EXPECT_EQ(commands->invoke(nullptr, host.as_call(), &echo, &none, untouched.get()), CHITTY_OK);
  EXPECT_EQ(untouched.get()->code, CHITTY_OK);
  EXPECT_EQ(untouched.get()->release, nullptr);
}

TEST(Abi, ABI_17_TheFirstErrorWinsAndIsReleasedOnce) {
  abi::ErrorSlot slot;
  abi::fill(slot.get(), make_error(Code::not_found, "first"));
  abi::fill(slot.get(), make_error(Code::conflict, "second"));
  EXPECT_EQ(slot.take(CHITTY_CONFLICT).message, "first");
  slot.get()->release(slot.get());
  EXPECT_EQ(slot.get()->release, nullptr);
  EXPECT_EQ(slot.get()->message.ptr, nullptr);

  testkit::FakeHost host;
  const auto kept = testkit::Plugin::open(KEPT).value().run(host, "kept fail");
  EXPECT_EQ(kept.error().message, "This is what was kept");
}

TEST(Abi, ABI_18_AnExceptionBecomesPluginFaultWithItsWords) {
  testkit::FakeHost host;
  const auto done = opened("throws-inside").run(host, "throws-inside echo");
  EXPECT_EQ(done.error().code, Code::plugin_fault);
  EXPECT_NE(done.error().message.find("a fuse has blown"), std::string::npos);
}

TEST(Abi, ABI_21_CallsRunBesideEachOther) {
  const auto plugin = opened("good-cpp", "zoo-cpp");
  std::vector<std::thread> threads;
  std::atomic<int> right{0};
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        testkit::FakeHost host;
        const bool ran = plugin.run(host, "zoo-cpp echo", {{"n", t * 1000 + i}}).has_value();
        right += ran && host.records.at(0).at("n") == t * 1000 + i;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 800);
}

TEST(Abi, ABI_22_CancellationIsPolledAndHandedOn) {
  const auto plugin = opened("polls");
  for (const std::uint64_t poll : {1u, 2u, 50u}) {
    testkit::FakeHost host;
    host.cancel_at_poll = poll;
    EXPECT_EQ(plugin.run(host, "polls echo").error().code, Code::cancelled);
    EXPECT_LE(host.polls, poll + 1);
  }
}

TEST(Abi, ABI_10_AFailureOfEachHostFunctionIsHandedOn) {
  const auto plugin = testkit::Plugin::open(KEPT).value();
  std::uint64_t n = 1;
  for (; n < 20; ++n) {
    testkit::FakeHost host;
    host.replies.on("GET", "/kept").answer(200, {{"n", 1}});
    host.fail_at_call = n;
    const auto done = plugin.run(host, "kept fetch");
    EXPECT_EQ(host.open_responses, 0) << n;
    if (host.fallible_calls < n) break;
    EXPECT_EQ(done.error().code, Code::host_fault) << n;
  }
  EXPECT_EQ(n, 5u);  // send, read, read (the end), record
}

TEST(Abi, ABI_28_TheKeptPluginStillRuns) {
  const auto plugin = testkit::Plugin::open(KEPT).value();
  testkit::FakeHost host;
  ASSERT_TRUE(plugin.run(host, "kept echo", {{"words", json::array{"a"}}}));
  EXPECT_EQ(json::serialize(host.records), R"([{"words":["a"]}])");
  host.incoming = {.handler = "kept", .path = "/kept"};
  const auto answer = plugin.handle(host);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, R"({"kept":true})");
  EXPECT_TRUE(host.complaints().empty());
}

}  // namespace
}  // namespace chitty
