#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <atomic>
#include <chitty/abi.hpp>
#include <chitty/members.hpp>
#include <cstdlib>

#include "app/abi.hpp"
#include "app/command_run.hpp"
#include "base/process/apart.hpp"
#include "view/harmless.hpp"

extern char** environ;

namespace chitty::host {

namespace {

// What the other command says goes to the plugin that asked, and nothing of it to the person.
class ToSink : public RecordWriter {
 public:
  ToSink(const chitty_sink* sink, std::string command) : sink_(sink), command_(std::move(command)) {}

  Result<void> record(json::value value) override {
    const std::string text = json::serialize(value);
    const auto status = sink_->write(sink_->context, text.data(), text.size());
    if (status == CHITTY_OK) return {};
    return make_error(static_cast<Code>(status), "'" + command_ + "' was stopped by the command that ran it");
  }
  Result<void> bytes(std::string_view) override {
    return make_error(Code::not_supported,
                      "'" + command_ + "' writes bytes, not records, so another command cannot run it");
  }
  Result<void> finish() override { return {}; }

 private:
  const chitty_sink* sink_;
  std::string command_;
};

Result<std::vector<std::string>> words_of(std::string_view text) {
  boost::system::error_code ec;
  const auto value = json::parse(text, ec);
  const auto* array = ec ? nullptr : value.if_array();
  std::vector<std::string> words;
  for (std::size_t i = 0; array && i < array->size() && (*array)[i].is_string(); ++i)
    words.emplace_back((*array)[i].get_string());
  if (!array || words.size() != array->size())
    return make_error(Code::plugin_fault, "The words of a command to run are not a JSON array of strings.");
  return words;
}

chitty_status CHITTY_CALL run(chitty_call* call, const chitty_str* text, const chitty_sink* records,
                              chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    const auto words = words_of(abi::view(text));
    if (!words) return abi::fill(error, words.error());
    ToSink writer(records, words->empty() ? "" : words->front());
    const auto done = run_within(*call, *words, writer);
    return done ? CHITTY_OK : abi::fill(error, done.error());
  });
}

// --- apart ---

constexpr int deepest_apart = 8;
constexpr std::uint64_t most_time = 7 * 24 * 3'600'000ull, most_kept = CHITTY_MAX_MESSAGE / 2;

Error no_order(const std::string& what) { return make_error(Code::invalid_argument, "the order to run a command apart " + what); }

// A number that the order may leave out.
Result<std::uint64_t> number_in(const json::object& order, std::string_view member, std::uint64_t most, std::uint64_t otherwise) {
  const auto* value = order.if_contains(member);
  if (!value) return otherwise;
  boost::system::error_code ec;
  const auto number = value->is_number() ? value->to_number<std::uint64_t>(ec) : 0;
  if (ec || number == 0) return no_order("has a '" + std::string(member) + "' that is not a positive number");
  return std::min(number, most);
}

// This process's environment, with the options of this call, by which a command that has no use for one passes it over. The line's
// own --remote and --yes are for the words to say; --jq is for this call's output.
std::vector<std::string> environment_for(const GlobalOptions& options, bool dry_run, int depth) {
  std::vector<std::pair<std::string, std::string>> set{{"CHITTY_OUTPUT", "ndjson"}, {"CHITTY_JQ", ""}, {"CHITTY_WITHIN", std::to_string(depth)}};
  if (!options.environment.empty()) set.emplace_back("CHITTY_ENV", options.environment);
  if (options.timeout) set.emplace_back("CHITTY_TIMEOUT", std::to_string(options.timeout->count()) + "ms");
  const std::pair<const char*, bool> flags[] = {{"DRY_RUN", dry_run}, {"INSECURE", options.insecure}, {"QUIET", options.quiet}, {"VERBOSE", options.verbose}, {"TRACE", options.trace}, {"NO_COLOR", true}};
  for (const auto& [name, is_set] : flags)
    if (is_set) set.emplace_back(std::string("CHITTY_") + name, "1");
  std::vector<std::string> all;
  for (char** one = environ; one && *one; ++one) {
    const std::string_view variable(*one);
    const auto is_same = [&](const auto& pair) { return variable.starts_with(pair.first) && variable.substr(pair.first.size()).starts_with('='); };
    if (std::none_of(set.begin(), set.end(), is_same)) all.emplace_back(variable);
  }
  for (const auto& [name, value] : set) all.push_back(name + "=" + value);
  return all;
}

