#include "reader.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <cerrno>
#include <memory>
#include <system_error>

namespace chittyschema {

using namespace chitty;

namespace {

constexpr std::size_t piece = 256 * 1024;
constexpr std::string_view blanks = " \t\r\n";

bool is_json(std::string_view text) {
  boost::system::error_code failed;
  boost::json::parse(text, failed);
  return !failed;
}

}  // namespace

Reader::Reader(Read read, std::string path, As as, bool arrays_are_items)
    : read_(std::move(read)), path_(std::move(path)), as_(as), arrays_are_items_(arrays_are_items) {
  if (as_ == As::automatic && (path_.ends_with(".ndjson") || path_.ends_with(".jsonl"))) as_ = As::ndjson;
}

Error Reader::wrong(const std::string& what) const {
  auto error = usage_error("'" + path_ + "' " + what + " in line " + std::to_string(position_.line));
  error.details["line"] = position_.line;
  return error;
}

// False at the end. What has been passed is dropped first.
Result<bool> Reader::more() {
  if (ended_) return false;
  if (held_.size() - at_ > largest) return wrong("has a document of more than 64 MiB");
  if (at_ > 0) held_.erase(0, at_), at_ = 0;
  const auto had = held_.size();
  held_.resize(had + piece);
  const auto got = read_(held_.data() + had, piece);
  held_.resize(had + (got ? *got : 0));
  if (!got) return got.error();
  bytes_ += *got;
  ended_ = *got == 0;
  return !ended_;
}

void Reader::pass(std::size_t end) {
  position_ = position_of(std::string_view(held_).substr(at_), end - at_, position_);
  at_ = end;
}

void Reader::pass_blanks() { pass(std::min(held_.find_first_not_of(blanks, at_), held_.size())); }

Result<void> Reader::begin() {
  begun_ = true;
  CHITTY_DO(more());
  if (held_.starts_with("\xEF\xBB\xBF")) at_ = 3;  // a byte order mark
  if (as_ == As::ndjson) return {};
  pass_blanks();
  while (at_ == held_.size() && !ended_) {
    CHITTY_DO(more());
    pass_blanks();
  }
  if (as_ != As::automatic) return {};
  if (at_ < held_.size() && held_[at_] == '[') {
    as_ = arrays_are_items_ ? As::array : As::document;
  } else {
    constexpr std::size_t far = 1u << 20;  // a first line that is longer is taken for a document
    while (!ended_ && held_.size() - at_ < far && held_.find_first_not_of(blanks, std::min(held_.find('\n', at_), held_.size())) == held_.npos) CHITTY_DO(more());
    const auto end = held_.find('\n', at_);
    const bool follows = end != held_.npos && held_.find_first_not_of(blanks, end) != held_.npos;
    as_ = follows && is_json(std::string_view(held_).substr(at_, end - at_)) ? As::ndjson : As::document;
  }
  return {};
}

Result<std::optional<Document>> Reader::next() {
  if (!begun_) CHITTY_DO(begin());
  if (done_) return std::optional<Document>();
  if (as_ == As::ndjson) return line();
  return as_ == As::array ? item() : whole();
}

Result<std::optional<Document>> Reader::line() {
  for (;;) {
    auto looked = at_;
    std::size_t end;
    while ((end = held_.find('\n', looked)) == held_.npos) {
      const auto so_far = held_.size() - at_;
      CHITTY_TRY(const bool went_on, more());
      if (!went_on) break;
      looked = at_ + so_far;
    }
    if (end == held_.npos && at_ == held_.size()) return done_ = true, std::optional<Document>();
    const auto stop = end == held_.npos ? held_.size() : end;
    Document found{std::string_view(held_).substr(at_, stop - at_), 0, position_};
    at_ = end == held_.npos ? stop : stop + 1;
    ++position_.line, position_.column = 1;
    if (found.text.find_first_not_of(blanks) == found.text.npos) continue;
    found.number = ++number_;
    return std::optional(found);
  }
}

Result<std::optional<Document>> Reader::whole() {
  for (bool went_on = true; went_on;) {
    CHITTY_TRY(went_on, more());
  }
  done_ = true;
  if (at_ == held_.size()) return wrong("has no document");
  return std::optional(Document{std::string_view(held_).substr(at_), 1, position_});
}

// From one item to the next: what lies within strings and brackets is passed over.
Result<std::optional<Document>> Reader::item() {
  const auto settle = [&]() -> Result<void> {
    for (pass_blanks(); at_ == held_.size() && !ended_; pass_blanks()) CHITTY_DO(more());
    return {};
  };
  if (!in_array_) {
    if (at_ == held_.size() || held_[at_] != '[') return wrong("is not an array");
    in_array_ = true;
    pass(at_ + 1);
    CHITTY_DO(settle());
    if (at_ < held_.size() && held_[at_] == ']') done_ = true;
  } else {
    CHITTY_DO(settle());
    if (at_ < held_.size() && held_[at_] == ']') done_ = true;
    else if (at_ == held_.size() || held_[at_] != ',') return wrong("ends within the array, or has no comma between two items,");
    else {
      pass(at_ + 1);
      CHITTY_DO(settle());
    }
  }
  if (done_) {
    pass(at_ + 1);
    CHITTY_DO(settle());
    if (at_ < held_.size()) return wrong("has more behind the array");
    return std::optional<Document>();
  }
  const auto begins = position_;
  std::size_t length = 0;  // of what was looked at, from at_
  int depth = 0;
  bool in_string = false, escaped = false;
  for (;; ++length) {
    if (at_ + length == held_.size()) {
      CHITTY_TRY(const bool went_on, more());
      if (!went_on) return wrong("ends within the array");
    }
    const char c = held_[at_ + length];
    if (in_string) {
      if (escaped) escaped = false;
      else if (c == '\\') escaped = true;
      else if (c == '"') in_string = false;
      continue;
    }
    if (depth == 0 && (c == ',' || c == ']')) break;
    if (c == '"') in_string = true;
    else if (c == '{' || c == '[') ++depth;
    else if (c == '}' || c == ']') --depth;
  }
  const auto start = at_;
  position_ = position_of(std::string_view(held_).substr(at_), length, position_);
  at_ += length;
  return std::optional(Document{std::string_view(held_).substr(start, length), ++number_, begins});
}

Result<Reader::Read> open_documents(const std::string& path, Reader::Read input) {
  if (path == "-") return input;
  const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (number < 0) return make_error(Code::not_found, "cannot read '" + path + "': " + std::generic_category().message(errno));
  const std::shared_ptr<const int> file(new int(number), [](const int* open) {
    ::close(*open);
    delete open;
  });
  return Reader::Read([file, path](char* buffer, std::size_t capacity) -> Result<std::size_t> {
    for (;;) {
      const auto got = ::read(*file, buffer, capacity);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return make_error(Code::not_found, "cannot read '" + path + "': " + std::generic_category().message(errno));
    }
  });
}

}  // namespace chittyschema
