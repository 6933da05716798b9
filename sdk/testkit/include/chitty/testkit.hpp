// The testkit: a fake host, to test a plugin without chitty, without a network and without waiting.
//
//     testkit::Plugin plugin = testkit::Plugin::open("hello.so").value();
//     testkit::FakeHost host;
//     host.replies.on("POST", "/greetings").answer(201, {{"id", 7}});
//     auto done = plugin.run(host, "hello send", {{"name", "Ada"}});
//     // done.has_value(), host.records, host.requests, host.complaints().empty()
//
// Header-only, C++20 over Boost.JSON; for any test framework, or none. One FakeHost is one call, and is used by one
// thread. Nothing here throws but the `value()` of a Result.
#ifndef CHITTY_TESTKIT_HPP
#define CHITTY_TESTKIT_HPP

#include <chitty/testkit/fake_host.hpp>
#include <chitty/testkit/plugin.hpp>

#endif  // CHITTY_TESTKIT_HPP
