// The server in this process, with a service whose handlers are named by what they do, spoken to by raw sockets.
#pragma once

#include "daemon/blobs/folder_blobs.hpp"
#include "daemon/host/host_tables.hpp"
#include "daemon/serve/listener.hpp"
#include "daemon/tls/testing/certificates.hpp"
#include "local/listening_socket.hpp"
#include "local/owner_token.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>

namespace chitty::host::daemon {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

inline constexpr std::uint64_t limit = 1000;

// A service whose handlers are named by what they do.
inline chitty_status handle(chitty_instance*, chitty_call* call, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto& exchange = exchange_table();
    const auto* info = exchange.info(call);
    const auto handler = abi::view(info->handler);
    const auto none = abi::borrow("");
    if (handler == "echo") {
      if (auto status = exchange.begin(call, 200, &none, UINT64_MAX, error)) return status;
      char piece[8192];
      for (uint64_t got = 1; got > 0;) {
        if (auto status = exchange.read(call, piece, sizeof piece, &got, error)) return status;
        if (auto status = exchange.write(call, piece, got, error)) return status;
      }
      return CHITTY_OK;
    }
    if (handler == "facts") {
      const std::string text = std::string(abi::view(info->parameters)) + std::string(abi::view(info->query)) + std::string(abi::view(info->path)) +
                               std::string(abi::view(info->caller)) + std::string(abi::view(info->base_url));
      if (auto status = exchange.begin(call, 200, &none, text.size(), error)) return status;
      return exchange.write(call, text.data(), text.size(), error);
    }
    if (handler == "short") return exchange.begin(call, 200, &none, 10, error);
    if (handler == "split") {
      const auto headers = abi::borrow("{\"X-A\":\"a\\r\\nSet-Cookie: b\"}");
      return exchange.begin(call, 200, &headers, 0, error);
    }
    if (handler == "wait") return call_table().wait(call, 60'000'000'000u);
    if (handler == "count") {
      char piece[65536];
      uint64_t all = 0;
      for (uint64_t got = 1; got > 0; all += got)
        if (auto status = exchange.read(call, piece, sizeof piece, &got, error)) return status;
      const std::string text = std::to_string(all);
      if (auto status = exchange.begin(call, 200, &none, text.size(), error)) return status;
      return exchange.write(call, text.data(), text.size(), error);
    }
    if (handler == "late") {  // what it was given before the body, seen again after it
      const std::string before(abi::view(info->target));
      char piece[65536];
      for (uint64_t got = 1; got > 0;)
        if (auto status = exchange.read(call, piece, sizeof piece, &got, error)) return status;
      std::string text = (abi::view(info->target) == before ? "same " : "other ") + std::string(abi::view(info->path));
      const chitty_sink sink{sizeof(chitty_sink), 0, &text, [](void* context, const char* data, uint64_t size) -> chitty_status {
                               static_cast<std::string*>(context)->append(" ").append(data, size);
                               return CHITTY_OK;
                             }};
      for (const char* name : {"Authorization", "Cookie", "Idempotency-Key", "X-Early", "X-Late"}) {
        const auto named = abi::borrow(name);
        (void)exchange.header(call, &named, &sink);
      }
      if (auto status = exchange.begin(call, 200, &none, text.size(), error)) return status;
      return exchange.write(call, text.data(), text.size(), error);
    }
    if (handler == "mirror") {  // the body as it came, as a whole reply
      std::string text(limit, 0);
      uint64_t all = 0;
      for (uint64_t got = 1; got > 0; all += got)
        if (auto status = exchange.read(call, text.data() + all, text.size() - all, &got, error)) return status;
      if (auto status = exchange.begin(call, 200, &none, all, error)) return status;
      return exchange.write(call, text.data(), all, error);
    }
    if (handler == "lines") {  // each line with its number, or that it does not fit; written as they come
      if (auto status = exchange.begin(call, 200, &none, UINT64_MAX, error)) return status;
      for (;;) {
        uint64_t number = 0;
        std::string text;
        const auto sink = abi::sink_to(text);
        const auto status = exchange.line(call, &number, &sink, error);
        if (status == CHITTY_NOT_FOUND) return CHITTY_OK;
        if (status != CHITTY_OK && status != CHITTY_INVALID_ARGUMENT) return status;
        text = std::to_string(number) + (status == CHITTY_OK ? "=" + text : "!") + ";";
        if (auto sent = exchange.write(call, text.data(), text.size(), error)) return sent;
      }
    }
    if (handler == "deadline") {
      const auto now = static_cast<uint64_t>(std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count());
      const auto before = call_table().deadline(call);
      std::string text = before > now && before <= now + 2'000'000'000u ? "within the limit, " : "wrong, ";
      if (auto status = exchange.begin(call, 200, &none, UINT64_MAX, error)) return status;
      text += call_table().deadline(call) == UINT64_MAX ? "then none" : "then still";
      return exchange.write(call, text.data(), text.size(), error);
    }
    if (handler == "leave-open") return store_table().begin(call, error);
    return abi::fill(error, make_error(Code::conflict, "No.", "Try something else."));
  });
}

