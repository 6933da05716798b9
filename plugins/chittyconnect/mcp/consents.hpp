// A person's consent to what cannot be undone, over two requests of the modern era: the state that a client sends back is whatever it
// likes, so it is sealed, and good for one caller, one method, the same arguments, some minutes and one use.
#ifndef CHITTYCONNECT_MCP_CONSENTS_HPP
#define CHITTYCONNECT_MCP_CONSENTS_HPP

#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace chittyconnect::mcp {

namespace json = boost::json;

class Consents {
 public:
  using Digest = std::function<std::string(std::string_view)>;  // SHA-256, 32 bytes

  // `key`: 32 bytes that nobody can guess.
  Consents(Digest sha256, std::string key) : sha256_(std::move(sha256)), key_(std::move(key)) {}

  struct Call {
    std::string caller, method, name;
    json::object arguments;
  };

  // `nonce`: a text that nobody can guess.
  std::string issue(const Call& call, const std::string& nonce, std::int64_t now) const;

  // Why the state is not to be believed, for this call and now; empty: it is, and from then on no more.
  std::string redeem(const std::string& state, const Call& call, std::int64_t now);

 private:
  std::string seal(std::string_view text) const;  // HMAC-SHA256
  std::string subject(const Call& call) const;    // what it is bound to

  Digest sha256_;
  std::string key_;
  std::map<std::string, std::int64_t> used_;  // nonces, until they expire
};

}  // namespace chittyconnect::mcp

#endif  // CHITTYCONNECT_MCP_CONSENTS_HPP
