#include "local/tls_settings.hpp"

#include <chitty/members.hpp>

#include <boost/json/array.hpp>

#include <algorithm>
#include <filesystem>

namespace chitty::host {
namespace {

std::optional<std::uint16_t> port_in(const json::object& object, std::string_view name) {
  const auto* port = object.if_contains(name);
  const bool usable = port && port->is_int64() && port->get_int64() >= 0 && port->get_int64() < 65536;
  return usable ? std::optional(static_cast<std::uint16_t>(port->get_int64())) : std::nullopt;
}

std::string absolute(const std::string& file) {
  std::error_code ec;
  return file.empty() ? file : std::filesystem::absolute(file, ec).lexically_normal().string();
}

}  // namespace

std::vector<std::string> TlsSettings::words() const {
  if (!on) return {};
  return {"--tls-listen", "127.0.0.1:" + std::to_string(port), "--tls-certificate", certificate, "--tls-key", key};
}

Result<TlsWish> tls_wish(const json::object& options) {
  TlsWish wish;
  if (const auto* on = options.if_contains("tls"); on && on->is_bool()) wish.on = on->get_bool();
  if (options.contains("tlsPort")) {
    wish.port = port_in(options, "tlsPort");
    if (!wish.port) return usage_error("invalid TLS port: expected a number from 0 to 65535", "Choose one above 1023.");
  }
  wish.certificate = absolute(text_in(options, "tlsCertificate"));
  wish.key = absolute(text_in(options, "tlsKey"));
  wish.authority = absolute(text_in(options, "authority"));
  if (wish.certificate.empty() != wish.key.empty()) return usage_error("a certificate and its key are only of use together");
  if (!wish.on && wish.is_one()) wish.on = true;
  return wish;
}

TlsSettings kept_tls(const json::object& settings) {
  TlsSettings tls;
  const auto* kept = settings.if_contains("tls");
  if (!kept || !kept->is_object()) return tls;
  const auto& object = kept->get_object();
  const auto* on = object.if_contains("on");
  tls.on = on && *on == true;
  tls.port = port_in(object, "port").value_or(0);
  tls.certificate = text_in(object, "certificate");
  tls.key = text_in(object, "key");
  tls.authority = text_in(object, "authority");
  tls.base_url = text_in(object, "baseUrl");
  tls.on = tls.on && tls.port != 0 && !tls.certificate.empty() && !tls.key.empty();
  return tls;
}

void keep_tls(const TlsSettings& tls, json::object& settings) {
  if (tls == TlsSettings()) return void(settings.erase("tls"));
  settings["tls"] = json::object{{"on", tls.on}, {"port", std::int64_t{tls.port}}, {"certificate", tls.certificate}, {"key", tls.key}, {"authority", tls.authority}, {"baseUrl", tls.base_url}};
}

Result<TlsSettings> tls_as_wished(TlsSettings kept, const TlsWish& wish, std::uint16_t plain_port) {
  kept.on = wish.on.value_or(kept.on);
  if (!kept.on) return kept;
  if (!wish.certificate.empty()) {
    kept.certificate = wish.certificate, kept.key = wish.key;
    kept.authority.clear();  // it was for another
  }
  if (!wish.authority.empty()) kept.authority = wish.authority;
  if (wish.port) kept.port = *wish.port;
  else if (kept.port == 0 && plain_port != 0) kept.port = plain_port == 65535 ? 65534 : static_cast<std::uint16_t>(plain_port + 1);
  if (kept.port == plain_port && plain_port != 0) return usage_error("port " + std::to_string(plain_port) + " cannot be both for HTTP and for HTTPS", "Choose two ports.");
  if (!kept.certificate.empty()) return kept;
  Error error = make_error(Code::configuration, "there is no certificate to listen with TLS");
  error.details["reason"] = "no_certificate";
  return error;
}

std::string tls_base_url(const json::object& health_of_tls, std::uint16_t port) {
  std::vector<std::string> names;
  if (const auto* all = health_of_tls.if_contains("names"); all && all->is_array())
    for (const auto& name : all->get_array())
      if (name.is_string() && !name.get_string().starts_with("*")) names.emplace_back(name.get_string());
  const auto has = [&](const char* name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  std::string host = has("127.0.0.1") ? "127.0.0.1" : has("localhost") || names.empty() ? "localhost"
                                                                                        : names.front();
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return "https://" + host + ":" + std::to_string(port);
}

}  // namespace chitty::host
