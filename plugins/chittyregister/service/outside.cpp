#include "outside.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <system_error>

#include "../x509/openssl.hpp"

namespace chittyregister {

namespace {

constexpr std::size_t most_of_an_answer = 65'536;
using Clock = std::chrono::steady_clock;
using Context = Owned<SSL_CTX, SSL_CTX_free>;
using Session = Owned<SSL, SSL_free>;
using Found = Owned<addrinfo, freeaddrinfo>;

struct Socket {
  int number = -1;
  Socket() = default;
  Socket(const Socket&) = delete;
  ~Socket() {
    if (number >= 0) ::close(number);
  }
  // Whether it is ready before the deadline.
  bool wait(short event, Clock::time_point deadline) const {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd one{number, event, 0};
    return left > 0 && ::poll(&one, 1, static_cast<int>(left)) == 1;
  }
};

// Names below localhost lead to this machine, whatever a resolver says (RFC 6761).
Found resolve(const Address& at, std::string& problem) {
  addrinfo hints{}, *first = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  const bool here = at.host == "localhost" || at.host.ends_with(".localhost");
  const auto code = ::getaddrinfo(here ? "127.0.0.1" : at.host.c_str(), at.port.c_str(), &hints, &first);
  if (code != 0) problem = at.host + " cannot be resolved: " + ::gai_strerror(code);
  return Found(first);
}

std::string bytes_of(const sockaddr* address) {
  if (address->sa_family == AF_INET)
    return std::string(reinterpret_cast<const char*>(&reinterpret_cast<const sockaddr_in*>(address)->sin_addr), 4);
  return std::string(reinterpret_cast<const char*>(&reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr), 16);
}

// What was looked at is what is dialled: the name is not asked for twice. One address that may not be, and none is.
bool dial(const Address& at, const LookRules& rules, Clock::time_point deadline, Socket& socket, std::string& problem) {
  const auto found = resolve(at, problem);
  for (const auto* one = found.get(); one; one = one->ai_next)
    if (problem = why_not_dialled(bytes_of(one->ai_addr), rules.inside); !problem.empty()) return false;
  for (const auto* one = found.get(); one; one = one->ai_next) {
    if (socket.number >= 0) ::close(socket.number);
    socket.number = ::socket(one->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int error = 0;
    socklen_t size = sizeof error;
    if (::connect(socket.number, one->ai_addr, one->ai_addrlen) == 0) return true;
    if (errno != EINPROGRESS) error = errno;
    else if (!socket.wait(POLLOUT, deadline)) error = ETIMEDOUT;
    else ::getsockopt(socket.number, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error == 0) return true;
    problem = "cannot connect: " + std::generic_category().message(error);
  }
  return false;
}

Context trusting(const std::string& root) {
  Context context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_default_verify_paths(context.get());
  if (const auto own = root.empty() ? nullptr : certificate_of(root))
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), own.get());
  return context;
}

// Reads and writes with or without TLS, by the deadline.
class Line {
 public:
  Line(const Socket& socket, Clock::time_point deadline) : socket_(socket), deadline_(deadline) {}

  // The certificate is looked at and told, and the answer is read whatever it is: which of the two is wrong is of interest.
  bool encrypt(const Address& at, const LookRules& rules, Look& seen) {
    context_ = trusting(rules.root);
    session_.reset(SSL_new(context_.get()));
    auto* parameters = SSL_get0_param(session_.get());
    if (X509_VERIFY_PARAM_set1_ip_asc(parameters, at.host.c_str()) != 1) {
      X509_VERIFY_PARAM_set1_host(parameters, at.host.c_str(), 0);
      SSL_set_tlsext_host_name(session_.get(), at.host.c_str());
    }
    ERR_clear_error();
    SSL_set_fd(session_.get(), socket_.number);
    if (!again([&] { return SSL_connect(session_.get()); })) return seen.problem = "the TLS handshake failed", false;
    seen.encrypted = true;
    if (const auto* certificate = SSL_get0_peer_certificate(session_.get()))
      seen.ends = seconds_of(X509_get0_notAfter(certificate));
    const auto verified = SSL_get_verify_result(session_.get());
    if (verified != X509_V_OK)
      seen.problem = std::string("its certificate is not valid: ") + X509_verify_cert_error_string(verified);
    return true;
  }

