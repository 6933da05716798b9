// chitty os up --tls: what is asked for, and where its certificate comes from.
#include "commands.hpp"

#include <chitty/members.hpp>

#include <cerrno>
#include <sys/stat.h>
#include <system_error>

namespace os::commands {

namespace {

constexpr const char* own_certificate =
    "Install the plugin chittyregister, which issues one, or give yours: chitty os up --tls-certificate FILE --tls-key FILE --authority FILE";

bool lacks_certificate(const Error& error) { return text_in(error.details, "reason") == "no_certificate"; }

// Whether a command issues certificates here: asked without what it needs, it refuses; one that is not there is not known.
bool can_be_issued(Host& host) {
  const auto asked = host.run({"register", "cert", "issue"});
  return asked || text_in(asked.error().details, "reason") != "unknown_word";
}

// The first of the services here: a certificate for one of them is for this machine.
std::string a_service(const json::object& running) {
  const auto* services = running.if_contains("services");
  return services && services->is_array() && !services->get_array().empty() ? text_in(services->get_array().front(), "name") : std::string();
}

// By the running daemon, into its own folder; the files, as options.
Result<void> issue(const json::object& running, json::object& options, Host& host) {
  const auto folder = text_in(running, "dataFolder") + "/tls";
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return make_error(Code::configuration, "cannot create the folder " + folder + ": " + std::generic_category().message(errno));
  CHITTY_TRY(const auto issued, host.run({"register", "cert", "issue", "--service", a_service(running), "--out", folder, "--replace"}));
  if (issued.empty()) return make_error(Code::malformed, "no certificate was issued", own_certificate);
  options["tlsCertificate"] = text_in(issued.front(), "certificateFile");
  options["tlsKey"] = text_in(issued.front(), "keyFile");
  options["authority"] = text_in(issued.front(), "rootFile");
  return {};
}

}  // namespace

Result<json::object> up_options(const Up& args) {
  auto options = port_option(args.port);
  const bool files = !args.tls_certificate.empty() || !args.tls_key.empty();
  const bool wants = args.tls || args.tls_port || files || !args.authority.empty();
  if (args.no_tls && wants) return usage_error("'--no-tls' cannot be used with the other options of TLS");
  if (args.tls_certificate.empty() != args.tls_key.empty()) return usage_error("'--tls-certificate' and '--tls-key' must be used together");
  if (wants || args.no_tls) options["tls"] = wants;
  if (args.tls_port) options["tlsPort"] = *args.tls_port;
  if (files) options["tlsCertificate"] = args.tls_certificate, options["tlsKey"] = args.tls_key;
  if (!args.authority.empty()) options["authority"] = args.authority;
  return options;
}

Result<json::value> up_with_certificate(json::object options, Host& host) {
  auto running = host.daemon("up", options);
  if (running || !lacks_certificate(running.error())) return running;
  if (!can_be_issued(host)) {
    Error error = running.error();
    error.hint = own_certificate;
    return error;
  }
  json::object plain = options;
  for (const auto* of_tls : {"tls", "tlsPort", "authority"}) plain.erase(of_tls);
  CHITTY_TRY(const auto first, host.daemon("up", plain));
  CHITTY_TRY(const auto wrote, write_settings(host, first.as_object()));
  for (const auto& key : wrote) host.note("Set " + std::string(key.as_string()));
  if (!first.as_object().contains("services")) {  // nothing was started: a dry run
    host.note("A certificate for this machine would be issued before it listens with HTTPS");
    const auto folder = text_in(first, "dataFolder") + "/tls";
    options["tlsCertificate"] = folder, options["tlsKey"] = folder;
    return host.daemon("up", options);
  }
  CHITTY_DO(issue(first.as_object(), options, host));
  return host.daemon("up", options);
}

}  // namespace os::commands
