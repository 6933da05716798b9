// One TCP connection, with TLS where asked for, read by lines and by counted bytes. Nothing is waited for longer than 30 s of silence.
#ifndef CHITTYROUTER_SOURCE_CONNECTION_HPP
#define CHITTYROUTER_SOURCE_CONNECTION_HPP

#include <chitty/error.hpp>
#include <chitty/result.hpp>
#include <functional>
#include <memory>
#include <string>

namespace chittyrouter {

class Connection {
 public:
  struct Where {
    std::string host, port;
    bool tls = true;
    std::string authority{};  // a file with certificates; the system's if empty
  };
  // UNREACHABLE, TIMEOUT, CANCELLED; REFUSED: the certificate is not good.
  static chitty::Result<Connection> open(const Where& where, std::function<bool()> cancelled);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  // Without its CR LF. MALFORMED when it is longer than `most`.
  chitty::Result<std::string> line(std::size_t most);
  chitty::Result<std::string> bytes(std::size_t count);
  chitty::Result<void> write(std::string_view text);

 private:
  struct State;
  explicit Connection(std::unique_ptr<State> state);
  chitty::Result<void> more();

  std::unique_ptr<State> state_;
};

}  // namespace chittyrouter

#endif  // CHITTYROUTER_SOURCE_CONNECTION_HPP
