// Tokens of ChittyAuth for the MCP server: good when they are the person's own, for what a client calls is done as that person.
#ifndef CHITTYCONNECT_COMMANDS_MCP_AUTH_HPP
#define CHITTYCONNECT_COMMANDS_MCP_AUTH_HPP

#include <chitty/host.hpp>
#include <map>
#include <string>

namespace chittyconnect::commands {

class OwnTokens {
 public:
  // Who the person is, and where tokens come from: asked once, at the start. CONFIGURATION, UNREACHABLE: as the service says.
  static chitty::Result<OwnTokens> of(chitty::Host& host);

  // Asked again after some seconds, so that a revoked token is not good for long.
  bool accepts(const std::string& token);

  const std::string& issuer() const { return issuer_; }

 private:
  OwnTokens(chitty::Host& host, std::string subject, std::string issuer) : host_(&host), subject_(std::move(subject)), issuer_(std::move(issuer)) {}

  struct Known {
    bool good;
    std::int64_t until;
  };
  chitty::Host* host_;
  std::string subject_, issuer_;
  std::map<std::string, Known> known_;  // by digest
};

}  // namespace chittyconnect::commands

#endif  // CHITTYCONNECT_COMMANDS_MCP_AUTH_HPP
