#include "daemon/forward/attempt.hpp"

#include "base/text.hpp"
#include "daemon/forward/header_rules.hpp"
#include "daemon/forward/patient_wait.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace chitty::host::daemon {
namespace {

constexpr std::size_t buffer_size = 80 * 1024;  // a whole head, and then what fits

std::vector<char>& buffer_of_thread() {
  thread_local std::vector<char> memory(buffer_size);
  return memory;
}

}  // namespace

Attempt::Attempt(Line& line, const Task& task) : line_(line), task_(task), buffer_(buffer_of_thread()) { parser_.emplace(static_cast<Sink&>(*this), task_.to_head); }

bool Attempt::is_event_stream() const {
  const auto type = parser_->fields().first("Content-Type");
  return equal_ignoring_case(trim(type.substr(0, type.find(';'))), "text/event-stream");
}

std::optional<Failure> Attempt::wait(short events, std::chrono::milliseconds patience) {
  switch (wait_for_backend(*line_.channel, events, patience, task_.exchange.wire())) {
    case Waited::ready: return std::nullopt;
    case Waited::gone:
      if (task_.exchange.wire().late())
        return silent_backend(task_.route.id, "connection_read_timeout", "did not answer in the time that this daemon has for a reply");
      return of_client(make_error(Code::cancelled, "Nobody waits for the reply any more."));
    case Waited::late: break;
  }
  if (events & POLLOUT) return silent_backend(task_.route.id, "connection_write_timeout", "did not take the request in time");
  return silent_backend(task_.route.id, "connection_read_timeout", heard_ ? "stopped in the middle of its reply" : "did not answer in time");
}

Failure Attempt::broken(int error) const {
  auto failure = unreachable_backend(task_.route.id, "connection_terminated",
                                     error ? "closed the connection: " + system_words(error) : std::string("closed the connection without an answer"));
  failure.nothing_sent = sent_ == 0;
  failure.hung_up = line_.kept && !heard_;
  return failure;
}

// The end came before the reply's.
Failure Attempt::ended_early(int error) const {
  if (!heard_) return broken(error);
  auto failure = lying_backend(task_.route.id, "http_response_incomplete", "broke off its reply");
  failure.may_try_again = !begun_;
  return failure;
}

// What comes while the body is still being sent must be taken, or neither side goes on.
std::optional<Failure> Attempt::take_early() {
  const auto got = read();
  if (got == Read::nothing) return std::nullopt;
  if (got != Read::some) {  // it takes no more, or will not answer to it
    hung_up_ = true;
    return head_done_ ? std::nullopt : std::optional(broken(0));
  }
  if (!head_done_)
    if (auto wrong = parse_head()) return wrong;
  if (!head_done_ || needs_no_more()) return std::nullopt;
  if (!begun_) begin();
  return parse();
}

std::optional<Failure> Attempt::send(std::string_view bytes) {
  while (!bytes.empty() && !needs_no_more() && !hung_up_) {
    const auto moved = line_.channel->write(bytes);
    if (moved.state == Channel::State::some) {
      bytes.remove_prefix(moved.bytes);
      sent_ += moved.bytes;
      continue;
    }
    if (moved.state == Channel::State::broken) {  // its last words explain more than the broken pipe does
      while (!head_done_ && read() == Read::some)
        if (auto wrong = parse_head()) return wrong;
      hung_up_ = true;
      return head_done_ ? std::nullopt : std::optional(broken(moved.error));
    }
    if (auto failed = wait(moved.state == Channel::State::wants_read ? POLLIN : POLLOUT | POLLIN, task_.route.timeout)) return failed;
    if (auto failed = take_early()) return failed;
  }
  return std::nullopt;
}

std::optional<Failure> Attempt::send_all(std::string out) {
  for (bool first = true; first || !task_.body.ended(); first = false) {
    if (!first)
      if (auto failed = take_early()) return failed;
    if (needs_no_more() || hung_up_) return std::nullopt;
    if (auto got = task_.body.is_there() ? task_.body.next(out) : Result<void>(); !got) return of_client(got.error());
    if (auto failed = send(out)) return failed;
    out.clear();
  }
  sent_all_ = !hung_up_ && !needs_no_more();
  return std::nullopt;
}

std::optional<Failure> Attempt::ask(std::string head) {
  if (auto failed = send_all(std::move(head))) return failed;
  while (!head_done_) {
    if (auto failed = wait_and_read(task_.route.timeout)) return failed;
    if (auto wrong = parse_head()) return wrong;
  }
  return std::nullopt;
}

Attempt::Read Attempt::read() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (begin_ > 0 && end_ == buffer_.size()) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_, begin_ = 0;
  }
  if (end_ == buffer_.size()) return Read::nothing;
  const auto moved = line_.channel->read(buffer_.data() + end_, buffer_.size() - end_);
  if (moved.state == Channel::State::some) {
    end_ += moved.bytes;
    heard_ = true;
    return Read::some;
  }
  if (moved.state == Channel::State::ended) return Read::ended;
  return moved.state == Channel::State::broken ? Read::broken : Read::nothing;
}

std::optional<Failure> Attempt::wait_and_read(std::chrono::milliseconds patience) {
  for (;;) {
    if (auto failed = wait(POLLIN, patience)) return failed;
    if (end_ - begin_ == buffer_.size()) return lying_backend(task_.route.id, "http_response_header_section_size", "sends a head that is too large");
    switch (read()) {
      case Read::some: return std::nullopt;
      case Read::nothing: continue;
      case Read::broken: return ended_early(ECONNRESET);
      case Read::ended: break;
    }
    return ended_early(0);
  }
}

void Attempt::begin() {
  begun_ = true;
  if (!task_.body.was_read_to_its_end()) task_.exchange.close_after();
  std::string lines;
  lines.reserve(512);
  const auto returned = put_reply_fields(parser_->fields(), is_upgraded(), lines);
  Exchange::Relayed reply{parser_->status(), parser_->reason(), lines, Exchange::unknown_length, returned.has_server, returned.has_date,
                          parser_->fields().first("Content-Type")};
  if (const auto length = parser_->content_length()) reply.length = *length;
  task_.exchange.relay(reply);
}

std::chrono::milliseconds Attempt::patience() const {
  return is_event_stream() || !parser_->content_length() ? std::max(task_.route.idle, task_.route.timeout) : task_.route.timeout;
}

bool Attempt::take(std::string_view body) {
  if (unwanted_ || !task_.exchange.write(body)) unwanted_ = true;
  return !unwanted_;
}

std::optional<Failure> Attempt::hand_on() {
  if (!begun_) begin();
  const auto patient = patience();
  for (;;) {
    if (auto wrong = parse()) return wrong;
    if (parser_->is_done()) return std::nullopt;
    const auto got = read();  // what is there already, before the client is sent to and the thread waits
    if (got == Read::some) continue;
    if (got == Read::broken) return ended_early(ECONNRESET);
    if (got == Read::ended) {
      boost::system::error_code ec;
      parser_->put_eof(ec);
      return ec || !parser_->is_done() ? std::optional(ended_early(0)) : std::nullopt;
    }
    if (!task_.exchange.flush()) return of_client(make_error(Code::cancelled, "Nobody waits for the reply any more."));
    if (auto failed = wait(POLLIN, patient)) return failed;
  }
}

bool Attempt::is_reusable() const {
  return sent_all_ && head_done_ && parser_->is_done() && parser_->keep_alive() && begin_ == end_ && !task_.upgrade;
}

}  // namespace chitty::host::daemon
