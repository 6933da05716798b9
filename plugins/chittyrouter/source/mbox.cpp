// An mbox file (RFC 4155): mails behind lines that begin with "From ", read one after the other in the memory of one. A key is the hash
// of the mail, for its place changes when others are deleted.
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "../mail/mail.hpp"
#include "source.hpp"

namespace chittyrouter {

using namespace chitty;

namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

// ">From " was "From ", ">>From " was ">From " (mboxrd).
bool is_quoted(std::string_view line) {
  const auto marks = line.find_first_not_of('>');
  return marks != line.npos && marks > 0 && line.substr(marks).starts_with("From ");
}

class Mbox : public Source {
 public:
  Mbox(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}

  std::string name() const override { return "mbox:" + path_; }

  Result<std::optional<Fetched>> next(const std::unordered_set<std::string>& known) override {
    while (!ended_) {
      auto bytes = one();
      if (!bytes) return bytes.error();
      if (bytes->empty()) continue;
      auto key = sha256_hex(*bytes);
      if (!known.contains(key)) return std::optional(Fetched{.key = std::move(key), .bytes = *std::move(bytes)});
    }
    return std::optional<Fetched>();
  }

  Result<void> begin() {
    const auto line = read_line();
    if (!line.starts_with("From ")) return make_error(Code::configuration, "'" + path_ + "' is no mbox file: it does not begin with 'From '", "Name the folder of a Maildir, or an mbox file");
    return {};
  }

 private:
  // Up to the next "From " behind an empty line.
  Result<std::string> one() {
    std::string mail;
    bool blank = false;
    for (;;) {
      const auto line = read_line();
      if (line.empty()) {
        ended_ = true;
        if (std::ferror(file_.get())) return make_error(Code::configuration, "cannot read '" + path_ + "': " + std::strerror(errno));
        break;
      }
      if (blank && line.starts_with("From ")) break;
      blank = line == "\n" || line == "\r\n";
      if (mail.size() <= most::mail) mail += is_quoted(line) ? line.substr(1) : line;
    }
    if (mail.ends_with("\n\n")) mail.pop_back();
    return mail;
  }

  // With its end; a longer one in pieces.
  std::string_view read_line() {
    std::size_t size = 0;
    int c = 0;
    while (size < sizeof line_ && (c = ::getc_unlocked(file_.get())) != EOF) {
      line_[size++] = static_cast<char>(c);
      if (c == '\n') break;
    }
    return {line_, size};
  }

  std::string path_;
  std::unique_ptr<std::FILE, Close> file_;
  char line_[64 << 10];
  bool ended_ = false;
};

}  // namespace

Result<std::unique_ptr<Source>> open_mbox(const std::string& file) {
  auto* handle = std::fopen(file.c_str(), "re");
  if (!handle) return make_error(Code::not_found, "cannot read mailbox '" + file + "': " + std::strerror(errno));
  std::error_code ignored;
  auto made = std::make_unique<Mbox>(std::filesystem::canonical(file, ignored).string(), handle);
  CHITTY_DO(made->begin());
  return std::unique_ptr<Source>(std::move(made));
}

}  // namespace chittyrouter
