#include "app/browser.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chitty/html.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "base/process/child_process.hpp"
#include "base/text.hpp"

namespace chitty::host {

namespace fs = std::filesystem;

namespace {

using namespace std::chrono_literals;

constexpr auto until_it_has_failed = 1s;

Error no_browser(const std::string& why) {
  return make_error(Code::not_supported, "cannot open a browser: " + why + ".",
                    "Open the page yourself, or name a browser with CHITTY_BROWSER.");
}

// Nothing but an address: no blank, no quote, no control character, so that no browser's own command line can be
// misled.
bool is_web_address(std::string_view url) {
  const auto plain = [](unsigned char c) {
    return c > 0x20 && c < 0x7f &&
           std::string_view("\"'`<>\\^{|}").find(static_cast<char>(c)) == std::string_view::npos;
  };
  const std::size_t scheme = url.starts_with("http://") ? 7 : url.starts_with("https://") ? 8
                                                                                          : 0;
  return scheme && url.size() > scheme && url.size() <= 8192 &&
         (std::isalnum(static_cast<unsigned char>(url[scheme])) || url[scheme] == '[') &&
         std::all_of(url.begin(), url.end(), plain);
}

bool is_program(const fs::path& path) {
  std::error_code ec;
  return fs::is_regular_file(path, ec) && ::access(path.c_str(), X_OK) == 0;
}

// The path of a program by its path or name; relative folders of PATH are passed over.
std::optional<std::string> program(const std::string& name, const Variables& variable) {
  if (name.empty()) return {};
  if (name.find('/') != std::string::npos) return is_program(name) ? std::optional(name) : std::nullopt;
  for (const auto& folder : split(variable("PATH"), ':'))
    if (folder.starts_with('/') && is_program(fs::path(folder) / name)) return (fs::path(folder) / name).string();
  return {};
}

// One of BROWSER's: words at blanks, "%s" is the address, which else comes last.
std::optional<std::vector<std::string>> as_command(const std::string& text, const std::string& url,
                                                   const Variables& variable) {
  std::vector<std::string> words;
  for (const auto& word : split(text, ' '))
    if (!word.empty()) words.push_back(word);
  const auto path = words.empty() ? std::nullopt : program(words.front(), variable);
  if (!path) return {};
  words.front() = *path;
  const auto place = std::find(words.begin(), words.end(), "%s");
  if (place == words.end())
    words.push_back(url);
  else
    *place = url;
  return words;
}

// What stands behind the '#' of an address goes to no server: it is where an address that opens a door has its key. The arguments of
// a program are anybody's to read, so such an address is in a page of the person's own that leads there. Those of earlier times, whose
// keys have long ended, are removed.
Result<std::string> page_that_leads_to(const std::string& url, const Variables& variable) {
  const auto runtime = variable("XDG_RUNTIME_DIR"), state = variable("XDG_STATE_HOME");
  const fs::path folder = (runtime.starts_with('/') ? fs::path(runtime) : state.starts_with('/') ? fs::path(state)
                                                                                                 : fs::path(variable("HOME")) / ".local/state") /
                          "chitty/pages";
  std::error_code ec;
  fs::create_directories(folder, ec);
  if (ec || ::chmod(folder.c_str(), 0700) != 0) return no_browser("cannot make the folder " + folder.string());
  const auto old = fs::file_time_type::clock::now() - std::chrono::minutes(2);
  for (const auto& file : fs::directory_iterator(folder, ec))
    if (std::error_code gone; file.path().extension() == ".html" && fs::last_write_time(file, gone) < old && !gone) fs::remove(file, gone);
  std::string path = (folder / "page-XXXXXX.html").string();
  const int file = ::mkstemps(path.data(), 5);  // 0600
  const auto address = escape_html(url);
  const std::string page = "<!doctype html>\n<meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\">\n<meta http-equiv=\"refresh\" content=\"0;url=" +
                           address + "\">\n<title>chitty</title>\n<a href=\"" + address + "\">Go on</a>\n";
  const bool written = file >= 0 && ::write(file, page.data(), page.size()) == static_cast<ssize_t>(page.size());
  if (file >= 0) ::close(file);
  if (!written) return no_browser("cannot write a file in " + folder.string());
  std::string encoded = "file://";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    constexpr std::string_view digits = "0123456789ABCDEF";
    if (std::isalnum(byte) || std::string_view("/-._~").find(c) != std::string_view::npos) encoded += c;
    else encoded += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return encoded;
}

}  // namespace

Variables variables_of_this_process() {
  return [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value ? value : "");
  };
}

Result<std::vector<std::string>> browser_command(std::string_view address, const Variables& variable) {
  const std::string url(address);
  if (!is_web_address(url)) return usage_error("only http and https addresses can be opened in a browser");
  if (const auto own = variable("CHITTY_BROWSER"); own == "none") {
    return no_browser("CHITTY_BROWSER is set to none");
  } else if (!own.empty()) {
    if (const auto path = program(own, variable)) return std::vector{*path, url};
    return no_browser("CHITTY_BROWSER is '" + own + "', which is not a program");
  }
  if (!variable("SSH_CONNECTION").empty()) return no_browser("this is a remote shell (SSH_CONNECTION)");
  if (variable("DISPLAY").empty() && variable("WAYLAND_DISPLAY").empty() && variable("WSL_DISTRO_NAME").empty())
    return no_browser("there is no display (DISPLAY, WAYLAND_DISPLAY)");
  for (const auto& one : split(variable("BROWSER"), ':'))
    if (auto command = as_command(one, url, variable)) return *command;
  for (const char* name : {"xdg-open", "wslview", "open"})
    if (const auto path = program(name, variable)) return std::vector{*path, url};
  return no_browser("none of xdg-open, wslview and open is installed");
}

Result<void> open_in_browser(std::string_view url, const Variables& variable, const CancelToken& cancel) {
  auto command = browser_command(url, variable);
  if (!command) return command.error();
  if (url.find('#') != url.npos) {
    CHITTY_TRY(const auto page, page_that_leads_to(std::string(url), variable));
    std::replace(command->begin(), command->end(), std::string(url), page);
  }
  const auto child = start_child({command->front(), *command, -1});
  if (!child) return no_browser(command->front() + " cannot be started");
  int status = 0;
  for (const auto end = CancelToken::Clock::now() + until_it_has_failed; CancelToken::Clock::now() < end;) {
    if (::waitpid(*child, &status, WNOHANG) == *child) {
      if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
      return no_browser(command->front() + " failed to open the page");
    }
    if (!cancel.wait(10ms)) return make_error(Code::cancelled, "Stopped.");
  }
  return {};  // a browser that was not running yet stays
}

}  // namespace chitty::host
