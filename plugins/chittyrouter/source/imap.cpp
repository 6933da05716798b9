// A mailbox of an IMAP4rev1 server (RFC 3501), read only: EXAMINE and BODY.PEEK[], so that nothing there is marked as read. Which mails are
// new is told by comparing all UIDs with those that are known, never by `UID n:*`, which gives the last mail when there is none newer.
// A key is UIDVALIDITY and UID: when the server numbers anew, everything is read again, and what has the same bytes is recognized.
#include "imap.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "../mail/mail.hpp"
#include "connection.hpp"

namespace chittyrouter {

using namespace chitty;

namespace {

constexpr std::size_t longest_line = 64 << 10, longest_list = 16 << 20;

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t out = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(out) : std::nullopt;
}

// The digits behind `word` in a line: of "* OK [UIDVALIDITY 7]" 7.
std::optional<std::uint64_t> number_behind(std::string_view line, std::string_view word) {
  const auto at = line.find(word);
  if (at == line.npos) return {};
  const auto from = line.substr(at + word.size());
  return number(from.substr(0, from.find_first_not_of("0123456789")));
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

class Imap : public Source {
 public:
  Imap(ImapPlace place, Reading reading) : place_(std::move(place)), reading_(std::move(reading)) {}

  std::string name() const override { return "imap:" + place_.user + "@" + place_.host + ":" + place_.port + "/" + place_.mailbox; }

  Result<void> begin() {
    CHITTY_DO(log_in());
    return list();
  }

  Result<std::optional<Fetched>> next(const std::unordered_set<std::string>& known) override {
    while (at_ < uids_.size()) {
      const auto uid = uids_[at_++];
      auto key = std::to_string(validity_) + ":" + std::to_string(uid);
      if (known.contains(key)) continue;
      auto bytes = fetch(uid);
      if (!bytes && worth_another(bytes.error())) {  // once more, on a new connection
        CHITTY_DO(log_in());
        bytes = fetch(uid);
      }
      if (!bytes && bytes.error().code == Code::not_found) continue;  // deleted meanwhile
      if (!bytes && bytes.error().code == Code::refused) {
        CHITTY_DO(log_in());
        return std::optional(Fetched{.key = std::move(key), .bytes = {}, .wrong = bytes.error().message});
      }
      if (!bytes) return bytes.error();
      return std::optional(Fetched{.key = std::move(key), .bytes = *std::move(bytes)});
    }
    return std::optional<Fetched>();
  }

 private:
  static bool worth_another(const Error& error) { return error.code == Code::unreachable || error.code == Code::malformed; }
  Error not_agreed(std::string_view line) const { return make_error(Code::malformed, "the mail server " + place_.host + " sends what was not agreed: " + std::string(line.substr(0, 60))); }

  Result<void> log_in() {
    CHITTY_TRY(auto opened, Connection::open({place_.host, place_.port, place_.tls, reading_.authority}, reading_.cancelled));
    connection_.emplace(std::move(opened));
    CHITTY_TRY(const auto greeting, connection_->line(longest_line));
    if (!greeting.starts_with("* OK") && !greeting.starts_with("* PREAUTH")) return not_agreed(greeting);
    if (greeting.starts_with("* OK")) CHITTY_DO(authenticate());
    std::optional<std::uint64_t> validity;
    CHITTY_DO(command("EXAMINE " + in_quotes(place_.mailbox), longest_line, [&](const std::string& line) {
      if (const auto found = number_behind(line, "[UIDVALIDITY ")) validity = found;
    }));
    if (!validity) return make_error(Code::malformed, "the mail server " + place_.host + " gives no UIDVALIDITY");
    if (validity_ != 0 && validity_ != *validity) return make_error(Code::conflict, "the mail server " + place_.host + " has numbered its mails anew meanwhile", "Run the command again: what is here already is recognized");
    validity_ = *validity;
    return {};
  }

  Result<void> authenticate() {
    if (!is_ascii(place_.user) || !is_ascii(reading_.password)) return make_error(Code::configuration, "user and password of an IMAP server are ASCII");
    auto done = command("LOGIN " + in_quotes(place_.user) + " " + in_quotes(reading_.password), longest_line, {});
    if (!done && done.error().code == Code::refused) return make_error(Code::unauthenticated, "the mail server " + place_.host + " does not accept user '" + place_.user + "' with this password", "Keep it: chitty config set chittyos.services.chittyrouter.mailPassword env:NAME");
    return done;
  }

  Result<void> list() {
    CHITTY_DO(command("UID SEARCH ALL", longest_list, [&](const std::string& line) {
      if (!line.starts_with("* SEARCH")) return;
      std::string_view rest = std::string_view(line).substr(8);
      while (!rest.empty()) {
        rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
        const auto word = rest.substr(0, rest.find(' '));
        if (const auto uid = number(word)) uids_.push_back(*uid);
        rest.remove_prefix(word.size());
      }
    }));
    std::sort(uids_.begin(), uids_.end());
    uids_.erase(std::unique(uids_.begin(), uids_.end()), uids_.end());
    return {};
  }

  // The size of the literal that a line ends with.
  static std::optional<std::uint64_t> literal(const std::string& line) {
    const auto open = line.rfind('{');
    if (!line.ends_with('}') || open == line.npos) return {};
    return number(std::string_view(line).substr(open + 1, line.size() - open - 2));
  }

  // A command and its untagged lines, literals dropped. REFUSED in the server's words when it says NO or BAD.
  Result<void> command(const std::string& text, std::size_t most, const std::function<void(const std::string&)>& untagged) {
    const auto tag = "c" + std::to_string(++tag_);
    CHITTY_DO(connection_->write(tag + " " + text + "\r\n"));
    for (;;) {
      CHITTY_TRY(const auto line, connection_->line(most));
      if (line.starts_with(tag + " ")) return ended(line.substr(tag.size() + 1));
      if (!line.starts_with("* ")) return not_agreed(line);
      if (line.starts_with("* BYE")) return make_error(Code::unreachable, "the mail server " + place_.host + " hangs up: " + line.substr(5, 100));
      if (const auto size = literal(line)) {
        if (*size > most) return not_agreed(line);
        CHITTY_DO(connection_->bytes(*size));
      }
      if (untagged) untagged(line);
    }
  }
  Result<void> ended(const std::string& state) const {
    if (state.starts_with("OK")) return {};
    return make_error(Code::refused, "the mail server " + place_.host + " refuses: " + state.substr(0, 200));
  }

  // NOT_FOUND: it is not there any more. REFUSED: too large. A size that lies shows in what follows: that is MALFORMED or UNREACHABLE.
  Result<std::string> fetch(std::uint64_t uid) {
    const auto tag = "f" + std::to_string(++tag_), wanted = std::to_string(uid);
    CHITTY_DO(connection_->write(tag + " UID FETCH " + wanted + " (UID BODY.PEEK[])\r\n"));
    std::optional<std::string> found;
    for (;;) {
      CHITTY_TRY(auto line, connection_->line(longest_line));
      if (line.starts_with(tag + " ")) {
        if (!line.starts_with(tag + " OK") || !found) return make_error(Code::not_found, "gone");
        return *std::move(found);
      }
      if (!line.starts_with("* ")) return not_agreed(line);
      if (line.starts_with("* BYE")) return make_error(Code::unreachable, "the mail server " + place_.host + " hangs up: " + line.substr(5, 100));
      const auto size = literal(line);
      if (!size) continue;
      if (*size > most::mail) return make_error(Code::refused, "it says it has " + std::to_string(*size) + " bytes");
      CHITTY_TRY(auto bytes, connection_->bytes(*size));
      CHITTY_TRY(const auto rest, connection_->line(longest_line));
      if (!rest.ends_with(')')) return not_agreed(rest);
      const bool is_it = number_behind(line, "UID ") == uid || number_behind(rest, "UID ") == uid;
      if (is_it && line.find("BODY[]") != line.npos) found = std::move(bytes);
    }
  }

  ImapPlace place_;
  Reading reading_;
  std::optional<Connection> connection_;
  std::uint64_t validity_ = 0;
  std::vector<std::uint64_t> uids_;
  std::size_t at_ = 0;
  unsigned tag_ = 0;
};

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned code = 0;
    const bool encoded = text[i] == '%' && i + 2 < text.size() && std::from_chars(&text[i + 1], &text[i + 3], code, 16).ptr == &text[i + 3];
    out += encoded ? static_cast<char>(code) : text[i];
    if (encoded) i += 2;
  }
  return out;
}

}  // namespace