inline ServiceRoute route(const char* method, const char* path, const char* handler, const char* scope = "", std::uint64_t body_limit = limit) {
  ServiceRoute made;
  made.method = method;
  made.path = path;
  made.handler = handler;
  made.scope = scope;
  made.body_limit = body_limit;
  made.is_public = made.scope.empty();
  return made;
}

// Public, limited to few requests, and of one kind of body: what a page of another site would like to use up.
inline std::vector<ServiceRoute> open_routes() {
  std::vector<ServiceRoute> all{route("POST", "/register", "echo"), route("POST", "/form", "echo"), route("POST", "/few-lines", "echo"),
                                route("POST", "/led", "echo"), route("GET", "/seldom/{id}", "facts")};
  for (auto& one : all) one.limit = RateLimit{2, 86'400'000};
  all[0].body = json::object{{"type", "object"}};
  all[1].body = all[3].body = json::object{{"form", json::object{{"type", "object"}}}};
  all[2].body = json::object{{"ndjson", json::object{}}};
  all[3].other_sites = true;
  return all;
}

class HttpTest : public testing::Test {
 protected:
  explicit HttpTest(std::size_t most_connections = 0, bool shared_by_clients = false, bool check_replies = false,
                    bool by_tls = false) {
    std::string name = (std::filesystem::temp_directory_path() / "chittyd-http-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    keep_owner_token(folder_ / "owner.token").value();
    token_ = read_owner_token(folder_ / "owner.token").value();
    store_ = Store::open("sqlite:" + (folder_ / "test.db").string()).value();
    world_ = std::make_unique<ServiceWorld>(ServiceWorld{*store_, blobs_});
    auto& acme = *services_.emplace_back(std::make_unique<HostedService>());
    acme.name = "acme";
    acme.version = "1.0.0";
    acme.code = std::make_unique<TableCode>(table_);
    acme.add_routes({route("POST", "/echo", "echo"), route("POST", "/large", "echo", "", 0), route("POST", "/count", "count", "", 0), route("POST", "/late", "late", "", 0),
                     route("GET", "/deadline", "deadline"), route("GET", "/facts/{id}", "facts"),
                     route("GET", "/secret/{id}", "facts", "acme:read"), route("GET", "/short", "short"), route("GET", "/split", "split"),
                     route("GET", "/no", "no"), route("GET", "/wait", "wait"), route("GET", "/open", "leave-open")});
    acme.add_routes(open_routes());
    acme.compile_shapes({}).value();
    auto& broken = *services_.emplace_back(std::make_unique<HostedService>());
    broken.name = "broken";
    broken.add_routes({route("GET", "/", "x")});
    broken.out_of_order = make_error(Code::configuration, "The service broken is unavailable: it crashed.");
    auto& slow = *services_.emplace_back(std::make_unique<HostedService>());  // its health check hangs
    slow.name = "slow";
    slow.code = std::make_unique<TableCode>(table_);
    slow.add_routes({route("GET", "/health", "wait")});
    slow.compile_shapes({}).value();
    tokens_ = std::make_unique<OwnerTokenCheck>(folder_ / "owner.token");
    Fd listening = open_listener("127.0.0.1", 0).value(), tls_listening;
    port_ = bound_port(listening.get());
    if (by_tls) {
      Certificates made(folder_);
      tls_ = open_server_tls(CHITTY_BUILD_DIR "/lib/chitty", made.make("server", "DNS:localhost,IP:127.0.0.1,DNS:box.example")).value();
      tls_listening = open_listener("127.0.0.1", 0).value();
      tls_port_ = bound_port(tls_listening.get());
    }
    access_ = std::make_unique<AccessLog>(folder_ / "access.ndjson");
    dispatcher_ = std::make_unique<Dispatcher>(
        Dispatcher::Parts{services_, *world_, *tokens_, HostCheck(port_, false, {tls_port_, [this](std::string_view host) { return tls_->is_for(host); }}), limiter_, nullptr, access_.get(), nullptr, nullptr,
                          tls_.get(), "https://localhost", check_replies, CHITTY_BUILD_DIR "/lib/chitty"});
    Listener::Plan plan;
    plan.threads = 2;
    plan.shared_by_clients = shared_by_clients;
    plan.most_connections = most_connections;
    plan.most_held = most_connections * 50'000;
    plan.patience = {std::chrono::milliseconds(400), std::chrono::milliseconds(1500), std::chrono::milliseconds(1500),
                     std::chrono::milliseconds(2000), std::chrono::milliseconds(60000), std::chrono::milliseconds(2500), 1000,
                     std::chrono::milliseconds(4000), std::chrono::milliseconds(500)};
    plan.on_failure = [](std::string_view what) { ADD_FAILURE() << what; };
    plan.tls = tls_.get();
    plan.first_tls = 1;
    listener_ = std::make_unique<Listener>(*dispatcher_, std::move(plan));
    std::vector<int> sockets{listening.release()};
    if (by_tls) sockets.push_back(tls_listening.release());
    listener_->start(sockets);
  }
  ~HttpTest() override {
    listener_.reset();
    std::filesystem::remove_all(folder_);
  }

  virtual Fd connect() const { return connect_to(port_); }
  static Fd connect_to(std::uint16_t port) {
    Fd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    const timeval patience{10, 0};
    ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return fd;
  }
  static void say(const Fd& fd, std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // All until the server closes, or until `mark` has come.
  static std::string hear(const Fd& fd, std::string_view mark = {}) {
    std::string all;
    char piece[4096];
    ssize_t got = 0;
    while ((mark.empty() || all.find(mark) == std::string::npos) && (got = ::recv(fd.get(), piece, sizeof piece, 0)) > 0)
      all.append(piece, static_cast<std::size_t>(got));
    return all;
  }
  // Within ten seconds.
  static bool eventually(const std::function<bool()>& is_so) {
    for (int i = 0; i < 500; ++i, std::this_thread::sleep_for(std::chrono::milliseconds(20)))
      if (is_so()) return true;
    return false;
  }
  std::string ask(std::string_view text) const {
    const Fd fd = connect();
    say(fd, text);
    return hear(fd);
  }
  virtual std::string host() const { return "Host: 127.0.0.1:" + std::to_string(port_) + "\r\n"; }
  std::string get(const std::string& target, const std::string& fields = {}) const {
    return ask("GET " + target + " HTTP/1.1\r\n" + host() + "Connection: close\r\n" + fields + "\r\n");
  }
  std::string post(const std::string& target, const std::string& fields, const std::string& body) const {
    return ask("POST " + target + " HTTP/1.1\r\n" + host() + "Connection: close\r\n" + fields + "\r\n" + body);
  }

  std::filesystem::path folder_;
  std::string token_;
  chitty_service table_{sizeof(chitty_service), 0, nullptr, nullptr, handle, nullptr};
  std::unique_ptr<Store> store_;
  FolderBlobs blobs_{"/nonexistent"};
  std::unique_ptr<ServiceWorld> world_;
  std::vector<std::unique_ptr<HostedService>> services_;
  std::unique_ptr<TokenCheck> tokens_;
  Limiter limiter_;
  std::unique_ptr<AccessLog> access_;
  std::unique_ptr<Dispatcher> dispatcher_;
  std::unique_ptr<Listener> listener_;
  std::uint16_t port_ = 0, tls_port_ = 0;
  std::unique_ptr<ServerTls> tls_;
};

}  // namespace chitty::host::daemon
