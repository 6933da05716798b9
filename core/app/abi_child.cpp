#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chitty/abi.hpp>
#include <chitty/members.hpp>

#include "app/abi.hpp"
#include "app/call/dry_run.hpp"
#include "base/confined/program.hpp"
#include "view/harmless.hpp"

namespace chitty::host {

namespace {

struct Order {
  std::string name, sha256, input;
  ProgramLimits limits;
};

// A limit as it is asked for, within what is sensible.
std::uint64_t limit_in(const json::object& order, std::string_view member, std::uint64_t usual, std::uint64_t least, std::uint64_t most) {
  const auto* value = order.if_contains(member);
  if (!value || !value->is_number()) return usual;
  boost::system::error_code ec;
  const auto asked = value->to_number<std::uint64_t>(ec);
  return ec ? usual : std::clamp(asked, least, most);
}

Result<Order> order_of(std::string_view text) {
  boost::system::error_code ec;
  const auto value = json::parse(text, ec);
  if (ec || !value.is_object()) return make_error(Code::invalid_argument, "the order to run a program is not a JSON object");
  const auto& given = value.get_object();
  Order order{text_in(given, "name"), text_in(given, "sha256"), text_in(given, "input"), {}};
  if (order.name.empty() || order.name.find('\0') != std::string::npos || order.sha256.size() != 64)
    return make_error(Code::invalid_argument, "the order to run a program does not say its name and hash");
  auto& limits = order.limits;
  limits.time = std::chrono::milliseconds(limit_in(given, "timeMs", 30'000, 1, 3'600'000));
  limits.memory = limit_in(given, "memoryBytes", limits.memory, 8u << 20, 64ull << 30);
  limits.processes = limit_in(given, "processes", limits.processes, 1, 4096);
  limits.output = limit_in(given, "outputBytes", limits.output, 0, 16u << 20);
  limits.file = limit_in(given, "fileBytes", limits.file, 0, 1ull << 40);
  return order;
}

const char* word_of(ProgramEnd::How how) {
  constexpr const char* words[] = {"exited", "signal", "time", "memory", "processes"};
  return words[static_cast<int>(how)];
}

json::object told(const ProgramEnd& end) {
  json::array walls;
  if (end.wall_of_processes) walls.emplace_back("processes");
  if (end.wall_of_files) walls.emplace_back("files");
  const bool exited = end.how == ProgramEnd::How::exited, signal = end.how == ProgramEnd::How::signal;
  return {{"ended", word_of(end.how)}, {"exitCode", exited ? end.code : 0}, {"signal", signal ? end.code : 0}, {"durationMs", end.took.count()}, {"output", harmless(end.output, Controls::keep)}, {"errors", harmless(end.errors, Controls::keep)}, {"outputBytes", end.output_bytes}, {"errorBytes", end.error_bytes}, {"leftBehind", end.left_behind}, {"walls", std::move(walls)}};
}

chitty_status CHITTY_CALL run(chitty_call* call, const chitty_str* text, const void* program, uint64_t len, const chitty_sink* result,
                              chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto order = order_of(abi::view(text));
    if (!order) return abi::fill(error, order.error());
    if (is_dry(*call)) return abi::fill(error, only_told(*call, "run the program '" + order->name + "' (" + std::to_string(len) + " bytes, SHA-256 " + order->sha256 + ")"));
    call->changed = true;
    const std::string_view bytes(static_cast<const char*>(program), len);
    const auto end = run_confined({order->name, bytes, order->sha256, order->input}, order->limits, call->run.cancel);
    if (!end) return abi::fill(error, end.error());
    const auto answer = json::serialize(told(*end));
    return result->write(result->context, answer.data(), answer.size());
  });
}

}  // namespace

const chitty_child& child_table() {
  static const chitty_child table{sizeof(chitty_child), 0, run};
  return table;
}

}  // namespace chitty::host
