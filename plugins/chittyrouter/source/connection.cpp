#include "connection.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace chittyrouter {

using namespace chitty;

namespace {

constexpr int silence_ms = 30'000, step_ms = 200;

struct FreeSsl {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

}  // namespace

struct Connection::State {
  std::string host, held;
  std::function<bool()> cancelled;
  int socket = -1;
  std::unique_ptr<SSL, FreeSsl> ssl{};

  ~State() {
    ssl.reset();
    if (socket >= 0) ::close(socket);
  }

  Error failed(std::string why) const { return make_error(Code::unreachable, "cannot read the mailbox at " + host + ": " + std::move(why)); }

  Result<void> wait(short events) const {
    for (int waited = 0; waited < silence_ms; waited += step_ms) {
      if (cancelled && cancelled()) return make_error(Code::cancelled, "cancelled");
      pollfd one{socket, events, 0};
      if (const int ready = ::poll(&one, 1, step_ms); ready > 0) return {};
      else if (ready < 0 && errno != EINTR) return failed(std::strerror(errno));
    }
    return make_error(Code::timeout, "the mail server " + host + " has said nothing for 30 s");
  }

  // What TLS wants before it goes on; or its error.
  Result<void> wait_for(int result, std::string_view what) {
    const int want = SSL_get_error(ssl.get(), result);
    if (want == SSL_ERROR_WANT_READ) return wait(POLLIN);
    if (want == SSL_ERROR_WANT_WRITE) return wait(POLLOUT);
    const auto verified = SSL_get_verify_result(ssl.get());
    if (verified != X509_V_OK) return make_error(Code::refused, "the certificate of " + host + " is not good: " + X509_verify_cert_error_string(verified), "Name the file of its authority: chitty config set chittyos.services.chittyrouter.mailAuthority FILE");
    ERR_clear_error();
    return failed(std::string(what));
  }

  Result<void> connect(const Where& where) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (const int wrong = ::getaddrinfo(where.host.c_str(), where.port.c_str(), &hints, &found); wrong != 0) return failed(::gai_strerror(wrong));
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses(found, ::freeaddrinfo);
    Result<void> last = failed("no address");
    for (auto* each = found; each; each = each->ai_next) {
      if (socket >= 0) ::close(socket);
      socket = ::socket(each->ai_family, each->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, each->ai_protocol);
      if (socket < 0) continue;
      if (::connect(socket, each->ai_addr, each->ai_addrlen) != 0 && errno != EINPROGRESS) {
        last = failed(std::strerror(errno));
        continue;
      }
      CHITTY_DO(wait(POLLOUT));
      int wrong = 0;
      socklen_t size = sizeof wrong;
      ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &wrong, &size);
      if (wrong == 0) return {};
      last = failed(std::strerror(wrong));
    }
    return last;
  }

  Result<void> secure(const Where& where) {
    const std::unique_ptr<SSL_CTX, FreeSsl> context(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    const int trusted = where.authority.empty() ? SSL_CTX_set_default_verify_paths(context.get()) : SSL_CTX_load_verify_locations(context.get(), where.authority.c_str(), nullptr);
    if (trusted != 1) return ERR_clear_error(), make_error(Code::configuration, "cannot read the certificates in '" + where.authority + "'");
    ssl.reset(SSL_new(context.get()));
    SSL_set_fd(ssl.get(), socket);
    SSL_set_tlsext_host_name(ssl.get(), where.host.c_str());
    auto* parameters = SSL_get0_param(ssl.get());
    if (X509_VERIFY_PARAM_set1_ip_asc(parameters, where.host.c_str()) != 1) SSL_set1_host(ssl.get(), where.host.c_str());
    ERR_clear_error();
    for (;;) {
      const int done = SSL_connect(ssl.get());
      if (done == 1) return {};
      CHITTY_DO(wait_for(done, "no TLS could be agreed upon"));
    }
  }
};

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Result<Connection> Connection::open(const Where& where, std::function<bool()> cancelled) {
  auto state = std::make_unique<State>();
  state->host = where.host, state->cancelled = std::move(cancelled);
  CHITTY_DO(state->connect(where));
  if (where.tls) CHITTY_DO(state->secure(where));
  return Connection(std::move(state));
}

Result<void> Connection::more() {
  char buffer[32 << 10];
  for (;;) {
    const auto got = state_->ssl ? SSL_read(state_->ssl.get(), buffer, sizeof buffer) : static_cast<int>(::recv(state_->socket, buffer, sizeof buffer, 0));
    if (got > 0) return state_->held.append(buffer, static_cast<std::size_t>(got)), Result<void>();
    if (state_->ssl && got <= 0 && SSL_get_error(state_->ssl.get(), got) != SSL_ERROR_ZERO_RETURN) {
      CHITTY_DO(state_->wait_for(got, "the connection broke"));
      continue;
    }
    if (got == 0 || state_->ssl) return state_->failed("the server has closed the connection");
    if (errno != EAGAIN && errno != EINTR) return state_->failed(std::strerror(errno));
    CHITTY_DO(state_->wait(POLLIN));
  }
}

Result<std::string> Connection::line(std::size_t most) {
  std::size_t seen = 0;
  for (;;) {
    const auto end = state_->held.find('\n', seen);
    if (end != std::string::npos) {
      auto text = state_->held.substr(0, end);
      state_->held.erase(0, end + 1);
      if (text.ends_with('\r')) text.pop_back();
      return text;
    }
    seen = state_->held.size();
    if (seen > most) return make_error(Code::malformed, "the mail server " + state_->host + " sends a line without an end");
    CHITTY_DO(more());
  }
}

Result<std::string> Connection::bytes(std::size_t count) {
  std::string out;
  while (out.size() < count) {
    if (state_->held.empty()) CHITTY_DO(more());
    const auto taken = std::min(count - out.size(), state_->held.size());
    out.append(state_->held, 0, taken);
    state_->held.erase(0, taken);
  }
  return out;
}

Result<void> Connection::write(std::string_view text) {
  while (!text.empty()) {
    const auto put = state_->ssl ? SSL_write(state_->ssl.get(), text.data(), static_cast<int>(text.size())) : static_cast<int>(::send(state_->socket, text.data(), text.size(), MSG_NOSIGNAL));
    if (put > 0) {
      text.remove_prefix(static_cast<std::size_t>(put));
      continue;
    }
    if (state_->ssl) {
      CHITTY_DO(state_->wait_for(put, "the connection broke"));
    } else {
      if (errno != EAGAIN && errno != EINTR) return state_->failed(std::strerror(errno));
      CHITTY_DO(state_->wait(POLLOUT));
    }
  }
  return {};
}

}  // namespace chittyrouter
