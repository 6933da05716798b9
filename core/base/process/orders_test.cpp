#include "base/process/orders.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/process/pipe.hpp"

namespace chitty::host {
namespace {

struct Orders : ::testing::Test {
  void SetUp() override {
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    ours = Fd(ends[0]), theirs = Fd(ends[1]);
  }
  Fd ours, theirs;
  const Fd nothing{::open("/dev/null", O_RDWR | O_CLOEXEC)};
  std::array<int, 3> streams() const { return {nothing.get(), nothing.get(), nothing.get()}; }
};

TEST_F(Orders, WordsAndStreamsArrive) {
  auto pipe = Pipe::make().value();
  ASSERT_TRUE(give_order(ours.get(), {"chitty", "", "two words\n"}, {nothing.get(), pipe.write.get(), nothing.get()}));
  pipe.write = Fd();
  auto order = next_order(theirs.get());
  ASSERT_TRUE(order);
  EXPECT_EQ(order->words, (std::vector<std::string>{"chitty", "", "two words\n"}));
  EXPECT_EQ(::fcntl(order->streams[1].get(), F_GETFD), FD_CLOEXEC);
  ASSERT_TRUE(write_all(order->streams[1].get(), "said"));
  order.reset();
  char read[8];
  EXPECT_EQ(::read(pipe.read.get(), read, sizeof read), 4);
  EXPECT_EQ(::read(pipe.read.get(), read, sizeof read), 0) << "nobody else holds its end";
}

TEST_F(Orders, AnAnswerIsThereOnceItIsGiven) {
  EXPECT_FALSE(answer_now(ours.get()));
  ASSERT_TRUE(answer_order(theirs.get(), {OrderAnswer::Kind::last, 130}));
  theirs = Fd();
  const auto answer = answer_now(ours.get());
  ASSERT_TRUE(answer) << "also when whoever gave it has gone";
  EXPECT_EQ(answer->kind, OrderAnswer::Kind::last);
  EXPECT_EQ(answer->exit_code, 130);
  EXPECT_FALSE(answer_now(ours.get()));
}

TEST_F(Orders, WhatIsTooLongOrForNobodyIsNotGiven) {
  EXPECT_FALSE(give_order(ours.get(), {"chitty", std::string(70'000, 'x')}, streams()));
  EXPECT_TRUE(give_order(ours.get(), {"chitty", std::string(60'000, 'x')}, streams()));
  theirs = Fd();
  EXPECT_FALSE(give_order(ours.get(), {"chitty"}, streams()));
}

TEST_F(Orders, ThereAreNoMoreWhenTheOtherEndIsGone) {
  ASSERT_TRUE(give_order(ours.get(), {"chitty"}, streams()));
  ours = Fd();
  EXPECT_TRUE(next_order(theirs.get()));
  EXPECT_FALSE(next_order(theirs.get()));
}

TEST_F(Orders, AMessageWithoutStreamsIsNone) {
  ASSERT_EQ(::send(ours.get(), "chitty", 7, 0), 7);
  EXPECT_FALSE(next_order(theirs.get()));
}

}  // namespace
}  // namespace chitty::host