  bool write(std::string_view text) {
    while (!text.empty()) {
      const auto sent =
          session_
              ? again([&] { return SSL_write(session_.get(), text.data(), static_cast<int>(text.size())); })
              : plain([&] { return static_cast<int>(::send(socket_.number, text.data(), text.size(), MSG_NOSIGNAL)); }, POLLOUT);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // 0 at the end, and when there is no more in time.
  int read(char* buffer, int size) {
    return session_ ? again([&] { return SSL_read(session_.get(), buffer, size); })
                    : plain([&] { return static_cast<int>(::recv(socket_.number, buffer, static_cast<std::size_t>(size), 0)); },
                            POLLIN);
  }

 private:
  template <class Try>
  int again(Try attempt) {
    for (;;) {
      const auto done = attempt();
      const auto why = done > 0 ? SSL_ERROR_NONE : SSL_get_error(session_.get(), done);
      ERR_clear_error();
      if (done > 0) return done;
      if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return 0;
      if (!socket_.wait(why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, deadline_)) return 0;
    }
  }
  template <class Try>
  int plain(Try attempt, short event) {
    for (;;) {
      const auto done = attempt();
      if (done >= 0) return done;
      if (errno != EAGAIN && errno != EINTR) return 0;
      if (!socket_.wait(event, deadline_)) return 0;
    }
  }

  const Socket& socket_;
  Clock::time_point deadline_;
  Context context_;
  Session session_;
};

// "HTTP/1.1 200 OK": 200; 0 for what is none.
int status_in(std::string_view head) {
  int status = 0;
  if (!head.starts_with("HTTP/1.") || head.size() < 12) return 0;
  std::from_chars(head.data() + 9, head.data() + 12, status);
  return status >= 100 && status < 600 ? status : 0;
}

std::string lower(std::string text) {
  for (auto& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

// As HTTP/1.0, so that the body is what comes until the end, or as long as it says.
void exchange(const Address& at, Line& line, Look& seen) {
  const auto authority = (at.host.find(':') == at.host.npos ? at.host : "[" + at.host + "]") + ":" + at.port;
  const auto request = "GET " + (at.path.empty() ? "/" : at.path) + " HTTP/1.0\r\nHost: " + authority +
                       "\r\nAccept: application/json, text/plain\r\nUser-Agent: chittyregister\r\nConnection: close\r\n\r\n";
  const bool sent = line.write(request);
  std::string answer;
  char buffer[8192];
  auto whole = most_of_an_answer * 2;
  for (int got = 1; sent && got > 0 && answer.size() < whole;) {
    got = line.read(buffer, sizeof buffer);
    answer.append(buffer, static_cast<std::size_t>(std::max(0, got)));
    const auto head = answer.find("\r\n\r\n");
    if (head == answer.npos) continue;
    const auto fields = lower(answer.substr(0, head));
    const auto length = fields.find("\r\ncontent-length:");
    std::size_t size = most_of_an_answer;
    if (length != fields.npos) {
      const auto digits = fields.find_first_of("0123456789", length);
      if (digits != fields.npos) std::from_chars(fields.data() + digits, fields.data() + fields.size(), size);
    }
    whole = head + 4 + std::min(size, most_of_an_answer);
  }
  const auto head = answer.find("\r\n\r\n");
  seen.status = head == answer.npos ? 0 : status_in(answer);
  if (seen.status != 0) seen.body = answer.substr(head + 4, std::min(whole - head - 4, most_of_an_answer));
  else if (seen.problem.empty()) seen.problem = answer.empty() ? "there was no answer in time" : "the answer is not HTTP";
}

}  // namespace

Look look(const Address& at, const LookRules& rules) {
  const auto begun = Clock::now();
  const auto deadline = begun + std::chrono::milliseconds(rules.deadline_ms);
  Look seen;
  Socket socket;
  if (dial(at, rules, deadline, socket, seen.problem)) {
    seen.problem.clear();
    Line line(socket, deadline);
    if (!at.is_encrypted() || line.encrypt(at, rules, seen)) exchange(at, line, seen);
  }
  seen.took_ms = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun).count();
  return seen;
}

}  // namespace chittyregister
