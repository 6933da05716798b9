#include "request/body.hpp"

#include <boost/json/serialize.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <deque>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/random.hpp"
#include "request/draft.hpp"

namespace chitty::host {

namespace {

// A text, a file or standard input, one after the other, as one stream.
class Pieces {
 public:
  void add(std::string text) {
    length_ += length_ < 0 ? 0 : static_cast<std::int64_t>(text.size());
    all_.push_back({std::move(text), Fd(), nullptr});
  }

  Result<void> add_file(const std::string& path, Courier& courier) {
    if (path == "-") {
      length_ = -1;
      all_.push_back({{}, Fd(), &courier});
      return {};
    }
    Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat facts {};
    if (file.get() < 0 || ::fstat(file.get(), &facts) != 0)
      return usage_error("cannot read '" + path + "': " + system_words(errno));
    if (S_ISDIR(facts.st_mode)) return usage_error("cannot read '" + path + "': it is a folder");
    if (!S_ISREG(facts.st_mode)) length_ = -1;
    if (length_ >= 0) length_ += facts.st_size;
    all_.push_back({{}, std::move(file), nullptr});
    return {};
  }

  std::int64_t length() const { return length_; }  // -1: unknown

  std::size_t read(char* buffer, std::size_t capacity) {
    while (!all_.empty()) {
      const std::size_t got = read_front(buffer, capacity);
      if (got != 0) return got;
      all_.pop_front();
      taken_ = 0;
    }
    return 0;
  }

 private:
  struct Piece {
    std::string text;
    Fd file;
    Courier* input = nullptr;
  };

  std::size_t read_front(char* buffer, std::size_t capacity) {
    Piece& piece = all_.front();
    if (piece.input) {
      const auto got = piece.input->input(buffer, capacity);
      return got ? *got : source_failed;
    }
    if (piece.file.get() >= 0) {
      const auto got = ::read(piece.file.get(), buffer, capacity);
      return got < 0 ? source_failed : static_cast<std::size_t>(got);
    }
    const std::size_t got = piece.text.copy(buffer, capacity, taken_);
    taken_ += got;
    return got;
  }

  std::deque<Piece> all_;
  std::size_t taken_ = 0;  // of the first, when it is a text
  std::int64_t length_ = 0;
};

void stream(std::shared_ptr<Pieces> pieces, Outgoing& out) {
  out.source_length = pieces->length();
  out.source = [pieces = std::move(pieces)](char* buffer, std::size_t capacity) { return pieces->read(buffer, capacity); };
}

// Within quotes of a Content-Disposition: as browsers do it (RFC 7578, 2).
std::string in_quotes(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '"' ? std::string("%22") : c == '\r' ? std::string("%0D")
                                                               : c == '\n'   ? std::string("%0A")
                                                                             : std::string(1, c);
  return out;
}

std::string head_of(const Part& part, const std::string& boundary, const std::string& file) {
  std::string head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + in_quotes(part.name) + '"';
  if (!file.empty()) {
    const auto slash = file.rfind('/');
    head += "; filename=\"" + in_quotes(file == "-" ? "stdin" : slash == file.npos ? file
                                                                                   : file.substr(slash + 1)) +
            '"';
  }
  const std::string fallback = !file.empty() ? "application/octet-stream" : !part.fields.empty() ? "application/json"
                                                                                                 : "";
  const auto& type = part.type.empty() ? fallback : part.type;
  return head + (type.empty() ? "" : "\r\nContent-Type: " + type) + "\r\n\r\n";
}

// One part; nothing where its argument is absent.
Result<void> add_part(const Part& part, const std::string& boundary, Values& values, Pieces& pieces) {
  if (!part.file.empty()) {
    const auto path = values.text(part.file);
    if (path.empty()) return {};
    pieces.add(head_of(part, boundary, path));
    if (auto added = pieces.add_file(path, values.courier()); !added) return added;
    pieces.add("\r\n");
    return {};
  }
  json::value content = json::object();
  for (const auto& [pointer, source] : part.fields) {
    auto value = values.of(source);
    if (!value) return value.error();
    if (!*value) continue;
    if (auto put = put_at(content, pointer, **value); !put) return put;
  }
  if (part.value) {
    auto value = values.of(*part.value);
    if (!value) return value.error();
    if (!*value) return {};
    content = std::move(**value);
  }
  pieces.add(head_of(part, boundary, {}) + text_of(content) + "\r\n");
  return {};
}

std::string random_boundary() {
  char bytes[32] = {};
  (void)fill_random(bytes, sizeof bytes);
  return "chitty-" + hex(sha256({bytes, sizeof bytes})).substr(0, 32);
}

Result<void> attach_parts(const Body& body, Values& values, Outgoing& out) {
  const auto boundary = random_boundary();
  auto pieces = std::make_shared<Pieces>();
  for (const auto& part : body.parts)
    if (auto added = add_part(part, boundary, values, *pieces); !added) return added;
  pieces->add("--" + boundary + "--\r\n");
  out.headers.emplace_back("Content-Type", "multipart/form-data; boundary=" + boundary);
  stream(std::move(pieces), out);
  return {};
}

Result<void> attach_form(const Body& body, Values& values, Outgoing& out) {
  const auto add = [&](const std::string& name, const json::value& value) {
    out.body += (out.body.empty() ? "" : "&") + encoded(name) + '=' + encoded(text_of(value));
  };
  for (const auto& [name, source] : body.members) {
    auto value = values.of(source);
    if (!value) return value.error();
    if (!*value) continue;
    if (!(*value)->is_array()) add(name, **value);
    else
      for (const auto& one : (*value)->get_array()) add(name, one);
  }
  out.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  return {};
}

}  // namespace

Result<void> attach_body(const Body& body, Values& values, Outgoing& out) {
  if (body.kind == Body::Kind::form) return attach_form(body, values, out);
  if (body.kind == Body::Kind::parts) return attach_parts(body, values, out);
  auto pieces = std::make_shared<Pieces>();
  const auto path = values.text(body.file);
  if (path.empty()) return {};
  if (auto added = pieces->add_file(path, values.courier()); !added) return added;
  out.headers.emplace_back("Content-Type", body.type);
  stream(std::move(pieces), out);
  return {};
}

}  // namespace chitty::host
