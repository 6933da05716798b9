#include "daemon/process/options.hpp"

#include "config/secret/secret_words.hpp"
#include "daemon/process/database_url.hpp"

#include <boost/program_options.hpp>

#include <charconv>
#include <cstdlib>
#include <sstream>

namespace chitty::host::daemon {
namespace {

namespace po = boost::program_options;

std::string example_address() { return "127.0.0.1:" + std::to_string(default_port); }

po::options_description described() {
  po::options_description options("Options");
  options.add_options()("data", po::value<std::string>()->value_name("DIR"), "data folder; the database, blobs and token are in its folder local")("state", po::value<std::string>()->value_name("DIR"), "folder of the access log")("config", po::value<std::string>()->value_name("DIR"), "folder of the user's configuration")("listen", po::value<std::string>()->value_name("HOST:PORT"),
                                                                                                                                                                                                                                                                                                                                  ("address to listen at (" + example_address() + "); sockets of systemd take precedence").c_str())("tls-listen", po::value<std::string>()->value_name("HOST:PORT"), "address to listen at with TLS (HTTPS), besides")("tls-certificate", po::value<std::string>()->value_name("FILE"), "its certificate (PEM), followed by those between it and the authority;\nread again when it or the key has changed")("tls-key", po::value<std::string>()->value_name("FILE"), "the certificate's private key (PEM), for its owner alone (mode 0600)")("allow-remote", "allow --listen and --tls-listen on an address that other machines can reach")("database", po::value<std::string>()->value_name("URL"), "database, or env:NAME or file:PATH that holds it\n(chittyos.sharedDatabase, else sqlite:DIR/local/chittyos.db)")("blobs", po::value<std::string>()->value_name("URL"), "object store for blobs, s3://BUCKET/PREFIX?…, or env:NAME or file:PATH that holds it\n(chittyos.sharedBlobs, else the folder DIR/local/blobs)")("log", po::value<std::string>()->value_name("FILE"), "write the log there instead of to stderr")("threads", po::value<unsigned>()->value_name("N"), "threads that answer requests (one for each core)")("reply-limit", po::value<unsigned>()->value_name("SECONDS"), "time that a service may take to begin its reply (120)")("check-replies", "for developers of a service: check each reply against the\nmanifest, and answer 500 if it does not fit (also by CHITTYD_CHECK_REPLIES=1)")("develop", po::value<std::string>()->value_name("SERVICE"), "for who develops a service: undo and redo its migrations that have changed, with what is in their tables")("watchdog", po::value<unsigned>()->value_name("SECONDS"), "restart a worker that hangs for this long (15; 0: never)")("version", "show the version")("help,h", "show this help");
  return options;
}

// What only chitty says.
po::options_description described_for_chitty() {
  po::options_description options;
  options.add_options()("owner-work", po::value<int>(), "descriptor of an order of the owner's");
  return options;
}

// "127.0.0.1:4271" or "[::1]:4271".
Result<void> parse_address(const std::string& text, std::string& to_host, std::uint16_t& to_port) {
  const auto colon = text.rfind(':');
  const auto wrong = usage_error("'" + text + "' is not an address and a port.", "Write it as " + example_address() + " or [::1]:" + std::to_string(default_port) + ".");
  if (colon == std::string::npos) return wrong;
  std::string host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  const char* end = text.data() + text.size();
  const auto port = std::from_chars(text.data() + colon + 1, end, to_port);
  if (host.empty() || port.ec != std::errc() || port.ptr != end) return wrong;
  to_host = host == "localhost" ? "127.0.0.1" : host;
  return {};
}

// All three words, or none.
Result<void> parse_tls(const po::variables_map& given, Options::Tls& tls) {
  const auto count = given.count("tls-listen") + given.count("tls-certificate") + given.count("tls-key");
  if (count == 0) return {};
  if (count < 3)
    return usage_error("--tls-listen, --tls-certificate and --tls-key are only of use together.", "Give all three, or none.");
  if (auto address = parse_address(given["tls-listen"].as<std::string>(), tls.host, tls.port); !address) return address.error();
  tls.certificate = given["tls-certificate"].as<std::string>();
  tls.key = given["tls-key"].as<std::string>();
  if (tls.certificate.empty() || tls.key.empty()) return usage_error("--tls-certificate and --tls-key need a file.");
  return {};
}

Result<void> only_this_machine(const std::string& host) {
  if (is_loopback(host)) return {};
  return usage_error("Other machines could reach chittyd at " + host + ".", "Listen at 127.0.0.1, or pass --allow-remote if that is what you want.");
}

std::string help_text() {
  std::ostringstream text;
  text << "Usage: chittyd [options]\n\nThe local ChittyOS: hosts the service of every installed plugin.\n\n"
       << described();
  return text.str();
}

}  // namespace

bool is_loopback(const std::string& host) { return host.rfind("127.", 0) == 0 || host == "::1"; }

std::string url_of(const std::string& host, std::uint16_t port, std::string_view scheme) {
  const bool v6 = host.find(':') != std::string::npos;
  return std::string(scheme) + "://" + (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<Options> parse_options(int argc, const char* const* argv, Paths defaults) {
  Options options;
  options.paths = std::move(defaults);
  po::variables_map given;
  try {
    po::options_description all = described();
    all.add(described_for_chitty());
    po::store(po::command_line_parser(argc, argv).options(all).positional({}).run(), given);
  } catch (const std::exception& failure) {
    return usage_error("chittyd was not started: " + std::string(failure.what()) + ".", "See chittyd --help");
  }
  if (given.count("help")) options.print = help_text();
  if (given.count("version")) options.print = "chittyd " CHITTY_VERSION "\n";
  if (given.count("data")) options.paths.data = given["data"].as<std::string>();
  if (given.count("state")) options.paths.state = given["state"].as<std::string>();
  if (given.count("config")) options.paths.config = given["config"].as<std::string>();
  if (given.count("owner-work")) options.owner_work = given["owner-work"].as<int>();
  if (given.count("log")) options.log = given["log"].as<std::string>();
  if (given.count("threads")) options.threads = given["threads"].as<unsigned>();
  if (given.count("reply-limit")) options.reply_limit = given["reply-limit"].as<unsigned>();
  if (options.reply_limit < 1 || options.reply_limit > 86400)
    return usage_error("The limit for replies must be between a second and a day.", "The usual one is 120 seconds.");
  options.check_replies = given.count("check-replies") > 0 || std::getenv("CHITTYD_CHECK_REPLIES");
  if (given.count("develop")) options.develop = given["develop"].as<std::string>();
  if (given.count("watchdog")) options.watchdog = given["watchdog"].as<unsigned>();
  if (options.watchdog > 3600)
    return usage_error("The watchdog's patience must be an hour at most.", "The usual one is 15 seconds; 0 turns it off.");
  options.allow_remote = given.count("allow-remote") > 0;
  if (given.count("listen"))
    if (auto address = parse_address(given["listen"].as<std::string>(), options.host, options.port); !address) return address.error();
  if (auto tls = parse_tls(given, options.tls); !tls) return tls.error();
  for (const auto& host : {options.host, options.tls.host})
    if (!host.empty() && !options.allow_remote)
      if (auto own = only_this_machine(host); !own) return own.error();
  if (given.count("database")) options.database = given["database"].as<std::string>();
  if (has_password(options.database))
    return usage_error("Others could read the database's password in the list of processes.",
                       "Give the URL as --database file:PATH (a file that only you can read), or --database env:NAME");
  if (given.count("blobs")) options.blobs = given["blobs"].as<std::string>();
  if (has_plain_secret(options.blobs))
    return usage_error("Others could read the object store's secret in the list of processes.",
                       "Give the URL as --blobs file:PATH (a file that only you can read), or its secret as secret=file:PATH");
  return options;
}

}  // namespace chitty::host::daemon
