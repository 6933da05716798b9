#include "daemon/watch/thread_pool.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <future>

namespace chitty::host::daemon {
namespace {

using namespace std::chrono_literals;

struct ThreadPoolTest : testing::Test {
  ThreadPoolTest() : pool(io, plan()) { pool.start(); }
  ~ThreadPoolTest() override {
    release.set_value();
    io.stop();
    pool.join();
  }

  ThreadPool::Plan plan() {
    ThreadPool::Plan plan;
    plan.base = 1;
    plan.patience = 50ms;
    plan.on_failure = [this](std::string_view what) { failures.emplace_back(what); };
    return plan;
  }

  // Whether work that comes now is done within `time`.
  bool answers(std::chrono::milliseconds time) {
    auto done = std::make_shared<std::promise<void>>();
    boost::asio::post(io, [done] { done->set_value(); });
    return done->get_future().wait_for(time) == std::future_status::ready;
  }
  // A thread that does this, from now on.
  void occupy(std::function<void()> work) {
    auto begun = std::make_shared<std::promise<void>>();
    boost::asio::post(io, [begun, work] {
      begun->set_value();
      work();
    });
    begun->get_future().wait();
  }

  std::vector<std::string> failures;
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  boost::asio::io_context io;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> open{io.get_executor()};
  ThreadPool pool;
};

TEST_F(ThreadPoolTest, ItSaysWhenFewThreadsAreLeft) {
  const auto few = [this] {
    std::promise<bool> told;
    boost::asio::post(io, [&] { told.set_value(ThreadPool::few_left()); });
    return told.get_future().get();
  };
  EXPECT_FALSE(few());
  for (int i = 0; i < 240; ++i)
    occupy([this] {
      const ThreadPool::Blocking blocking;
      released.wait();
    });
  EXPECT_TRUE(few());
  EXPECT_FALSE(ThreadPool::few_left());  // this thread is none of the crew's
}

TEST_F(ThreadPoolTest, WhoWaitsHoldsNobodyUp) {
  for (int i = 0; i < 3; ++i)
    occupy([this] {
      const ThreadPool::Blocking blocking;
      released.wait();
    });
  EXPECT_TRUE(answers(5s));
  EXPECT_EQ(pool.threads(), 4u);
}

TEST_F(ThreadPoolTest, AStandInStaysAsLongAsItIsNeededThoughItHadNothingToDo) {
  occupy([this] {
    const ThreadPool::Blocking blocking;
    released.wait();
  });
  std::this_thread::sleep_for(300ms);
  EXPECT_TRUE(answers(5s));
  EXPECT_EQ(pool.threads(), 2u);
}

TEST_F(ThreadPoolTest, AStandInLeavesWhenItIsNotNeededAnyMore) {
  std::promise<void> enough;
  occupy([wait = enough.get_future().share()] {
    const ThreadPool::Blocking blocking;
    wait.wait();
  });
  ASSERT_TRUE(answers(5s));
  enough.set_value();
  for (int i = 0; i < 500 && pool.threads() > 1; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_EQ(pool.threads(), 1u);
  EXPECT_TRUE(answers(5s));
}

TEST_F(ThreadPoolTest, WhoComputesWithoutSayingSoIsFoundByTheClock) {
  occupy([this] {
    const ThreadPool::Working working;
    released.wait();
  });
  EXPECT_FALSE(answers(30ms));
  std::this_thread::sleep_for(100ms);
  pool.tick();
  EXPECT_TRUE(answers(5s));
}

TEST_F(ThreadPoolTest, AnExceptionIsToldAndEndsNothing) {
  boost::asio::post(io, [] { throw std::runtime_error("out of a handler"); });
  EXPECT_TRUE(answers(5s));
  EXPECT_EQ(failures, std::vector<std::string>{"out of a handler"});
}

}  // namespace
}  // namespace chitty::host::daemon
