// One try: the request goes out on a connection, the head of the reply comes in, and the reply is handed on as it comes.
#pragma once

#include "daemon/forward/backend.hpp"
#include "daemon/forward/reply_parser.hpp"
#include "daemon/forward/request_body.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chitty::host::daemon {

class Attempt final : private ReplyParser::Sink {
 public:
  struct Task {
    const ForwardRoute& route;
    Exchange& exchange;
    RequestBody& body;
    bool to_head = false;  // a HEAD
    bool upgrade = false;  // it asks for a WebSocket
  };
  Attempt(Line& line, const Task& task);

  // Sends `head` and the body; until the head of the reply is there. A reply may come before the body is sent: it is handed on meanwhile
  // where the body cannot be sent otherwise.
  std::optional<Failure> ask(std::string head);

  int status() const { return parser_->status(); }
  const Fields& fields() const { return parser_->fields(); }
  bool has_begun() const { return begun_; }  // to hand it on: then nothing else can be said any more
  bool is_upgraded() const { return parser_->status() == 101; }
  bool is_event_stream() const;

  void begin();                                                                              // the reply's head to the client
  std::optional<Failure> hand_on();                                                          // its body
  bool is_reusable() const;                                                                  // the connection, for another request
  std::string_view behind_head() const { return {buffer_.data() + begin_, end_ - begin_}; }  // of an upgraded one

 private:
  bool take(std::string_view body) override;
  std::optional<Failure> send(std::string_view bytes);
  std::optional<Failure> take_early();
  bool needs_no_more() const { return head_done_ && (parser_->is_done() || parser_->status() >= 400); }
  std::optional<Failure> send_all(std::string head);
  enum class Read { some,
                    ended,
                    broken,
                    nothing };
  Read read();  // what is there
  std::optional<Failure> parse();
  std::optional<Failure> parse_head();
  std::optional<Failure> wait_and_read(std::chrono::milliseconds patience);
  std::optional<Failure> wait(short events, std::chrono::milliseconds patience);
  Failure ended_early(int error) const;
  Failure broken(int error) const;
  void complete_status_line();
  std::chrono::milliseconds patience() const;

  Line& line_;
  const Task task_;
  std::vector<char>& buffer_;  // the thread's
  std::size_t begin_ = 0, end_ = 0;
  std::optional<ReplyParser> parser_;
  std::uint64_t sent_ = 0;
  bool heard_ = false, head_done_ = false, begun_ = false, sent_all_ = false, unwanted_ = false, hung_up_ = false;
  int interim_ = 0;
};

}  // namespace chitty::host::daemon