Result<int> depth_of(const chitty_call& call) {
  const char* within = std::getenv("CHITTY_WITHIN");
  const int depth = 1 + (within ? std::atoi(within) : 0);
  if (depth <= deepest_apart) return depth;
  return make_error(Code::plugin_fault, "'chitty " + call.command.path + "' cannot run another command: at most " + std::to_string(deepest_apart) + " run within each other",
                    "Report it to the publisher of the plugin '" + call.manifest.name + "'.");
}

// `text` stays as long as what is made of it.
Result<ApartOrder> order_of(const chitty_call& call, const json::value& given) {
  const auto* order = given.if_object();
  const auto* words = order ? order->if_contains("words") : nullptr;
  if (!words || !words->is_array() || words->get_array().empty()) return no_order("does not say its words");
  ApartOrder made;
  made.program = "/proc/self/exe";
  made.words.emplace_back("chitty");
  for (const auto& word : words->get_array()) {
    if (!word.is_string() || word.get_string().find('\0') != json::string::npos) return no_order("has a word that is none");
    made.words.emplace_back(word.get_string());
  }
  const auto* input = order->if_contains("input");
  if (input && !input->is_string()) return no_order("has an input that is no text");
  if (input) made.input = input->get_string();
  const auto* dry = order->if_contains("dryRun");
  if (dry && !dry->is_bool()) return no_order("has a 'dryRun' that is neither true nor false");
  CHITTY_TRY(const auto time, number_in(*order, "timeMs", most_time, most_time));
  CHITTY_TRY(const auto kept, number_in(*order, "outputBytes", most_kept, made.output));
  CHITTY_TRY(const auto depth, depth_of(call));
  made.time = std::chrono::milliseconds(time);
  made.output = kept;
  made.environment = environment_for(call.run.options, call.run.options.dry_run || (dry && dry->get_bool()), depth);
  return made;
}

json::object told(const ApartEnd& end) {
  constexpr const char* words[] = {"exited", "signal", "time", "stopped"};
  return {{"ended", words[static_cast<int>(end.how)]}, {"exitCode", end.exit_code}, {"signal", end.signal}, {"durationMs", end.took.count()}, {"output", harmless(end.output, Controls::keep)}, {"outputBytes", end.output_bytes}};
}

// From several threads of the plugin at once: of the call it reads what is settled, and asks whether it is to stop.
chitty_status CHITTY_CALL apart(chitty_call* call, const chitty_str* text, const chitty_sink* lines, uint32_t(CHITTY_CALL* stop)(void*), void* context,
                                const chitty_sink* result, chitty_error* error) {
  return abi::guarded(error, [&]() -> chitty_status {
    boost::system::error_code ec;
    const auto given = json::parse(abi::view(text), ec);
    if (ec) return abi::fill(error, no_order("is not JSON"));
    const auto order = order_of(*call, given);
    if (!order) return abi::fill(error, order.error());
    if (!call->run.options.dry_run) std::atomic_ref<bool>(call->changed) = true;
    std::function<void(std::string_view)> line;
    if (lines) line = [&](std::string_view said) {
      const auto clean = harmless(said, Controls::keep);
      (void)lines->write(lines->context, clean.data(), clean.size());
    };
    std::function<bool()> to_stop;
    if (stop) to_stop = [&] { return stop(context) != 0; };
    const auto end = run_apart(*order, line, to_stop, call->run.cancel, &call->run.apart());
    if (!end) return abi::fill(error, end.error());
    const auto answer = json::serialize(told(*end));
    return result->write(result->context, answer.data(), answer.size());
  });
}

}  // namespace

const chitty_run& run_table() {
  static const chitty_run table{sizeof(chitty_run), 0, run, apart};
  return table;
}

}  // namespace chitty::host
