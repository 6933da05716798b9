#include "request/events.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <chitty/finite.hpp>
#include <chitty/plugin.h>

#include <memory>

#include "base/text.hpp"

namespace chitty::host {

namespace json = boost::json;

namespace {

json::value parse(std::string_view text, boost::system::error_code& ec) {
  json::parse_options limits;
  limits.max_depth = CHITTY_MAX_DEPTH;
  auto value = json::parse(text, ec, {}, limits);
  if (!ec && has_nonfinite(value)) ec = json::error::exponent_overflow;
  return value;
}

// Bytes to lines, which end in LF, CR LF, or where `lone_cr` is set in CR. A byte order mark at the beginning is left out.
class Lines {
 public:
  explicit Lines(bool lone_cr) : lone_cr_(lone_cr) {}

  template <class Line>
  Result<void> take(std::string_view bytes, Line&& line) {
    while (!bytes.empty()) {
      if (after_cr_ && bytes.front() == '\n') {
        after_cr_ = false;
        bytes.remove_prefix(1);
        continue;
      }
      after_cr_ = false;
      const auto end = bytes.find_first_of(lone_cr_ ? "\r\n" : "\n");
      if (kept_.size() + std::min(end, bytes.size()) > CHITTY_MAX_MESSAGE)
        return make_error(Code::malformed, "The stream has a line of more than 64 MiB.");
      kept_ += bytes.substr(0, end);
      if (end == bytes.npos) return {};
      after_cr_ = bytes[end] == '\r';
      bytes.remove_prefix(end + 1);
      std::string whole;
      whole.swap(kept_);
      if (first_) whole = without_byte_order_mark(whole);
      first_ = false;
      if (!whole.empty() && whole.back() == '\r') whole.pop_back();
      if (auto done = line(whole); !done) return done;
    }
    return {};
  }

  std::string_view rest() const {
    return first_ ? without_byte_order_mark(kept_) : std::string_view(kept_);
  }

 private:
  std::string kept_;
  bool lone_cr_;
  bool after_cr_ = false, first_ = true;
};

class NdjsonStream : public EventStream {
 public:
  Result<void> take(std::string_view bytes, const GiveRecord& give) override {
    return lines_.take(bytes, [&](const std::string& line) { return one(line, give); });
  }

  // The last line may do without its end, if it is whole.
  Result<void> end(const GiveRecord& give) override {
    if (lines_.rest().find_first_not_of(" \t\r") == std::string::npos) return {};
    boost::system::error_code ec;
    auto value = parse(lines_.rest(), ec);
    if (ec) return make_error(Code::malformed, "The stream was cut off in the middle of a line.", "What came before is shown.");
    return give(std::move(value));
  }

 private:
  Result<void> one(const std::string& line, const GiveRecord& give) {
    ++number_;
    if (line.find_first_not_of(" \t") == std::string::npos) return {};
    boost::system::error_code ec;
    auto value = parse(line, ec);
    if (ec)
      return make_error(Code::malformed, "Line " + std::to_string(number_) + " of the stream is not JSON: " + ec.message() + ".");
    return give(std::move(value));
  }

  Lines lines_{false};
  std::uint64_t number_ = 0;
};

class SseStream : public EventStream {
 public:
  Result<void> take(std::string_view bytes, const GiveRecord& give) override {
    return lines_.take(bytes, [&](std::string_view line) {
      return line.empty() ? dispatch(give) : field(line);
    });
  }

  Result<void> end(const GiveRecord&) override {
    if (lines_.rest().empty() && !has_data_) return {};
    return make_error(Code::malformed, "The stream was cut off in the middle of an event.", "What came before is shown.");
  }

 private:
  Result<void> field(std::string_view line) {
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    auto value = colon == line.npos ? std::string_view() : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (name == "data") {
      if (data_.size() + value.size() > CHITTY_MAX_MESSAGE)
        return make_error(Code::malformed, "The stream has an event of more than 64 MiB.");
      if (has_data_) data_ += '\n';
      data_ += value;
      has_data_ = true;
    } else if (name == "event") {
      event_ = value;
    } else if (name == "id" && value.find('\0') == value.npos) {
      id_ = value;
    }
    return {};  // `retry` is about reconnecting; anything else, comments too, is passed over
  }

  Result<void> dispatch(const GiveRecord& give) {
    if (!has_data_) {
      event_.clear();
      return {};
    }
    boost::system::error_code ec;
    json::value data = parse(data_, ec);
    if (ec) data = json::string(data_);
    json::object record{{"event", event_.empty() ? "message" : event_}};
    if (!id_.empty()) record["id"] = id_;
    record["data"] = std::move(data);
    data_.clear(), event_.clear(), has_data_ = false;
    return give(std::move(record));
  }

  Lines lines_{true};
  bool has_data_ = false;
  std::string data_, event_, id_;
};

}  // namespace

std::unique_ptr<EventStream> ndjson_stream() { return std::make_unique<NdjsonStream>(); }
std::unique_ptr<EventStream> sse_stream() { return std::make_unique<SseStream>(); }

}  // namespace chitty::host
