#include "connection.hpp"

#include <chitty/members.hpp>
#include <chitty/ownership.hpp>
#include <chitty/x509/sealing.hpp>

#include "../github/app_token.hpp"
#include "operations.hpp"
#include "platforms.hpp"

namespace chittyconnect::integrations {

Result<Connection> connection_of_caller(Service& service, std::string_view name) {
  const std::string slug(slug_of(name));
  CHITTY_TRY(const auto row, row_of_caller(service, "SELECT * FROM connect_integrations WHERE slug = :slug AND {own} ORDER BY id", {{"slug", slug}},
                                           Ownership(service, {"holder"}).strictly(), "There is no integration " + slug + ".",
                                           "Add it: chitty connect integration add " + slug + " --token TOKEN"));
  Connection made{text_in(row, "id"), slug, text_in(row, "provider"), text_in(row, "base_url"), text_in(row, "header"), text_in(row, "prefix")};
  if (const auto said = text_in(row, "operations"); !said.empty()) {
    boost::system::error_code ec;
    if (auto parsed = json::parse(said, ec); !ec && parsed.is_array()) made.operations = std::move(parsed.get_array());
  }
  return made;
}

Result<std::string> sealing_for_credentials(Service& service) {
  CHITTY_TRY(const auto known, service.store().find("SELECT sealing FROM connect_credentials ORDER BY integration LIMIT 1"));
  if (known) return text_in(*known, "sealing");
  return x509::new_sealing(service);
}

Result<void> keep_credential(Service& service, std::string_view sealing, std::string_view connection, std::string_view secret) {
  CHITTY_TRY(const auto sealed, x509::seal(service, sealing, connection, secret));
  return service.store().insert("connect_credentials", {{"integration", connection}, {"sealing", sealing}, {"sealed", sealed}});
}

Result<std::string> credential_of(Service& service, std::string_view connection) {
  CHITTY_TRY(const auto row, service.store().find("SELECT sealing, sealed FROM connect_credentials WHERE integration = :id", {{"id", connection}}));
  if (!row) return std::string();
  return x509::unseal(service, text_in(*row, "sealing"), connection, text_in(*row, "sealed"));
}

Result<std::string> base_address(std::string address) {
  while (address.ends_with('/')) address.pop_back();
  const bool secure = address.starts_with("https://"), plain = address.starts_with("http://");
  const auto host = std::string_view(address).substr(secure ? 8 : plain ? 7
                                                                        : 0);
  if ((!secure && !plain) || host.empty() || host.front() == '/' || host.find_first_of("@?#\\ \t\r\n") != host.npos)
    return usage_error("The address of an integration must be one of http or https, without credentials and query.");
  const auto name = host.substr(0, host.find('/'));
  const bool here = name == "localhost" || name.starts_with("localhost:") || name == "127.0.0.1" || name.starts_with("127.0.0.1:") || name.starts_with("[::1]");
  if (plain && !here) return usage_error("The credential would be sent to another machine by plain HTTP.", "Use an address of https.");
  return address;
}

Result<Outward> request_to(Service& service, const Connection& connection, std::string_view method, std::string_view path) {
  if (!path.starts_with('/') || path.find_first_of(" #\\\r\n\t") != path.npos || path.find("/../") != path.npos || path.ends_with("/.."))
    return usage_error("The path must begin with / and stay below the address of the platform.");
  if (!allows(connection.operations, method, path)) {
    const auto near = nearest(connection.operations, path);
    return make_error(Code::refused, "The description of " + connection.slug + " has no " + std::string(method) + " " + std::string(path.substr(0, path.find('?'))) + ".",
                      near.empty() ? std::string() : "Did you mean " + near + "?");
  }
  Outward made{std::string(method), connection.base_url + std::string(path)};
  if (const auto* platform = platform_called(connection.provider))
    for (const auto& [field, value] : platform->fields)
      if (!field.empty()) made.headers[field] = value;
  CHITTY_TRY(auto secret, credential_of(service, connection.id));
  if (const auto app = connection.provider == "github" ? github::app_in(secret) : std::nullopt) {
    CHITTY_TRY(secret, github::installation_token(service, *app, connection.base_url));
  }
  if (!secret.empty()) made.headers[connection.header] = connection.prefix + secret;
  return made;
}

}  // namespace chittyconnect::integrations