Result<ImapPlace> parse_imap(std::string_view url) {
  const auto wrong = [] { return usage_error("this is no address of a mailbox", "Write it as imaps://USER@HOST/MAILBOX"); };
  ImapPlace place;
  place.tls = url.starts_with("imaps://");
  if (!place.tls && !url.starts_with("imap://")) return wrong();
  url.remove_prefix(place.tls ? 8 : 7);
  const auto slash = std::min(url.find('/'), url.size());
  auto authority = url.substr(0, slash);
  place.mailbox = decoded(url.substr(std::min(slash + 1, url.size())));
  if (place.mailbox.empty()) place.mailbox = "INBOX";
  const auto at = authority.rfind('@');
  if (at == authority.npos || at == 0) return wrong();  // without the text: it may hold a password
  place.user = decoded(authority.substr(0, at));
  if (authority.substr(0, at).find(':') != authority.npos) return usage_error("a password does not belong into the address of a mailbox", "Keep it: chitty config set chittyos.services.chittyrouter.mailPassword env:NAME");
  authority.remove_prefix(at + 1);
  const auto colon = authority.rfind(':');
  place.port = colon == authority.npos ? (place.tls ? "993" : "143") : std::string(authority.substr(colon + 1));
  place.host = std::string(authority.substr(0, colon));
  if (place.host.empty() || !number(place.port) || !is_ascii(place.host) || !is_ascii(place.mailbox) || !is_ascii(place.user)) return wrong();
  const bool here = place.host == "localhost" || place.host == "127.0.0.1";
  if (!place.tls && !here) return make_error(Code::configuration, "the password for " + place.host + " would be sent unencrypted", "Use imaps://");
  return place;
}

Result<std::unique_ptr<Source>> open_imap(const std::string& url, const Reading& reading) {
  CHITTY_TRY(auto place, parse_imap(url));
  auto made = std::make_unique<Imap>(std::move(place), reading);
  CHITTY_DO(made->begin());
  return std::unique_ptr<Source>(std::move(made));
}

}  // namespace chittyrouter
