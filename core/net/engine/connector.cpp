#include "net/engine/connector.hpp"

#include <fcntl.h>

#include "net/engine/dial.hpp"
#include "net/engine/exchange.hpp"

namespace chitty::host {
namespace {

constexpr std::size_t most_kept = 8;

// Ask the proxy to put the socket through to the origin.
Result<void> put_through(int socket, const Url& url, const Proxy& proxy, const ContextPtr& context) {
  const std::string host = url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
  const std::string target = host + ":" + std::to_string(url.port);
  const std::string who = "the proxy " + proxy.url.origin();
  // The socket stays with the caller, who goes on with TLS on it.
  Exchange exchange(plain_stream(Fd(::fcntl(socket, F_DUPFD_CLOEXEC, 0)), who), who, context);
  std::string head = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
  if (!context->options.user_agent.empty()) head += "User-Agent: " + context->options.user_agent + "\r\n";
  if (!proxy.authorization.empty()) head += "Proxy-Authorization: " + proxy.authorization + "\r\n";
  const auto reply = exchange.send(head + "\r\n", {}, true);
  if (!reply) return reply.error();
  if (reply->status / 100 == 2) return {};
  return unreachable("The proxy " + proxy.url.origin() + " refused the connection to " + target + ": " +
                         std::to_string(reply->status) + " " + reply->reason,
                     "proxy", reply->status >= 502,
                     reply->status == 407
                         ? "Put user and password into " + proxy.variable + " as http://user:password@host:port"
                         : "The proxy is set by " + proxy.variable + "; NO_PROXY names hosts to reach without it.");
}

// Leave of the addresses those that may be dialled. Through a proxy (no `addresses`): of what this machine finds for the host; what only
// the proxy knows is the proxy's to allow.
Result<void> permitted(const Url& url, std::vector<Address>* addresses, const Context& context) {
  const auto& forbidden = context.options.forbidden;
  if (!forbidden) return {};
  std::vector<Address> own;
  if (!addresses) {
    auto found = resolve(url.host, url.port, context);
    if (!found) return found.error().code == Code::unreachable ? Result<void>() : found.error();
    own = std::move(*found);
    addresses = &own;
  }
  std::string_view why;
  std::erase_if(*addresses, [&](const Address& address) {
    const auto word = forbidden(url.host, url.port, address.storage);
    if (!word.empty()) why = word;
    return !word.empty();
  });
  if (!addresses->empty() || why.empty()) return {};
  auto error = make_error(Code::refused, "Nothing is sent to " + url.host_port() + ": its address is one that strangers must not lead to (" + std::string(why) + ").",
                          why == "metadata" ? "Nobody can allow it." : "Who runs this daemon may allow it, then restart it: chitty config set chittyos.reach '[\"" + url.host + ":" + std::to_string(url.port) + "\"]'");
  error.details["reason"] = "address_forbidden";
  return error;
}

}  // namespace

Result<Connection> Connector::get(const Url& url, const std::string& authority, std::chrono::milliseconds max_idle, const ContextPtr& context) {
  const std::string key = url.origin() + (url.tls() ? "\n" + authority : std::string());
  for (;;) {
    Connection found;
    {
      const std::lock_guard lock(mutex_);
      const auto at = idle_.find(key);
      if (at == idle_.end()) break;
      found = std::move(at->second);
      idle_.erase(at);
    }
    if (Clock::now() - found.idle_since < max_idle && found.stream->idle()) return found;
  }
  auto made = open(url, authority, context);
  if (made) made->kept_under = key;
  return made;
}

void Connector::keep(Connection connection) {
  connection.kept = true;
  connection.idle_since = Clock::now();
  const std::lock_guard lock(mutex_);
  if (idle_.size() < most_kept) idle_.emplace(connection.kept_under, std::move(connection));
}

Result<Connection> Connector::open(const Url& url, const std::string& authority, const ContextPtr& context) {
  const auto began = Clock::now();
  const auto secured = url.tls() ? tls(authority) : std::shared_ptr<Tls>();
  if (!secured) return secured.error();
  const auto proxy = proxy_for(url);
  if (!proxy) return proxy.error();
  const Url& hop = *proxy ? (*proxy)->url : url;
  const std::string who = *proxy ? "the proxy " + hop.origin() : hop.origin();

  auto addresses = resolve(hop.host, hop.port, *context);
  if (!addresses) return addresses.error();
  if (auto may = permitted(url, *proxy ? nullptr : &*addresses, *context); !may) return may.error();
  auto socket = dial(*addresses, *context, who);
  if (!socket) return socket.error();
  if (context->traced()) context->tell("* connected to " + who + " in " + seconds_text(Clock::now() - began));

  Connection connection;
  if (url.tls()) {
    if (*proxy)
      if (auto through = put_through(socket->get(), url, **proxy, context); !through) return through.error();
    auto stream = (*secured)->connect(std::move(*socket), url.host, url.origin(), *context);
    if (!stream) return stream.error();
    connection.stream = std::move(*stream);
    return connection;
  }
  connection.stream = plain_stream(std::move(*socket), url.origin());
  connection.through_proxy = proxy->has_value();
  if (*proxy) connection.proxy_authorization = (*proxy)->authorization;
  return connection;
}

Result<std::shared_ptr<Tls>> Connector::tls(const std::string& authority) {
  const std::lock_guard lock(mutex_);
  if (const auto known = tls_.find(authority); known != tls_.end()) return known->second;
  auto made = Tls::make(authority);
  if (made) tls_.emplace(authority, *made);
  return made;
}

}  // namespace chitty::host
