#include "local/development.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/json/serialize.hpp>
#include <optional>

#include "base/files.hpp"
#include "local/control.hpp"

namespace chitty::host {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// As a word of the shell.
std::string quoted(const std::string& text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? "'\\''" : std::string(1, c);
  return word + "'";
}

// One that nobody has now.
std::optional<std::uint16_t> free_port() {
  const Fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* any = reinterpret_cast<sockaddr*>(&address);
  if (!socket || ::bind(socket.get(), any, size) != 0 || ::getsockname(socket.get(), any, &size) != 0)
    return std::nullopt;
  return ntohs(address.sin_port);
}

}  // namespace

Development::Development(const Paths& paths, fs::path folder)
    : folder_(std::move(folder)),
      paths_{.config = folder_ / "config" / "chitty",
             .data = folder_ / "data" / "chitty",
             .cache = folder_ / "cache" / "chitty",
             .state = folder_ / "state" / "chitty",
             .library = paths.library,
             .program = paths.program} {}

Result<void> Development::install(const std::string& name, std::string_view library) const {
  const auto place = paths_.data / "plugins";
  if (auto made = make_folder(place); !made) return made;
  std::error_code ec;
  for (const auto& old : fs::directory_iterator(place, ec))
    if (old.path().filename() != name + ".so") fs::remove(old.path(), ec);
  return replace_file(place / (name + ".so"), library);
}

Result<void> Development::write_command() const {
  std::string text = "#!/bin/sh\n# chitty for the plugin that is developed here; written by 'chitty plugin dev'.\n";
  for (const auto* kind : {"config", "data", "state", "cache"}) {
    std::string variable = kind;
    for (auto& c : variable) c = static_cast<char>(c - 'a' + 'A');
    text += "export XDG_" + variable + "_HOME=" + quoted((folder_ / kind).string()) + "\n";
  }
  text += "exec " + quoted((paths_.program / "chitty").string()) + " \"$@\"\n";
  return replace_file(command(), text, 0755);
}

// What is there already is the author's.
Result<void> Development::write_settings(const json::object& running) const {
  const auto file = paths_.config / "config.json";
  std::error_code ec;
  if (fs::exists(file, ec)) return {};
  if (auto made = make_folder(paths_.config); !made) return made;
  const json::object settings{
      {"chittyos", json::object{{"environment", "local"},
                                {"baseUrl", running.at("baseUrl")},
                                {"token", "file:" + std::string(running.at("tokenFile").as_string())}}}};
  return replace_file(file, json::serialize(settings) + "\n");
}

Result<json::object> Development::run(const std::string& name, std::string_view library) {
  if (auto made = make_folder(folder_); !made) return made.error();
  if (auto written = write_command(); !written) return written.error();
  Control control(paths_, default_port, {"--develop", name, "--check-replies"});
  if (auto stopped = control.down(); !stopped) return stopped.error();
  if (auto installed = install(name, library); !installed) return installed.error();
  std::error_code ec;
  const bool has_port = fs::exists(control.folder().settings_file(), ec);
  auto running = control.up(has_port ? std::nullopt : free_port());
  if (!running) return running;
  if (auto written = write_settings(*running); !written) return written.error();
  return running;
}

}  // namespace chitty::host
