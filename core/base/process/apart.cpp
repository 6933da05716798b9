#include "base/process/apart.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>

#include "base/confined/sealed_file.hpp"
#include "base/files.hpp"
#include "base/process/apart_child.hpp"
#include "base/process/apart_workers.hpp"
#include "base/process/orders.hpp"
#include "base/process/pipe.hpp"

namespace chitty::host {

namespace {

using Clock = CancelToken::Clock;

constexpr std::size_t longest_line = 64u << 10;
constexpr int between_looks = 5, ending_soon = 1;  // milliseconds

// Some of what is there now, to `take`; closed at its end. Whoever writes without end does not keep us here.
template <class Take>
void drain(Fd& from, Take take) {
  std::array<char, 16384> piece;
  for (int i = 0; from && i < 64; ++i) {
    const auto got = ::read(from.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) from = Fd();
    else take(std::string_view(piece.data(), static_cast<std::size_t>(got)));
  }
}

// Its standard error, line by line; a line that does not end is given in pieces.
class Lines {
 public:
  Lines(const std::function<void(std::string_view)>& line, std::size_t most) : line_(line), left_(most) {}
  void take(std::string_view piece) {
    if (!line_) return;
    piece = piece.substr(0, left_);
    left_ -= piece.size();
    for (const char c : piece) {
      if (c == '\n' || begun_.size() == longest_line) give();
      if (c != '\n') begun_ += c;
    }
  }
  void finish() {
    if (line_ && !begun_.empty()) give();
  }

 private:
  void give() {
    line_(begun_);
    begun_.clear();
  }
  const std::function<void(std::string_view)>& line_;
  std::size_t left_;
  std::string begun_;
};

struct Started {
  ApartWorkers::Worker worker;  // `orders` is empty in a process that runs this command alone
  Fd output, errors;
};

Result<Started> start(const ApartOrder& order, ApartWorkers* workers) {
  CHITTY_TRY(const auto input, sealed_file("input", order.input));
  CHITTY_TRY(auto output, Pipe::make());
  CHITTY_TRY(auto errors, Pipe::make());
  const std::array<int, 3> streams{input.get(), output.write.get(), errors.write.get()};
  std::optional<ApartWorkers::Worker> worker;
  if (workers) worker = workers->give(order, streams);
  if (!worker) {
    CHITTY_TRY(const auto child, start_child({order.program, order.words, order.environment, streams}));
    worker = ApartWorkers::Worker{{}, child, Fd()};
  }
  for (const auto* end : {&output.read, &errors.read}) ::fcntl(end->get(), F_SETFL, O_NONBLOCK);
  return Started{std::move(*worker), std::move(output.read), std::move(errors.read)};
}

// How the order ended, once that is said.
std::optional<OrderAnswer> last_answer(int orders, bool& begun) {
  auto answer = orders >= 0 ? answer_now(orders) : std::nullopt;
  if (!answer || answer->kind != OrderAnswer::Kind::begun) return answer;
  begun = true;
  return answer_now(orders);
}

}  // namespace

Result<ApartEnd> run_apart(const ApartOrder& order, const std::function<void(std::string_view)>& line, const std::function<bool()>& stop,
                           const CancelToken& cancel, ApartWorkers* workers) {
  const auto began = Clock::now();
  CHITTY_TRY(auto child, start(order, workers));
  const auto process = child.worker.process;
  const int orders = child.worker.orders.get();
  ApartEnd end;
  Lines lines(line, order.output);
  const auto take_all = [&] {
    drain(child.output, [&](std::string_view piece) {
      end.output_bytes += piece.size();
      end.output.append(piece.substr(0, order.output - end.output.size()));
    });
    drain(child.errors, [&](std::string_view piece) { lines.take(piece); });
  };
  std::optional<Clock::time_point> ending;  // since when it has been asked to end
  const auto ask_to_end = [&] {
    if (!ending) ::kill(-process, SIGTERM), ending = Clock::now();
    else if (Clock::now() - *ending >= order.grace) ::kill(-process, SIGKILL);
  };
  std::optional<OrderAnswer> answer;
  bool begun = false;
  while (!answer && !has_ended(process)) {
    pollfd all[] = {{child.output.get(), POLLIN, 0}, {child.errors.get(), POLLIN, 0}, {ending ? -1 : cancel.wake_fd(), POLLIN, 0}, {orders, POLLIN, 0}};
    ::poll(all, 4, child.output || child.errors ? between_looks : ending_soon);
    answer = last_answer(orders, begun);
    take_all();
    if (!ending && stop && stop()) end.how = ApartEnd::How::stopped, ask_to_end();
    else if (!ending && order.time < Clock::now() - began) end.how = ApartEnd::How::time, ask_to_end();
    else if (ending || cancel.cancelled()) ask_to_end();
  }
  if (!answer) answer = last_answer(orders, begun);  // its last words, before it ended
  const bool untouched = orders >= 0 && !ending && (answer ? answer->kind == OrderAnswer::Kind::declined : !begun);
  const bool stays = answer && answer->kind != OrderAnswer::Kind::last && !ending;
  const int status = stays ? 0 : reap_group(process);  // and what it has left behind
  take_all();
  lines.finish();
  if (stays) workers->take_back(std::move(child.worker));
  if (cancel.cancelled())
    return make_error(cancel.why() == CancelToken::Why::timed_out ? Code::timeout : Code::cancelled, "The command that ran apart was stopped.");
  if (untouched) {  // such a command is none of a worker's, or it was ended before it looked
    if (answer) workers->declined(order);
    return run_apart(order, line, stop, cancel);
  }
  end.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  if (answer) end.exit_code = answer->exit_code;
  else if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  else end.exit_code = WEXITSTATUS(status);
  if (end.how == ApartEnd::How::exited && end.signal != 0) end.how = ApartEnd::How::signal;
  return end;
}

}  // namespace chitty::host
