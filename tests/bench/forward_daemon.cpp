// The server of chittyd with routes and no services, for measuring: forward_daemon ROUTES.json [THREADS]. Prints its port; ends with its input.
#include "daemon/serve/listener.hpp"
#include "local/listening_socket.hpp"
#include "local/owner_token.hpp"

#include <boost/json/parse.hpp>

#include <cstdio>
#include <cstdlib>
#include <unistd.h>

using namespace chitty::host;
using namespace chitty::host::daemon;

int main(int count, char** words) {
  if (count < 2) return 2;
  std::string name = (std::filesystem::temp_directory_path() / "forward-daemon-XXXXXX").string();
  const std::filesystem::path folder = ::mkdtemp(name.data());
  const auto token = keep_owner_token(folder / "owner.token");
  auto store = Store::open("sqlite:" + (folder / "bench.db").string());
  auto listening = open_listener("127.0.0.1", 0);
  const auto text = read_file(words[1]);
  if (!token || !store || !listening || !text) return 1;
  const auto routes = RouteTable::parse(boost::json::parse(*text).as_array());
  if (!routes) return std::fprintf(stderr, "%s\n", routes.error().message.c_str()), 2;
  const Blobs blobs("/nonexistent");
  const ServiceWorld world{**store, blobs};
  const std::vector<std::unique_ptr<HostedService>> services;
  OwnerTokenCheck tokens(folder / "owner.token");
  Limiter limiter;
  AccessLog access(folder / "access.ndjson");
  const auto port = bound_port(listening->get());
  Dispatcher dispatcher({services, world, tokens, HostCheck(port, false), limiter, nullptr, &access, nullptr, nullptr, false});
  dispatcher.set_routes(*routes);
  Listener::Plan plan;
  if (count > 2) plan.threads = static_cast<unsigned>(std::atoi(words[2]));
  plan.on_failure = [](std::string_view what) { std::fprintf(stderr, "%s\n", std::string(what).c_str()); };
  plan.on_tick = [&] { access.flush(); };
  {
    Listener listener(dispatcher, std::move(plan));
    listener.start({listening->release()});
    std::printf("%u\n", port);
    std::fflush(stdout);
    char piece[64];
    while (::read(0, piece, sizeof piece) > 0) {
    }
    listener.stop(std::chrono::milliseconds(500));
  }
  std::filesystem::remove_all(folder);
}
