// Tables that change under load: each request is answered once, and by whom it was meant for.
#include "daemon/forward/testing/forward_fixture.hpp"

namespace chitty::host::daemon {
namespace {

TEST_F(ForwardTest, NoRequestIsLostOrMisledWhileTablesChange) {
  const auto named = [](std::string name) {
    return [name](BackendSide& side, int) {
      for (auto head = side.head(); !head.empty(); head = side.head()) side.reply(name + head.substr(3, head.find(" HTTP/") - 3));
    };
  };
  ScriptedBackend outer(named("outer")), inner(named("inner"));
  const std::string common = R"("public":true,"allowPrivate":true,"keepPrefix":true,"url":")";
  const std::string one = R"({"id":"outer","prefix":"/x",)" + common + outer.url() + "\"}", two = R"({"id":"inner","prefix":"/x/y",)" + common + inner.url() + "\"}";
  const auto both = RouteTable::parse(json::parse("[" + one + "," + two + "]").as_array()).value(), only = RouteTable::parse(json::parse("[" + one + "]").as_array()).value();
  dispatcher_->set_routes(both);
  std::atomic<int> answered{0}, by_outer{0}, by_inner{0}, wrong{0};
  std::vector<std::thread> clients;
  for (int client = 0; client < 4; ++client)
    clients.emplace_back([&, client] {
      const Fd fd = connect();
      for (int i = 0; i < 300; ++i) {
        const std::string path = (i % 2 ? "/x/y/" : "/x/z/") + std::to_string(client) + "-" + std::to_string(i);
        say(fd, "GET " + path + " HTTP/1.1\r\n" + host() + "\r\n");
        std::string reply = hear(fd, path);
        ++answered;
        if (reply.ends_with("\r\n\r\nouter " + path)) ++by_outer;
        else if (i % 2 && reply.ends_with("\r\n\r\ninner " + path)) ++by_inner;
        else ++wrong, ADD_FAILURE() << path << ": " << reply;
      }
    });
  for (int i = 0; answered < 1150 && i < 20'000; ++i) {
    dispatcher_->set_routes(i % 2 ? both : only);
    std::this_thread::sleep_for(std::chrono::microseconds(500));
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(answered, 1200);
  EXPECT_EQ(by_outer + by_inner, 1200);
  EXPECT_EQ(wrong, 0);
  EXPECT_GE(by_outer, 600);
}

}  // namespace
}  // namespace chitty::host::daemon
