#include "child.hpp"

#include <chitty/hex.hpp>
#include <chitty/members.hpp>

namespace chittycases::commands {

using namespace chitty;

namespace {

constexpr std::int64_t mebibyte = 1 << 20, most_time = 120'000, most_memory = 1024 * mebibyte, most_output = 16 * mebibyte, most_file = 512 * mebibyte;

std::string why_ended(const json::object& end) {
  const auto ended = text_in(end, "ended");
  if (ended == "time") return "it took longer than 120 s";
  if (ended == "memory") return "it needs more than 1 GiB of memory";
  if (ended == "processes") return "it started too many processes";
  const auto number = [&](std::string_view name) { return end.contains(name) && end.at(name).is_number() ? end.at(name).to_number<std::int64_t>() : 0; };
  if (ended == "signal") return "the reading program was ended by signal " + std::to_string(number("signal"));
  const auto code = number("exitCode");
  if (code == 3) return "it needs more than 1 GiB of memory";
  if (code == 0) return {};
  const auto words = text_in(end, "errors");
  return words.empty() ? "the reading program exited with " + std::to_string(code) : words.substr(0, std::min<std::size_t>(words.find('\n'), 200));
}

}  // namespace

Result<ChildEnd> run_program(Host& host, std::string_view name, std::string_view program, const std::string& input) {
  const json::object order{{"name", name}, {"sha256", hex(host.crypto().sha256(program))}, {"input", input}, {"timeMs", most_time}, {"memoryBytes", most_memory}, {"processes", 16}, {"outputBytes", most_output}, {"fileBytes", most_file}};
  CHITTY_TRY(const auto end, host.run_child(order, program));
  const auto* bytes = end.if_contains("outputBytes");
  return ChildEnd{text_in(end, "output"), bytes && bytes->is_number() && bytes->to_number<std::int64_t>() > most_output, why_ended(end)};
}

}  // namespace chittycases::commands
