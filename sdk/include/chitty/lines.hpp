// A stream of bytes, line by line, in bounded memory: for commands that read NDJSON from standard input, or a reply of
// it, and send it on in batches. (In services `Service::next_line` gives lines that fit the route.) On the call's
// thread.
#ifndef CHITTY_LINES_HPP
#define CHITTY_LINES_HPP

#include <chitty/host.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace chitty {

class Lines {
 public:
  // Fills a buffer, says how many bytes; 0 at the end.
  using Read = std::function<Result<std::size_t>(char* buffer, std::size_t capacity)>;
  explicit Lines(Read read) : read_(std::move(read)) {}
  // Of standard input, and of a reply. Both must outlive this.
  explicit Lines(Host& host);
  explicit Lines(ResponseStream& reply);

  static constexpr std::size_t longest = 1u << 20;  // bytes

  struct Line {
    std::string text{};        // without its end (LF or CR LF), and without a byte order mark before the first one
    std::uint64_t number = 0;  // in the whole stream, from 1
    bool too_long = false;     // over 1 MiB: its text was dropped, what follows it was not
    std::int64_t weight = 0;   // in a batch: what it counts for

    bool is_blank() const;
    // INVALID_ARGUMENT names the line when it is not JSON, or too long.
    Result<json::value> value() const;
  };

  // The next line, or none at the end of the stream; a last line needs no end. The stream's own error as it is.
  Result<std::optional<Line>> next();

  // True if next() must read, and so may wait: a good moment to hand on what has been gathered.
  bool would_wait() const;

  // What a line counts for; it may change the text. Of lines that are not blank, those that are too long among them.
  using Weigh = std::function<Result<std::int64_t>(Line& line)>;

  // The next lines, blank ones too, so that what goes on keeps its numbers: until there are `most`, or they weigh so
  // much, or more would have to be waited for. Empty at the end of the stream. Without `weigh` each line that is not
  // blank counts for one. The stream's error, or that of `weigh`.
  Result<std::vector<Line>> next_batch(std::int64_t most, const Weigh& weigh = {});

 private:
  Line take(std::size_t end);
  Result<void> read_more();

  Read read_;
  std::string held_;
  std::size_t at_ = 0;
  std::uint64_t number_ = 0;
  bool ended_ = false, skipping_ = false;
};

}  // namespace chitty

#endif  // CHITTY_LINES_HPP
